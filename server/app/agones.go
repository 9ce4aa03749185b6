package app

import (
	"context"
	"fmt"
	"time"

	"perihelion/server/ops/agones"
	"perihelion/server/ops/config"
)

// agonesState is what Agones is told of this server.
func (a *App) agonesState() agones.State {
	s := agones.State{
		Rooms:    agones.Counter{Capacity: a.cfg.MaxRooms},
		Players:  agones.Counter{Capacity: a.cfg.MaxPlayers},
		Draining: a.draining.Load(), Alive: !a.watchdog.AllStuck(),
	}
	for _, r := range a.rooms.List() {
		s.Players.Count += r.Players
		if r.Players > 0 {
			s.Rooms.Count++
		}
	}
	return s
}

// addressTimeout is how long a server waits at its start for Agones to tell its address.
const addressTimeout = 30 * time.Second

// loadAddress completes the URL of this server by the address that Agones gives it.
func (a *App) loadAddress() error {
	if !a.cfg.NeedsAddress() {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), addressTimeout)
	defer cancel()
	host, port, err := a.newAgones().Address(ctx)
	if err != nil {
		return fmt.Errorf("%sNODE_URL=%q: %w", config.Prefix, a.cfg.NodeURL, err)
	}
	a.cfg.NodeURL = a.cfg.WithAddress(host, port)
	return nil
}

func (a *App) newAgones() *agones.Adapter {
	return agones.New(agones.Config{Port: a.cfg.AgonesPort, Build: a.cfg.Build, State: a.agonesState, Log: a.log})
}

// runAgones tells Agones how this server is until ctx ends, and then that it is done. It
// does nothing if this is no game server of a fleet there.
func (a *App) runAgones(ctx context.Context) {
	if a.cfg.AgonesPort == 0 {
		return
	}
	adapter := a.newAgones()
	adapter.Run(ctx)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
	defer cancel()
	adapter.Shutdown(ctx)
}
