package session

import (
	"log/slog"
	"testing"
	"time"

	"perihelion/server/play/room"
	"perihelion/shared/snapshot"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// nowhere is a way out that leads there.
type nowhere struct{}

func (nowhere) Send([]byte) error              { return nil }
func (nowhere) Close(transport.Reason, string) {}

// A treadmill is a session without goroutines: a snapshot is offered, written
// and confirmed, again and again.
type treadmill struct {
	*Session
	writer   writer
	pub      *snapshot.Publisher
	entities []sim.Entity
	tick     sim.Tick
	now      time.Time
}

func newTreadmill() *treadmill {
	cfg := sim.Config{Seed: 1, Seats: 16}
	world := toy.Game.NewWorld(cfg)
	for p := range sim.PlayerID(16) {
		world.Join(p)
	}
	world.Step(make([]sim.Input, 16))
	gate := NewGate(Config{Log: slog.New(slog.DiscardHandler)})
	t := &treadmill{
		Session: newSession(gate, nowhere{}, ""), pub: snapshot.NewPublisher(toy.Game, cfg),
		entities: world.AppendEntities(nil), now: time.Unix(1_000, 0),
	}
	t.writer.session = t.Session
	t.acks.zero, t.writer.rate.interval = t.now, snapEvery
	return t
}

func (t *treadmill) step() {
	t.tick += 2
	t.now = t.now.Add(snapEvery)
	snap := t.pub.Publish(t.tick, t.entities, nil)
	t.latest.put(room.Update{Snap: snap, View: snapshot.PlayerView{Me: 1, View: snapshot.View{HalfW: 800, HalfH: 450}}})
	t.writer.sendLatest(t.now)
	t.inputs.Ack = t.tick
	t.onAck(t.now.Add(60 * ms))
}

func TestSendingStatesAllocatesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: under the race detector pools lose some of what they are given")
	}
	m := newTreadmill()
	for range 100 {
		m.step()
	}
	if n := testing.AllocsPerRun(500, m.step); n > 0 {
		t.Errorf("%v allocations per state, want none", n)
	}
	if m.writer.rate.current != Full || m.writer.rate.ackedTick != m.tick-2 {
		t.Errorf("rate %s, acked %d of %d", m.writer.rate.current, m.writer.rate.ackedTick, m.tick)
	}
}

// BenchmarkRateController is what flow control costs for each state: an ack taken, the
// lag judged, the write noted.
func BenchmarkRateController(b *testing.B) {
	m := newTreadmill()
	b.ReportAllocs()
	for b.Loop() {
		m.tick += 2
		m.now = m.now.Add(snapEvery)
		m.writer.rate.update(&m.acks, m.now)
		if m.writer.rate.due(&m.acks, m.now) {
			m.writer.rate.onWrite(&m.acks, m.tick, m.now)
		}
		m.inputs.Ack = m.tick - min(m.tick, 6) // 100 ms ago
		m.onAck(m.now)
	}
}
