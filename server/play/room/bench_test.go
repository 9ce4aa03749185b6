package room

import (
	"fmt"
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/sim"
)

// composer is a peer that does what a session does, at once: it composes every
// frame it is offered.
type composer struct {
	fakePeer
	feed        snapshot.ClientEncoder
	states      protocol.StateStream
	body, frame []byte
	bytes       int
}

func (c *composer) Notify([]byte) {}

func (c *composer) Publish(u Update) {
	c.body = c.feed.Append(c.body[:0], u.Snap, &u.View)
	c.frame = c.states.Append(c.frame[:0], &protocol.State{Tick: u.Snap.Tick(), Newest: u.Newest, Slack: u.Slack, Body: c.body})
	c.bytes += len(c.frame)
	u.Snap.Release()
}

// BenchmarkRoomTick is a whole tick of a room full of people who fight as bots
// do: inputs, simulation, encoding, and composing everyone's frame.
func BenchmarkRoomTick(b *testing.B) {
	for _, n := range []int{16, 64, 256} {
		b.Run(fmt.Sprintf("players=%d", n), func(b *testing.B) { benchmarkTick(b, n, false) })
		b.Run(fmt.Sprintf("bots=%d", n), func(b *testing.B) { benchmarkTick(b, n, true) })
	}
}

func benchmarkTick(b *testing.B, n int, bots bool) {
	cfg := Config{Sim: sim.Config{Seed: 3, Seats: n}}
	if bots {
		cfg.Fill = n
	}
	m := staged(b, cfg)
	pilots := make([]composer, n)
	for i := range pilots {
		if bots {
			break
		}
		if _, err := m.admit(&Request{Player: fmt.Sprint(i), Peer: &pilots[i], Aspect: 1778}); err != nil {
			b.Fatal(err)
		}
	}
	sent := func() (sum int) {
		for i := range pilots {
			sum += pilots[i].bytes
		}
		return sum
	}
	for range 60 * 10 { // into the thick of it; silent players are flown by bots
		m.step()
	}
	before := sent()
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		m.step()
	}
	if !bots {
		b.ReportMetric(float64(sent()-before)/float64(b.N)*60/float64(n), "B/s/player")
	}
}

// BenchmarkSurvey is what it costs to find out, twice a second for each player,
// what is usual on his link.
func BenchmarkSurvey(b *testing.B) {
	l := newLink()
	l.run(10*time.Second, func(t time.Time) time.Duration { return 60*ms + time.Duration(t.Nanosecond()%int(20*ms)) })
	b.ReportAllocs()
	for b.Loop() {
		l.w.measure(l.now(), every)
	}
}

// BenchmarkInputs is what the inputs of a full room cost in one tick: taken from their
// queues, judged, and played. Each player sends two to a frame.
func BenchmarkInputs(b *testing.B) {
	const n = 256
	m := staged(b, Config{Sim: sim.Config{Seed: 3, Seats: n}})
	seats := make([]Seat, n)
	for p := range seats {
		seats[p] = m.mustAdmit(b, fmt.Sprint(p))
	}
	var frame protocol.Inputs
	t, push := sim.Tick(1), time.Duration(0)
	tick := func() {
		m.now = m.now.Add(m.schedule.interval)
		m.publishTimes.Put(uint32(t), m.now)
		start := time.Now()
		for p := range seats {
			if (int(t)+p)%2 == 0 {
				frame = protocol.Inputs{Ack: t - 1, View: t - 1, First: t + 2, N: 2}
				frame.Held[0].View, frame.Held[1].View = t-2, t-1
				seats[p].Inputs.Push(&frame, m.now)
			}
		}
		push += time.Since(start)
		for p := range m.seats {
			m.applyInput(sim.PlayerID(p), &m.seats[p], t)
		}
		t++
	}
	for b.Loop() {
		tick()
	}
	b.ReportMetric(float64((b.Elapsed()-push).Nanoseconds())/float64(b.N)/n, "ns/seat")
	b.ReportMetric(float64(push.Nanoseconds())/float64(b.N)/n*2, "ns/push")
}
