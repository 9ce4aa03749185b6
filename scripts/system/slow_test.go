package system

import (
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/netsim"
	"perihelion/shared/transport"
)

// A page on a weak machine confirms what it got when it next draws, but always the
// newest, which is at most a snapshot interval old: its link is not given less for it.
func TestASlowScreenIsNoSlowLink(t *testing.T) {
	for name, screen := range map[string]time.Duration{
		"60 frames a second": time.Second / 60,
		"10 frames a second": time.Second / 10,
		"5 frames a second":  time.Second / 5,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSystem(t, 9)
				p := s.people[0]
				near, far := transport.Pipe()
				ticket := p.ticket()
				s.serving.Go(func() { s.gate.Serve(far, ticket) })
				v := newVisitor(p, netsim.Wrap(near, netsim.Symmetric(60*time.Millisecond, 5*time.Millisecond, 0), 1))
				v.screen = screen
				for range 60 {
					if err := v.play(time.Now().Add(time.Second / 2)); err != nil {
						t.Fatal(err)
					}
					if s := v.client.Stats(); s.Rung > 0 || s.Cushion > 0 {
						t.Fatalf("on rung %d, with a cushion of %v", s.Rung, s.Cushion)
					}
				}
				if snapshots := v.client.Stats().Snapshots; snapshots < 29*30 {
					t.Errorf("%d snapshots in 30 s, want nearly 900", snapshots)
				}
				v.wire.Close(transport.Normal)
				v.finish(false)
				v.wire.Wait()
				s.close()
			})
		})
	}
}
