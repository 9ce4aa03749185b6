package app

import (
	"context"
	"errors"
	"net/netip"
	"time"

	"perihelion/server/live"
	"perihelion/server/room"
	"perihelion/server/store"
	"perihelion/server/ws"
	"perihelion/shared/api"
)

const (
	liveReadLimit = 512 // bytes; listeners have nothing to say
)

func (a *App) newLive() *live.Hub {
	h := live.New(live.Config{
		Status: a.liveStatus,
		Chat:   a.chat,
		Player: func(ctx context.Context, token string) (string, error) {
			now := time.Now()
			p, err := a.accounts.Verify(ctx, token, now)
			if err != nil {
				return "", err
			}
			if why, banned := a.bans.Banned(p.ID, netip.Addr{}, now); banned { // its address was asked about before
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
	return s
}

// roomObserver passes on what happens in rooms. It is made before the parts that it
// tells, but no room runs before they are there.
type roomObserver struct{ app *App }

func (o roomObserver) OnKill(k room.Kill) { o.app.live.PublishKill(k) }

func (o roomObserver) OnRoundEnd(r room.Result) (kept <-chan struct{}) {
	o.app.metrics.Rooms.Ended(r)
	return o.app.results.Enqueue(r)
}

func (o roomObserver) onSaved(r room.Result) { o.app.live.PublishRound(r) }

func (o roomObserver) onApplied(m store.Match, a store.ApplyResult) {
	o.app.live.PublishRankChanges(m.Mode, a.RankChanges)
}
