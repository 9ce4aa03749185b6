package online

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"perihelion/shared/netsim"
	"perihelion/shared/transport"
)

// Lab puts a simulated bad network between a developer's client and the server. The F4
// panel changes it during the match. It exists only in developer mode.
type Lab struct {
	mu      sync.Mutex // connections are opened by other goroutines
	network netsim.Named
	conn    *netsim.Conn // the newest connection
}

// NetworkOff and NetworkCustom must not be names of netsim profiles.
const (
	NetworkOff    = "off"
	NetworkCustom = "custom"
)

// LabNetworks are the networks that can be chosen by name.
func LabNetworks() []netsim.Named {
	return append([]netsim.Named{{Name: NetworkOff}}, netsim.Profiles()...)
}

// NewLab returns a lab with the network called name; empty means no simulation.
func NewLab(name string) (*Lab, error) {
	if name == "" {
		name = NetworkOff
	}
	all := LabNetworks()
	i := slices.IndexFunc(all, func(n netsim.Named) bool { return n.Name == name })
	if i < 0 {
		var names []string
		for _, n := range all {
			names = append(names, fmt.Sprintf("%q", n.Name))
		}
		return nil, fmt.Errorf("no network is called %q; there are %s", name, strings.Join(names, ", "))
	}
	return &Lab{network: all[i]}, nil
}

// WrapDialer returns a dialer whose connections go through the simulated network.
func (l *Lab) WrapDialer(dial Dialer) Dialer {
	return func(ctx context.Context, url, ticket string) (transport.Conn, error) {
		conn, err := dial(ctx, url, ticket)
		if err != nil {
			return nil, err
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		l.conn = netsim.Wrap(conn, l.network.Profile, uint64(time.Now().UnixNano()))
		return l.conn, nil
	}
}

// SetNetwork changes the network of the newest connection and of later ones.
func (l *Lab) SetNetwork(n netsim.Named) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.network = n
	if l.conn != nil {
		l.conn.SetProfile(n.Profile)
	}
}

// ChangeLinks changes the links of both directions.
func (l *Lab) ChangeLinks(change func(link *netsim.Link)) {
	n := l.network
	n.Name = NetworkCustom
	change(&n.Up)
	change(&n.Down)
	l.SetNetwork(n)
}

// StartBlackout lets nothing through for a while.
func (l *Lab) StartBlackout(length time.Duration) {
	n := l.network
	for _, link := range []*netsim.Link{&n.Up, &n.Down} {
		link.Blackouts = append(slices.Clip(link.Blackouts), netsim.Blackout{Length: length})
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		l.conn.SetProfile(n.Profile) // only for this connection
	}
}

// Network is the current network.
func (l *Lab) Network() netsim.Named {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.network
}
