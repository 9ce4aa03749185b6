package snapshot_test

import (
	"fmt"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// A recording is some seconds of a real fight, so that a benchmark pays for the
// codec and not for the game.
type recording struct {
	cfg    sim.Config
	ticks  []sim.Tick
	seen   [][]sim.Entity
	events [][]sim.Event
	shares [][]snapshot.PlayerView // by snapshot and player
}

func record(players, snapshots int) *recording {
	f := newFight(11, players)
	for range min(300, 20_000/players) { // into the thick of it; bots look at everything
		f.step()
	}
	r := &recording{cfg: f.cfg}
	for range snapshots {
		f.step()
		r.ticks = append(r.ticks, f.world.Tick())
		r.seen = append(r.seen, append([]sim.Entity(nil), f.seen...))
		r.events = append(r.events, append([]sim.Event(nil), f.events...))
		r.shares = append(r.shares, append([]snapshot.PlayerView(nil), f.shares...))
	}
	return r
}

// at returns snapshot n of the recording played over and over, at a tick that
// only grows.
func (r *recording) at(n int) (t sim.Tick, es []sim.Entity, evs []sim.Event, shares []snapshot.PlayerView) {
	i := n % len(r.ticks)
	lap := sim.Tick(n/len(r.ticks)) * (r.ticks[len(r.ticks)-1] - r.ticks[0] + 2)
	return r.ticks[i] + lap, r.seen[i], r.events[i], r.shares[i]
}

func (r *recording) publish(p *snapshot.Publisher, n int) (*snapshot.Snapshot, []snapshot.PlayerView) {
	t, es, evs, shares := r.at(n)
	return p.Publish(t, es, evs), shares
}

func BenchmarkPublish(b *testing.B) {
	for _, count := range []int{16, 64, 256, 1024} {
		r := record(count, 32)
		b.Run(fmt.Sprintf("ships=%d", count), func(b *testing.B) {
			p := snapshot.NewPublisher(ships.Rules, r.cfg)
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				s, _ := r.publish(p, n)
				s.Release()
				n++
			}
			st := p.Stats()
			b.ReportMetric(float64(st.Bits)/8/float64(st.Snapshots), "B/snapshot")
			b.ReportMetric(float64(st.Entities)/float64(st.Snapshots), "entities/snapshot")
		})
	}
}

// BenchmarkFeedAppend is one frame for one client.
func BenchmarkFeedAppend(b *testing.B) {
	for _, count := range []int{16, 64, 256, 1024} {
		r := record(count, 32)
		for _, skip := range []int{1, 2, 6} {
			b.Run(fmt.Sprintf("ships=%d/every=%d", count, skip), func(b *testing.B) { benchmarkAppend(b, r, skip) })
		}
	}
}

func benchmarkAppend(b *testing.B, r *recording, every int) {
	p := snapshot.NewPublisher(ships.Rules, r.cfg)
	feeds := make([]snapshot.ClientEncoder, min(len(r.shares[0]), 64))
	var body []byte
	bytes, frames, n := 0, 0, 0
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		s, shares := r.publish(p, n)
		n++
		b.StartTimer()
		if n%every == 0 {
			for i := range feeds {
				body = feeds[i].Append(body[:0], s, &shares[i])
				bytes += len(body)
				frames++
			}
		}
		s.Release()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(max(frames, 1)), "ns/frame")
	b.ReportMetric(float64(bytes)/float64(max(frames, 1)), "B/frame")
}

func BenchmarkApply(b *testing.B) {
	for _, count := range []int{16, 64, 256} {
		r := record(count, 32)
		b.Run(fmt.Sprintf("ships=%d", count), func(b *testing.B) { benchmarkApply(b, r) })
	}
}

func benchmarkApply(b *testing.B, r *recording) {
	p := snapshot.NewPublisher(ships.Rules, r.cfg)
	var feed snapshot.ClientEncoder
	replica := snapshot.NewClientState(ships.Rules, r.cfg)
	var body []byte
	bytes, n := 0, 0
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		s, shares := r.publish(p, n)
		body = feed.Append(body[:0], s, &shares[0])
		n++
		b.StartTimer()
		if err := replica.Apply(s.Tick(), body); err != nil {
			b.Fatal(err)
		}
		bytes += len(body)
		s.Release()
	}
	b.ReportMetric(float64(bytes)/float64(n), "B/snapshot")
}
