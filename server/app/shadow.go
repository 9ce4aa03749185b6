package app

import (
	"context"
	"path/filepath"

	"perihelion/server/play/fleet"
	"perihelion/server/play/standby"
)

// makeShadow lets this server compare what others play, if it is a shadow.
func (a *App) makeShadow() (err error) {
	if a.cfg.Shadow {
		a.shadow, err = standby.NewShadow(standby.ShadowConfig{
			Bus: a.bus, Servers: a.cluster, Games: a.games, Dir: filepath.Join(a.cfg.DataDir, crashesDir), Metrics: a.metrics.Cluster, Log: a.log,
		})
	}
	return err
}

// shadowState is what the others hear of a shadow.
func (a *App) shadowState() string {
	switch {
	case !a.cfg.Shadow:
		return ""
	case a.shadow != nil && a.shadow.Difference() != nil:
		return fleet.StateDiffers
	}
	return fleet.StateShadow
}

// runShadow compares what others play, until ctx ends.
func (a *App) runShadow(ctx context.Context) {
	if a.shadow != nil {
		a.shadow.Run(ctx)
	}
}
