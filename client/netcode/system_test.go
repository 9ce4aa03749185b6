package netcode

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/auth"
	"perihelion/server/room"
	"perihelion/server/session"
	"perihelion/shared/netsim"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// paper is a box of tickets that nobody forges.
type paper struct{ room string }

func (p paper) Redeem(token string, _ time.Time) (auth.Ticket, error) {
	return auth.Ticket{Player: token, Name: token, Room: p.room}, nil
}
func (paper) Resume(auth.Ticket, time.Time) string { return "again" }

// A guest is a client on a simulated network, in the bubble of a test.
type guest struct {
	client *Client
	conn   *netsim.Conn
	frames chan []byte
	shots  int
}

func join(gate *session.Gate, name string, p netsim.Profile, seed uint64) *guest {
	near, far := transport.Pipe()
	go gate.Serve(far, name) // ends with the connection
	g := &guest{conn: netsim.Wrap(near, p, seed), frames: make(chan []byte, 256)}
	g.client = New(g.conn.Send, Options{Build: "test", HalfW: 800})
	go g.listen()
	return g
}

func (g *guest) listen() {
	defer close(g.frames)
	for {
		b, err := g.conn.Receive()
		if err != nil {
			return
		}
		g.frames <- append([]byte(nil), b...)
	}
}

// play draws at 60 Hz for a while, then gives the seat up.
func (g *guest) play(d time.Duration) error {
	defer g.conn.Wait()
	defer g.conn.Close(transport.Normal)
	if err := g.client.Hello(); err != nil {
		return err
	}
	screen := time.NewTicker(testTick)
	defer screen.Stop()
	for end := time.Now().Add(d); time.Now().Before(end); {
		now := <-screen.C
		if err := g.drain(now); err != nil {
			return err
		}
		v := g.client.View(now)
		g.shots += len(ours(v))
		if err := g.client.Advance(now, func() sim.Input { return fight(v) }); err != nil {
			return err
		}
	}
	return g.client.Quit()
}

func (g *guest) drain(now time.Time) error {
	for {
		select {
		case b, ok := <-g.frames:
			if !ok {
				return transport.ErrClosed
			}
			if err := g.client.Receive(b, now); err != nil {
				return err
			}
		default:
			return nil
		}
	}
}

// The whole way, real but for the sockets: gate, session, room, snapshots, eight
// clients on every kind of network, ten minutes, people coming and going.
func TestTenMinutesOfPlay(t *testing.T) {
	length := 10 * time.Minute
	if testing.Short() {
		length = time.Minute
	}
	synctest.Test(t, func(t *testing.T) {
		log := slog.New(slog.DiscardHandler)
		rooms := room.NewRegistry(room.RegistryConfig{}, func(c sim.Config) room.World { return sim.New(c) }, log, nil)
		r, err := rooms.Open(room.Config{Sim: sim.Config{Seed: 11, Seats: 12}, Fill: 6, Linger: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		gate := session.NewGate(rooms, paper{r.Config().ID}, session.Limits{}, log, nil)
		ends := make(chan error)
		networks := netsim.Profiles()
		for i := range 8 {
			go func() { ends <- comeAndGo(t, gate, i, networks[i*len(networks)/8].Profile, length) }()
		}
		for range 8 {
			if err := <-ends; err != nil {
				t.Error(err)
			}
		}
		rooms.Close(context.Background())
		gate.Close()
	})
}

// comeAndGo plays for a while under the same name, three times over.
func comeAndGo(t *testing.T, gate *session.Gate, i int, p netsim.Profile, length time.Duration) error {
	for visit := range 3 {
		time.Sleep(time.Duration(i*visit) * 300 * time.Millisecond)
		g := join(gate, fmt.Sprintf("guest-%d", i), p, uint64(10*i+visit))
		if err := g.play(length / 3); err != nil {
			return fmt.Errorf("guest %d, visit %d: %w", i, visit, err)
		}
		s := &g.client.stats
		if g.client.keyframe.n > 0 {
			t.Errorf("guest %d, visit %d: %d snapshots did not apply", i, visit, g.client.keyframe.n)
		}
		// One at most, from before the clock had met a jitter for the first time.
		if steady(p) && s.Moved > 1 {
			t.Errorf("guest %d, visit %d: the ship was corrected %d times on a steady link", i, visit, s.Moved)
		}
		if want := uint64(length/3/time.Second) * 20; s.Snapshots < want || g.shots == 0 {
			t.Errorf("guest %d, visit %d: %d snapshots, want %d; shots drawn in %d frames", i, visit, s.Snapshots, want, g.shots)
		}
	}
	return nil
}

// steady reports whether nothing is ever later than the clock allows for.
func steady(p netsim.Profile) bool {
	for _, l := range []netsim.Link{p.Up, p.Down} {
		if l.Loss > 0 || len(l.Blackouts) > 0 || l.Jitter > 20*time.Millisecond {
			return false
		}
	}
	return true
}
