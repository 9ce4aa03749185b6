package app

import (
	"errors"

	"perihelion/server/lobby"
)

func (a *App) health() lobby.Health {
	return lobby.Health{
		Degraded: func() []string {
			all := a.watchdog.StuckRooms()
			if err := a.results.LastError(); err != nil {
				all = append(all, "results wait for the database")
			}
			return all
		},
		Ready: func() error {
			if a.draining.Load() {
				return errors.New("the server is about to stop")
			}
			return nil
		},
	}
}

func (a *App) registerGauges() {
	a.metrics.RegisterRoomGauges(a.rooms.List)
	a.metrics.RegisterGauge("rooms_capacity", "Rooms that there can be.", func() float64 { return float64(a.cfg.MaxRooms) })
	a.metrics.RegisterGauge("players_capacity", "Seats that humans can hold.", func() float64 { return float64(a.cfg.MaxPlayers) })
	a.metrics.RegisterGauge("rooms_stuck", "Rooms that stand still; after ten seconds of it they are given up.", func() float64 { return float64(len(a.watchdog.StuckRooms())) })
}
