package app

import (
	"context"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

const (
	closeTimeout = 3 * time.Second // for rooms and sockets, after the warning
	pollEvery    = 50 * time.Millisecond
)

// drain ends the server in an order in which nobody is surprised: no newcomers,
// a warning, the rooms, the sockets, and at last the ports.
func (a *App) drain() {
	a.draining.Store(true)
	a.metrics.Draining()
	a.sockets.Refuse()
	a.log.Info("draining", "connections", a.sockets.Len(), "for", a.cfg.DrainTimeout)
	a.rooms.Drain(protocol.Notice{Text: "The server restarts", In: a.cfg.DrainTimeout})
	a.waitForPlayers(a.cfg.DrainTimeout)

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

// waitForPlayers gives those who play the time to land, or less if all are gone.
func (a *App) waitForPlayers(limit time.Duration) {
	for deadline := time.Now().Add(limit); a.sockets.Len() > 0 && time.Now().Before(deadline); {
		time.Sleep(min(pollEvery, limit))
	}
}
