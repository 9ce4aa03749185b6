package snapshot_test

import (
	"bytes"
	"fmt"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// wide is the game of the ships on screens that show the whole arena.
type wide struct{ sim.Rules }

func (wide) About() *sim.About {
	a := *ships.Rules.About()
	a.Interest, _ = a.Distances() // as they are
	a.View.HalfWidth, a.View.HalfHeight = everywhere, everywhere
	return &a
}

const everywhere = 30_000

// Whoever sees everything is sent the bits that all others are sent who do, and they must
// be those that would have been composed for this client: also for one that comes late,
// skips snapshots, looks elsewhere for a while, or asks for a keyframe.
func TestWhoSeesEverythingIsSentWhatWouldBeComposed(t *testing.T) {
	w := newFakeWorld(9, 24)
	p := snapshot.NewPublisher(wide{ships.Rules}, w.cfg)
	p.Poison()
	const clients = 6
	var shared, composed [clients]snapshot.ClientEncoder
	var states [clients]*snapshot.ClientState
	for i := range states {
		states[i] = snapshot.NewClientState(ships.Rules, w.cfg)
		composed[i].Budget = 40 << 10 // the limit that holds without one, but nothing is shared on a budget
	}
	for n := range 400 {
		w.step(2)
		s := p.Publish(w.tick, w.entities, w.events)
		for i := range clients {
			if n < 10*i || i == 3 && n%7 == 0 || i == 4 && n%50 < 12 {
				continue
			}
			sh := snapshot.PlayerView{View: snapshot.View{HalfW: everywhere, HalfH: everywhere}}
			if i == 5 && n%20 < 5 {
				sh.View = snapshot.View{X: 500, HalfW: 960, HalfH: 560}
			}
			if i == 2 && n%90 == 0 {
				shared[i].Reset()
				composed[i].Reset()
			}
			got, want := shared[i].Append(nil, s, &sh), composed[i].Append(nil, s, &sh)
			if !bytes.Equal(got, want) {
				t.Fatalf("client %d, snapshot %d:\n got %x\nwant %x", i, n, got, want)
			}
			if err := states[i].Apply(w.tick, got); err != nil {
				t.Fatalf("client %d, snapshot %d: %v", i, n, err)
			}
		}
		s.Release()
	}
}

// BenchmarkEverybody is one frame of each of 256 clients: with a view of their own, and
// where everybody sees everybody. The second has many times the bytes; it should not cost
// more than 1.3 times the first.
func BenchmarkEverybody(b *testing.B) {
	r := record(256, 32)
	for _, sees := range []struct {
		name string
		all  bool
	}{{"own", false}, {"all", true}} {
		b.Run(fmt.Sprint("ships=256/view=", sees.name), func(b *testing.B) { benchmarkViews(b, r, sees.all) })
	}
}

func benchmarkViews(b *testing.B, r *recording, all bool) {
	p := snapshot.NewPublisher(wide{ships.Rules}, r.cfg)
	feeds := make([]snapshot.ClientEncoder, len(r.shares[0]))
	bodies := make([][]byte, len(feeds))
	bytes, frames, n := 0, 0, 0
	b.ReportAllocs()
	for b.Loop() {
		s, shares := r.publish(p, n)
		n++
		for i := range feeds {
			sh := shares[i]
			if all {
				sh.View.HalfW, sh.View.HalfH = everywhere, everywhere
			}
			bodies[i] = feeds[i].Append(bodies[i][:0], s, &sh)
			bytes += len(bodies[i])
			frames++
		}
		s.Release()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(frames), "ns/frame")
	b.ReportMetric(float64(bytes)/float64(frames), "B/frame")
}
