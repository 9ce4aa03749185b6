package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// tickBuckets frame a tick of 60 Hz, 16.7 ms, and the goal for it.
var tickBuckets = []float64{.00025, .0005, .001, .002, .004, .006, .008, .010, .012, .0167, .025, .050}

// Rooms is told what happens in rooms.
type Rooms struct {
	budget time.Duration // of a tick

	tickDuration, tickLag      prometheus.Histogram
	tickOverruns, ticksSkipped prometheus.Counter

	inputsLate, inputsDropped, inputsStarved prometheus.Counter

	joins, closes *prometheus.CounterVec
}

func newRooms(f factory, budget time.Duration) *Rooms {
	return &Rooms{
		budget: budget,

		tickDuration: f.histogram("tick_duration_seconds", "What a tick of a room costs.", tickBuckets),
		tickLag:      f.histogram("tick_lag_seconds", "How long after it was due a tick began.", tickBuckets),
		tickOverruns: f.counter("tick_overruns_total", "Ticks that cost more than the time between two."),
		ticksSkipped: f.counter("ticks_skipped_total", "Ticks never played because a room could not keep up."),

		inputsLate:    f.counter("inputs_late_total", "Inputs that came after their tick."),
		inputsDropped: f.counter("inputs_dropped_total", "Inputs that came far too early or too many at once."),
		inputsStarved: f.counter("inputs_starved_total", "Ticks played without the input of a player."),

		joins:  f.counterVec("joins_total", "Seats taken, anew or by coming back.", "kind"),
		closes: f.counterVec("room_closes_total", "Rooms that ended, by how.", "how"),
	}
}

// Tick was played: what it cost, and how long after it was due it began.
func (r *Rooms) Tick(cost, late time.Duration) {
	r.tickDuration.Observe(cost.Seconds())
	r.tickLag.Observe(max(late, 0).Seconds())
	if cost > r.budget {
		r.tickOverruns.Inc()
	}
}

// Slipped ticks were never played.
func (r *Rooms) Slipped(ticks int) { r.ticksSkipped.Add(float64(ticks)) }

// Inputs were judged.
func (r *Rooms) Inputs(late, dropped, starved int) {
	r.inputsLate.Add(float64(late))
	r.inputsDropped.Add(float64(dropped))
	r.inputsStarved.Add(float64(starved))
}

// Joined counts a seat that was taken.
func (r *Rooms) Joined(resumed bool) {
	kind := "new"
	if resumed {
		kind = "resumed"
	}
	r.joins.WithLabelValues(kind).Inc()
}

// RoomClosed counts a room that ended.
func (r *Rooms) RoomClosed(how string) { r.closes.WithLabelValues(how).Inc() }
