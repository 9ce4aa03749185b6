package app

import (
	"context"
	"time"

	"perihelion/shared/transport"
)

// closeTimeout is for rooms and sockets to end, after the rounds.
const closeTimeout = 3 * time.Second

// drain ends the server in an order in which nobody is surprised: no newcomers,
// a warning, each room after its round, the sockets, and at last the ports. Until
// the rooms have ended, whoever holds a seat in one may connect.
func (a *App) drain() {
	a.draining.Store(true)
	a.metrics.SetDraining()
	a.log.Info("draining", "connections", a.sockets.Len(), "rooms", len(a.rooms.List()), "for", a.cfg.DrainTimeout)
	a.fleet.Drain(time.Now().Add(a.cfg.DrainTimeout), a.stopRequested)
	a.sockets.StopAccepting()

	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	if err := a.rooms.Close(ctx); err != nil {
		a.log.Warn("rooms did not end in time", "err", err)
	}
	a.gate.Close()
	a.lobby.Close()
	a.live.Close(ctx)
	a.sockets.CloseAll(transport.Restarting, "")
	a.sockets.Wait(ctx)
	a.admin.Stop()
	for _, p := range a.ports {
		if err := p.server.Shutdown(ctx); err != nil { // knows nothing of WebSockets: those are gone
			_ = p.server.Close()
		}
	}
	a.log.Info("stopped")
}
