package app

import (
	"context"
	"time"

	"perihelion/shared/transport"
)

const (
	closeTimeout = 3 * time.Second  // for rooms and sockets, after the warning
	hurryTimeout = 10 * time.Second // what is left of a drain when the operator asks again
)

// drain ends the server in an order in which nobody is surprised: no newcomers,
// a warning, each room after its round, the sockets, and at last the ports. Until
// the rooms have ended, whoever holds a seat in one may connect.
func (a *App) drain() {
	a.draining.Store(true)
	a.metrics.SetDraining()
	a.log.Info("draining", "connections", a.sockets.Len(), "rooms", len(a.rooms.List()), "for", a.cfg.DrainTimeout)
	a.waitForRounds(time.Now().Add(a.cfg.DrainTimeout))
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

// waitForRounds gives those who play the time to end their rounds: until by, or for
// less if all are done or the operator is in a hurry.
func (a *App) waitForRounds(by time.Time) {
	a.rooms.Drain(by)
	ended := make(chan struct{})
	go func() { // ends with the rooms, which drain closes at the latest
		a.rooms.Wait()
		close(ended)
	}()
	for {
		select {
		case <-ended:
			return
		case <-time.After(time.Until(by)):
			return
		case <-a.stopRequested:
			if soon := time.Now().Add(hurryTimeout); soon.Before(by) {
				by = soon
				a.log.Info("draining faster", "rooms", len(a.rooms.List()), "for", hurryTimeout)
				a.rooms.Drain(by)
			}
		}
	}
}
