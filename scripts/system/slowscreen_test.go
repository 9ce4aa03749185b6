package system

import (
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/play/session"
	"perihelion/shared/netsim"
	"perihelion/shared/transport"
)

// A page on a weak machine acknowledges packets when it draws its next frame, or one
// frame later if drawing takes all its time. The server must not take that for a slow
// link: the send rate stays full.
func TestASlowScreenIsNoSlowLink(t *testing.T) {
	for _, c := range []struct {
		name      string
		frameTime time.Duration
		busy      bool
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
				p := s.players[0]
				conn := newConnection(p, s.server.Connect(p.joinToken(), netsim.Symmetric(60*time.Millisecond, 5*time.Millisecond, 0), 1))
				if err := conn.playUntil(time.Now().Add(5 * time.Second)); err != nil { // in the menu every frame was in time
					t.Fatal(err)
				}
				conn.FrameTime, conn.Busy = c.frameTime, c.busy
				for range 50 {
					if err := conn.playUntil(time.Now().Add(time.Second / 2)); err != nil {
						t.Fatal(err)
					}
					if s := conn.Netcode.Stats(); s.SendRate > uint8(session.Full) || s.InputLead > 0 {
						t.Fatalf("at send rate %d, with an input lead of %v", s.SendRate, s.InputLead)
					}
				}
				if snapshots := conn.Netcode.Stats().Snapshots; snapshots < 29*30 {
					t.Errorf("%d snapshots in 30 s, want nearly 900", snapshots)
				}
				conn.Close(transport.Normal)
				s.close()
			})
		})
	}
}
