package room

import (
	"math/rand/v2"
	"testing"
	"time"

	"perihelion/shared/ring"
	"perihelion/sim"
)

const (
	tick  = time.Second / 60
	every = 2 * tick // between snapshots
	ms    = time.Millisecond
)

func at(tick sim.Tick, fraction subtick) subtick { return subtick(tick)*subticksPerTick + fraction }

func TestWitnessBelievesOnlyItsOwnRecords(t *testing.T) {
	tests := []struct {
		name string
		acks []sim.Tick
		says []subtick
		want []subtick
	}{
		{"an honest view passes", []sim.Tick{100}, []subtick{at(95, 7), at(96, 7)}, []subtick{at(95, 7), at(96, 7)}},
		{"without a snapshot there is no view", nil, []subtick{at(95, 7)}, []subtick{0}},
		{"a client may decline compensation", []sim.Tick{100}, []subtick{at(0, 9)}, []subtick{0}},
		{"a client may foresee a little", []sim.Tick{90}, []subtick{at(95, 7)}, []subtick{at(95, 7)}},
		{"nobody foresees much", []sim.Tick{90}, []subtick{at(101, 7)}, []subtick{at(100, 0)}},
		{"the future was not received", []sim.Tick{90, 4_000}, []subtick{at(4_000, 0)}, []subtick{at(100, 0)}},
		{"a tick without snapshot confirms nothing", []sim.Tick{80, 81}, []subtick{at(91, 0)}, []subtick{at(90, 0)}},
		{"an ack does not go back", []sim.Tick{100, 90}, []subtick{at(109, 0)}, []subtick{at(109, 0)}},
		{"the link explains no older view", []sim.Tick{100}, []subtick{at(50, 7)}, []subtick{at(85, 3)}},
		{"nor one that was frozen", []sim.Tick{60}, []subtick{at(60, 0)}, []subtick{at(85, 3)}},
		{"a view does not go back", []sim.Tick{100}, []subtick{at(95, 7), at(94, 0), at(95, 3)}, []subtick{at(95, 7), at(95, 7), at(95, 7)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			shown := ring.New[time.Time](ackableTicks)
			start := time.Now()
			for tick := sim.Tick(2); tick <= 100; tick += 2 {
				shown.Put(uint32(tick), start)
			}
			var w viewValidator
			for _, a := range tt.acks {
				w.recordAck(a, start.Add(time.Second), shown)
			}
			for i, l := range tt.says {
				in := sim.Input{View: sim.Tick(l / subticksPerTick), Fraction: uint8(l % subticksPerTick)}
				w.clampView(&in, at(85, 3), 2)
				if got := viewOf(&in); got != tt.want[i] {
					t.Errorf("view %.2f is taken as %.2f, want %.2f", ticks(l), ticks(got), ticks(tt.want[i]))
				}
			}
		})
	}
}

func ticks(l subtick) float64 { return float64(l) / float64(subticksPerTick) }

// A link is the acks of one client, as they arrive.
type link struct {
	w     viewValidator
	shown *ring.Ring[time.Time]
	start time.Time
	tick  sim.Tick // newest shown
	acks  []ack    // on their way
}

type ack struct {
	tick sim.Tick
	at   time.Time
}

func newLink() *link {
	return &link{shown: ring.New[time.Time](ackableTicks), start: time.Unix(1_000, 0)}
}

func (l *link) now() time.Time { return l.start.Add(time.Duration(l.tick) * tick) }

// run shows snapshots for a while. What is shown at t is confirmed trip(t) later,
// in order, and of what arrives together only the newest.
func (l *link) run(d time.Duration, trip func(t time.Time) time.Duration) {
	for end := l.now().Add(d); l.now().Before(end); {
		l.tick += 2
		now := l.now()
		l.shown.Put(uint32(l.tick), now)
		a := ack{l.tick, now.Add(trip(now))}
		if n := len(l.acks); n > 0 && a.at.Before(l.acks[n-1].at) {
			a.at = l.acks[n-1].at
		}
		l.acks = append(l.acks, a)
		for i := 0; len(l.acks) > 0 && !l.acks[0].at.After(now); i++ {
			if len(l.acks) == 1 || l.acks[1].at.After(l.acks[0].at) {
				l.w.recordAck(l.acks[0].tick, l.acks[0].at, l.shown)
			}
			l.acks = l.acks[1:]
		}
		if l.tick%30 == 0 {
			l.w.measure(now, every)
		}
	}
}

