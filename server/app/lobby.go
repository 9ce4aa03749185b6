package app

import (
	"perihelion/server/auth"
	"perihelion/server/lobby"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// newLobby puts the lobby in front of the parts that it needs.
func (a *App) newLobby(signer *auth.Signer) *lobby.Lobby {
	return lobby.New(lobby.Config{
		Meta:               a.serverMeta(),
		Modes:              a.fleet.Modes(),
		PublicURL:          a.cfg.PublicURL,
		BasePath:           a.cfg.BasePath(),
		WritesPerSecond:    a.cfg.RateTicketsPerIP,
		MaxReservedPerAddr: a.cfg.ReservedPerIP,
		Proxies:            proxies(a.cfg),
		OnErased:           func(player string) { a.enforcer.Erase(player) },

		ReconnectWindow: a.cfg.ReconnectWindow,

		ChatHistory: a.chat.MessagesBy,
		MaxWaiting:  a.cfg.HTTPMaxConns, MaxWaitingPerAddr: a.cfg.HTTPMaxConnsPerIP,
	}, lobby.Deps{
		Signer:     signer,
		Accounts:   a.accounts,
		Store:      a.store,
		Bans:       a.bans,
		Parties:    a.parties,
		Rooms:      a.fleet,
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
