package agones

import (
	"context"
	"errors"
	"fmt"
)

// errNoAddress is the error of Address if Agones gives the server none that players could
// use.
var errNoAddress = errors.New("agones: this game server has no address with a port: its fleet must declare one in ports")

// Address returns the machine and its port by which players reach this server. Until the SDK
// server knows it is asked again, at most until ctx ends.
func (a *Adapter) Address(ctx context.Context) (host string, port int, err error) {
	var g gameServer
	answered := a.retry(ctx, func() (err error) {
		if g, err = a.sidecar.gameServer(ctx); err == nil && g.Status.Address == "" {
			err = errNoAddress // it is still being scheduled
		}
		return err
	})
	switch {
	case !answered:
		return "", 0, fmt.Errorf("agones: no address from the SDK server at port %d: %w", a.cfg.Port, ctx.Err())
	case len(g.Status.Ports) == 0:
		return "", 0, errNoAddress
	}
	return g.Status.Address, g.Status.Ports[0].Port, nil
}
