package system

import (
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/netsim"
	"perihelion/shared/transport"
)

// A page on a weak machine confirms what it got when it next draws, or one frame later
// if it has time for nothing else: its link is not given less for it.
func TestASlowScreenIsNoSlowLink(t *testing.T) {
	for _, c := range []struct {
		name   string
		screen time.Duration
		busy   bool
	}{
		{"60 frames a second", time.Second / 60, false},
		{"10 frames a second", time.Second / 10, false},
		{"5 frames a second", time.Second / 5, false},
		{"9 frames a second that take all the time there is", time.Second / 9, true},
		{"6 frames a second that take all the time there is", time.Second / 6, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newSystem(t, 9)
				p := s.people[0]
				near, far := transport.Pipe()
				ticket := p.ticket()
				s.serving.Go(func() { s.gate.Serve(far, ticket) })
				v := newVisitor(p, netsim.Wrap(near, netsim.Symmetric(60*time.Millisecond, 5*time.Millisecond, 0), 1))
				if err := v.play(time.Now().Add(5 * time.Second)); err != nil { // in the menu all was quick
					t.Fatal(err)
				}
				v.screen, v.busy = c.screen, c.busy
				for range 50 {
					if err := v.play(time.Now().Add(time.Second / 2)); err != nil {
						t.Fatal(err)
					}
					if s := v.client.Stats(); s.SendRate > 0 || s.InputLead > 0 {
						t.Fatalf("at send rate %d, with an input lead of %v", s.SendRate, s.InputLead)
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
