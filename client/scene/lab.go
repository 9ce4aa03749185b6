package scene

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

// Lab puts a developer's client behind a bad network, which the F4 panel bends
// while the match goes on. It exists only where it was asked for.
type Lab struct {
	mu      sync.Mutex // connections are made by errands
	network netsim.Named
	conn    *netsim.Conn // the newest
}

// noNetwork and ownNetwork are what no profile of netsim is called.
const (
	networkOff    = "off"
	networkCustom = "custom"
)

// labNetworks are those a lab can be set to by name.
func labNetworks() []netsim.Named {
	return append([]netsim.Named{{Name: networkOff}}, netsim.Profiles()...)
}

// NewLab returns a lab that begins with the network called name; empty means none.
func NewLab(name string) (*Lab, error) {
	if name == "" {
		name = networkOff
	}
	all := labNetworks()
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

// Dialer opens a connection; see Kit.
type Dialer func(ctx context.Context, url, ticket string) (transport.Conn, error)

// WrapDialer returns a dialer whose connections lie behind the lab's network.
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

// set changes the network now, and for connections to come.
func (l *Lab) setNetwork(n netsim.Named) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.network = n
	if l.conn != nil {
		l.conn.SetProfile(n.Profile)
	}
}

// turn changes the link of both ways.
func (l *Lab) changeLinks(change func(link *netsim.Link)) {
	n := l.network
	n.Name = networkCustom
	change(&n.Up)
	change(&n.Down)
	l.setNetwork(n)
}

// blackout lets nothing through for a while, from now on.
func (l *Lab) startBlackout(length time.Duration) {
	n := l.network
	for _, link := range []*netsim.Link{&n.Up, &n.Down} {
		link.Blackouts = append(slices.Clip(link.Blackouts), netsim.Blackout{Length: length})
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		l.conn.SetProfile(n.Profile) // of this connection only
	}
}
