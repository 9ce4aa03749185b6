package app

import (
	"perihelion/server/auth"
	"perihelion/server/lobby"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// newLobby puts the lobby in front of the parts that it needs.
func (a *App) newLobby(signer *auth.Signer) *lobby.Lobby {
	return lobby.New(lobby.Config{
		Meta:               a.serverMeta(),
		Modes:              modeNames(a.games),
		PublicURL:          a.cfg.PublicURL,
		BasePath:           a.cfg.BasePath(),
		WritesPerSecond:    a.cfg.RateTicketsPerIP,
		MaxReservedPerAddr: a.cfg.ReservedPerIP,
		Proxies:            proxies(a.cfg),
		OnErased:           a.onErased,

		ReconnectWindow: a.cfg.ReconnectWindow,

		ChatHistory: a.chat.MessagesBy,
		MaxWaiting:  a.cfg.HTTPMaxConns, MaxWaitingPerAddr: a.cfg.HTTPMaxConnsPerIP,
	}, lobby.Deps{
		Signer:     signer,
		Accounts:   a.accounts,
		Store:      a.store,
		Bans:       a.bans,
		Parties:    a.parties,
		Rooms:      places{a.rooms, a.games, a.cfg},
		Matchmaker: a.matchmaker,
		Metrics:    a.metrics,
		Log:        a.log,
	})
}

func (a *App) serverMeta() api.Meta {
	return api.Meta{
		Build:        a.cfg.Build,
		Protocol:     protocol.Version,
		Subprotocol:  protocol.Subprotocol,
		TickRate:     a.cfg.TickRate,
		SnapshotRate: a.cfg.SnapshotRate,
		Bots:         a.cfg.BotFill,
		Dev:          a.cfg.Dev,
	}
}

// modes are those that a room can be of.
func modeNames(games sim.Games) (names []string) {
	for _, m := range games.Modes() {
		names = append(names, m.Name)
	}
	return names
}