// dark lets nothing through for a while, and then everything.
func (l *link) dark(d time.Duration) {
	back := l.now().Add(d)
	l.run(d, func(t time.Time) time.Duration { return max(back.Sub(t), 40*ms) })
}

func TestReachIsWhatTheLinkExplains(t *testing.T) {
	luck := rand.New(rand.NewPCG(1, 2))
	even := func(d time.Duration) func(time.Time) time.Duration {
		return func(time.Time) time.Duration { return d }
	}
	uneven := func(d, jitter time.Duration) func(time.Time) time.Duration {
		return func(time.Time) time.Duration { return d + time.Duration(luck.Int64N(int64(jitter))) }
	}
	tests := []struct {
		name        string
		run         func(l *link)
		least, most time.Duration
	}{
		{"before anything is known, what any client may need", func(l *link) { l.run(200*ms, even(40*ms)) }, 240 * ms, 300 * ms},
		{"an even link needs little", func(l *link) { l.run(10*time.Second, even(40*ms)) }, 105 * ms, 120 * ms},
		{"its round trip counts", func(l *link) { l.run(10*time.Second, even(140*ms)) }, 205 * ms, 220 * ms},
		{"so does its jitter", func(l *link) { l.run(10*time.Second, uneven(40*ms, 50*ms)) }, 120 * ms, 200 * ms},
		{"whoever stalls the link on purpose gains nothing", func(l *link) {
			l.run(10*time.Second, even(40*ms))
			l.dark(400 * ms)
			l.run(100*ms, even(40*ms))
		}, 105 * ms, 120 * ms},
		{"nor whoever slows it for two seconds", func(l *link) {
			l.run(10*time.Second, even(40*ms))
			l.run(1900*ms, even(180*ms))
		}, 105 * ms, 120 * ms},
		{"who has moved further away is believed in time", func(l *link) {
			l.run(10*time.Second, even(40*ms))
			l.run(20*time.Second, even(180*ms))
		}, 240 * ms, 260 * ms},
		{"who has come nearer, at once", func(l *link) {
			l.run(10*time.Second, even(180*ms))
			l.run(300*ms, even(20*ms))
		}, 80 * ms, 100 * ms},
		{"after seconds in the dark a client knows nothing, and is believed when that lasts", func(l *link) {
			l.run(10*time.Second, even(40*ms))
			l.dark(3 * time.Second)
			l.run(3*time.Second, even(40*ms))
		}, 190 * ms, 240 * ms},
		{"but not for long", func(l *link) {
			l.run(10*time.Second, even(40*ms))
			l.dark(3 * time.Second)
			l.run(10*time.Second, even(40*ms))
		}, 105 * ms, 120 * ms},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLink()
			tt.run(l)
			if got := l.w.maxRewind(every); got < tt.least || got > tt.most {
				t.Errorf("reach is %v, want %v to %v (trip %v, usually %v, delay %v)",
					got, tt.least, tt.most, l.w.lastRTT, l.w.medianRTT, l.w.interpDelay)
			}
		})
	}
}

func TestPercentileOfWhatIsRecent(t *testing.T) {
	var r durationWindow
	start := time.Unix(1_000, 0)
	if got := r.percentile(50, start.Add(-time.Hour)); got != 0 {
		t.Errorf("median of nothing is %v", got)
	}
	for i := range 200 {
		r.add(time.Duration(i)*ms, start.Add(time.Duration(i)*time.Second))
	}
	for _, tt := range []struct {
		share int
		since int
		want  time.Duration
	}{
		{0, 149, 150 * ms},
		{50, 149, 174 * ms},
		{95, 149, 197 * ms},
		{100, 149, 199 * ms},
		{0, 0, 136 * ms}, // no more are kept
		{50, 199, 0},
	} {
		if got := r.percentile(tt.share, start.Add(time.Duration(tt.since)*time.Second)); got != tt.want {
			t.Errorf("%d %% since %d: %v, want %v", tt.share, tt.since, got, tt.want)
		}
	}
}
