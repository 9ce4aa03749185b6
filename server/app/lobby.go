package app

import (
	"path/filepath"

	"perihelion/server/account"
	"perihelion/server/auth"
	"perihelion/server/config"
	"perihelion/server/edge"
	"perihelion/server/lobby"
	"perihelion/server/party"
	"perihelion/server/store"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// newLobby puts the lobby in front of the parts that it needs.
func (a *App) newLobby(signer *auth.Signer, parties *party.House) *lobby.Lobby {
	return lobby.New(lobby.Config{
		Meta:      a.meta(),
		Modes:     modes(),
		PublicURL: a.cfg.PublicURL,
		PerSecond: a.cfg.RateTicketsPerIP,
		Proxies:   edge.Proxies(a.cfg.TrustedProxies),
	}, lobby.Parts{
		Signer:  signer,
		Book:    account.New(a.store, signer, a.words, a.log),
		Store:   a.store,
		Bans:    a.bans,
		Parties: parties,
		Rooms:   places{a.rooms, a.cfg},
		Maker:   a.maker,
		Metrics: a.metrics,
		Log:     a.log,
	})
}

func (a *App) meta() api.Meta {
	return api.Meta{
		Build:        a.cfg.Build,
		Protocol:     protocol.Version,
		Subprotocol:  protocol.Subprotocol,
		TickRate:     a.cfg.TickRate,
		SnapshotRate: a.cfg.SnapshotRate,
	}
}

// modes are those that a room can be of.
func modes() []string {
	return []string{sim.Skirmish.String(), sim.Teams.String(), sim.Duel.String()}
}

// databaseURL is that of a file in DATA_DIR, if the operator does not say another.
func databaseURL(cfg config.Config) string {
	if cfg.DatabaseURL != "" {
		return cfg.DatabaseURL
	}
	return store.FileURL(filepath.Join(cfg.DataDir, "perihelion.db"))
}
