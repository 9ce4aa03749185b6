package app

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/lobby"
	"perihelion/server/match/season"
	"perihelion/server/net/ws"
	"perihelion/server/ops/config"
	"perihelion/server/ops/live"
	"perihelion/server/people/auth"
	"perihelion/server/people/friends"
	"perihelion/server/play/room"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// newLobby makes the lobby.
func (a *App) newLobby(signer *auth.Signer) *lobby.Lobby {
	return lobby.New(lobby.Config{
		Meta:               a.serverMeta(),
		Modes:              a.fleet.Modes(),
		Seasons:            a.seasons(),
		PublicURL:          a.cfg.PublicURL,
		BasePath:           a.cfg.BasePath(),
		WritesPerSecond:    a.cfg.RateTicketsPerIP,
		MaxReservedPerAddr: a.cfg.ReservedPerIP,
		Proxies:            proxies(a.cfg),
		OnErased:           func(player string) { a.enforcer.Erase(player) },
		ReconnectWindow:    a.cfg.ReconnectWindow,
		ChatHistory:        a.chat.MessagesBy,
		MaxWaiting:         a.cfg.HTTPMaxConns,
		MaxWaitingPerAddr:  a.cfg.HTTPMaxConnsPerIP,
	}, lobby.Deps{
		Signer: signer, Accounts: a.accounts, Store: a.store, Bans: a.bans, Parties: a.parties, Friends: friends.New(a.store),
		Rooms: a.fleet, Replays: a.replays, Daily: a.daily, Arenas: a.playerArenas, LiveLogs: a.journals, Matchmaker: a.matchmaker, Metrics: a.metrics, Log: a.log,
	})
}

func (a *App) seasons() season.Calendar { return season.Calendar{Weeks: a.cfg.SeasonWeeks} }

// serverMeta is what clients ask first.
func (a *App) serverMeta() api.Meta {
	return api.Meta{
		Build:        a.cfg.Build,
		Protocol:     protocol.Version,
		Subprotocol:  protocol.Subprotocol,
		TickRate:     a.cfg.TickRate,
		SnapshotRate: a.cfg.SnapshotRate,
		Bots:         a.cfg.BotFill,
		Arenas:       a.fleet.ArenaList(),
		Dev:          a.cfg.Dev,
	}
}

const liveReadLimit = 512 // bytes; clients of the feed send nothing

// newLive makes the live feed.
func (a *App) newLive() *live.Hub {
	h := live.New(live.Config{
		Status: a.liveStatus,
		Share:  a.shareEvent(),
		Chat:   a.chat,
		Player: func(ctx context.Context, token string) (string, error) {
			now := time.Now()
			p, err := a.accounts.Verify(ctx, token, now)
			if err != nil {
				return "", err
			}
			if why, banned := a.bans.Banned(p.ID, netip.Addr{}, now); banned { // its address was checked before
				return "", errors.New(why)
			}
			return p.ID, nil
		},
		Sockets: ws.Config{
			ReadLimit:    liveReadLimit,
			WriteTimeout: a.cfg.WSWriteTimeout,
			IdleTimeout:  a.cfg.WSIdleTimeout,
			MaxConns:     a.cfg.LiveMaxConns,
			PerIP:        a.cfg.MaxConnsPerIP,
			PerSecond:    a.cfg.RateUpgradesPerIP,
			Proxies:      proxies(a.cfg),
			Origins:      a.origins,
			Banned:       a.addrBanned,
			Panics:       a.metrics.Guard(),
		},
		Metrics: a.metrics.Live,
		Log:     a.log,
	})
	a.lobby.Handle("GET "+live.Path, h)
	live.Document(a.lobby.API())
	return h
}

// liveStatus is the status for the live feed.
func (a *App) liveStatus() api.Status {
	s := a.fleet.Status()
	s.Queued = a.matchmaker.Waiting()
	if a.cluster != nil {
		s.Queued += a.cluster.Queued()
	}
	return s
}

// roomObserver passes on events of rooms. It is made before the parts that it calls, but no
// room runs before these exist.
type roomObserver struct{ app *App }

func (o roomObserver) OnKill(k room.Kill) { o.app.live.PublishKill(k) }

func (o roomObserver) OnRoundEnd(r room.Result) (kept <-chan struct{}) {
	o.app.metrics.Rooms.Ended(r)
	return o.app.results.Enqueue(r)
}

func (o roomObserver) onSaved(r room.Result) { o.app.live.PublishRound(r) }

func (o roomObserver) onApplied(m store.Match, a store.ApplyResult) {
	o.app.live.PublishRankChanges(o.app.fleet.Modes()[m.Mode], m.Mode, a.RankChanges)
}

// health is the state for probes.
func (a *App) health() lobby.Health {
	return lobby.Health{
		Degraded: func() []string {
			all := a.watchdog.StuckRooms()
			if err := a.results.LastError(); err != nil {
				all = append(all, "results wait for the database")
			}
			if a.cluster != nil && a.cluster.HasTwin() {
				all = append(all, "another server has the same "+config.Prefix+"NODE_ID, "+a.node)
			}
			if a.bus != nil && !a.bus.Connected() {
				all = append(all, "no connection to NATS: matches are played, new ones on this server only")
			}
			return all
		},
		Ready: func() error {
			if a.draining.Load() {
				return errors.New("the server is about to stop")
			}
			if a.shadow != nil {
				return a.shadow.Difference()
			}
			return nil
		},
	}
}

// registerGauges exports numbers of rooms.
func (a *App) registerGauges() {
	a.metrics.RegisterRoomGauges(a.rooms.List)
	a.metrics.RegisterGauge("rooms_capacity", "Rooms that there can be.", func() float64 { return float64(a.cfg.MaxRooms) })
	a.metrics.RegisterGauge("players_capacity", "Seats that humans can hold.", func() float64 { return float64(a.cfg.MaxPlayers) })
	a.metrics.RegisterGauge("rooms_stuck", "Rooms that stand still; after ten seconds of it they are given up.", func() float64 { return float64(len(a.watchdog.StuckRooms())) })
}
