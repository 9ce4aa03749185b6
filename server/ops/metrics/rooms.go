package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/play/room"
	"perihelion/sim"
)

// tickBuckets are around a tick of 60 Hz, 16.7 ms, and the goal for it.
var tickBuckets = []float64{.00025, .0005, .001, .002, .004, .006, .008, .010, .012, .0167, .025, .050}

// rewindBuckets are up to a little more than the maximum, 200 ms.
var rewindBuckets = []float64{.001, .025, .050, .075, .100, .125, .150, .175, .201, .250}

// rttBuckets are from the same city to another continent by satellite.
var rttBuckets = []float64{.010, .020, .030, .045, .060, .090, .120, .160, .200, .300, .500, 1}

// bufferBuckets are in ticks: 0 is an input for the next tick, 20 one that is too early to
// be accepted.
var bufferBuckets = []float64{0, 1, 2, 3, 4, 6, 8, 12, 16, 20}

// lifetimeBuckets are in seconds, from rooms that no player joined to those that are never
// empty.
var lifetimeBuckets = []float64{30, 60, 120, 300, 600, 1200, 3600, 4 * 3600, 24 * 3600}

// pingClasses are classes of round trip times. In a fair game, the share of hits of a class
// is like its share of players.
var pingClasses = [...]struct {
	name  string
	below time.Duration
}{
	{"0-30", 30 * time.Millisecond},
	{"30-60", 60 * time.Millisecond},
	{"60-120", 120 * time.Millisecond},
	{"120-200", 200 * time.Millisecond},
	{"200+", 0},
}

// Rooms implements room.Metrics.
type Rooms struct {
	budget time.Duration // the time between two ticks

	tickDuration                        map[*sim.Mode]prometheus.Observer
	tickLag                             prometheus.Histogram
	tickOverruns, ticksSkipped, logGaps prometheus.Counter

	inputsLate, inputsEarly, inputsFlooded, inputsStarved prometheus.Counter
	inputBuffer                                           prometheus.Histogram

	joins, closes, results *prometheus.CounterVec

	hits      [2][len(pingClasses)][2]prometheus.Counter // by role, ping class, capped
	hitRewind prometheus.Histogram

	rtt, lifetime prometheus.Histogram
}

func newRooms(f factory, modes []*sim.Mode, budget time.Duration) *Rooms {
	r := &Rooms{
		budget: budget, tickDuration: map[*sim.Mode]prometheus.Observer{},

		tickLag:      f.histogram("tick_lag_seconds", "How long after it was due a tick began.", tickBuckets),
		tickOverruns: f.counter("tick_overruns_total", "Ticks that cost more than the time between two."),
		ticksSkipped: f.counter("ticks_skipped_total", "Ticks never played because a room could not keep up."),
		logGaps:      f.counter("room_log_gaps_total", "Logs of matches that the disk could not take whole; the matches went on."),

		inputsLate:    f.counter("inputs_late_total", "Inputs that came after their tick."),
		inputsStarved: f.counter("inputs_starved_total", "Ticks played without the input of a player."),

		inputBuffer: f.histogram("input_buffer_depth", "For how many ticks to come the inputs of a connected person are here, once a second.", bufferBuckets),

		joins: withZeros(f.counterVec("joins_total", "Seats taken, anew or by coming back.", "kind"), []string{"new", "resumed"}),
		closes: withZeros(f.counterVec("room_closes_total", "Rooms that ended, by how.", "how"),
			[]string{room.ClosedEmpty, room.ClosedCrashed, room.ClosedStopped, room.ClosedOperator, room.ClosedStuck}),
		results: withZeros(f.counterVec("match_results_total", "Rounds that people played, by what they came to.", "mode", "result"),
			modeNames(modes), []string{"rated", "unrated", "aborted"}),

		rtt:      f.histogram("client_rtt_seconds", "Round trips between a person's screen and us, every two seconds.", rttBuckets),
		lifetime: f.histogram("room_lifetime_seconds", "How long rooms lived that have ended, in time of the match.", lifetimeBuckets),

		hitRewind: f.histogram("hit_rewind_seconds", "How long before it was dealt a hit struck, of hits dealt by people.", rewindBuckets),
	}
	dropped := f.counterVec("inputs_dropped_total", "Inputs that came too long before their tick, and frames of them that came too many at once.", "reason")
	r.inputsEarly, r.inputsFlooded = dropped.WithLabelValues("early"), dropped.WithLabelValues("flood")
	ticks := f.histogramVec("tick_duration_seconds", "What a tick of a room costs.", tickBuckets, "mode")
	for _, m := range modes {
		r.tickDuration[m] = ticks.WithLabelValues(m.String())
	}
	r.registerHits(f)
	return r
}

// registerHits makes a counter for each combination of the labels of hits, so that counting
// one looks nothing up.
func (r *Rooms) registerHits(f factory) {
	hits := f.counterVec("hits_total", "Hits, by what people did in them, by their round trip in milliseconds, and whether the bound on rewinding bit.",
		"role", "ping", "capped")
	for role, word := range []string{"shooter", "victim"} {
		for i, p := range pingClasses {
			r.hits[role][i][0] = hits.WithLabelValues(word, p.name, "false")
			r.hits[role][i][1] = hits.WithLabelValues(word, p.name, "true")
		}
	}
}

// Tick counts a tick: what it cost, and how long after it was due it began.
func (r *Rooms) Tick(m *sim.Mode, cost, late time.Duration) {
	r.tickDuration[m].Observe(cost.Seconds())
	r.tickLag.Observe(max(late, 0).Seconds())
	if cost > r.budget {
		r.tickOverruns.Inc()
	}
}

// LogGap counts a log that is not whole.
func (r *Rooms) LogGap() { r.logGaps.Inc() }

// Slipped counts ticks that were skipped.
func (r *Rooms) Slipped(ticks int) { r.ticksSkipped.Add(float64(ticks)) }

// Inputs counts inputs.
func (r *Rooms) Inputs(t room.InputStats) {
	r.inputsLate.Add(float64(t.Late))
	r.inputsEarly.Add(float64(t.Early))
	r.inputsFlooded.Add(float64(t.Flooded))
	r.inputsStarved.Add(float64(t.Starved))
}

// Buffered is how many ticks ahead the inputs of a player are.
func (r *Rooms) Buffered(ticks int) { r.inputBuffer.Observe(float64(ticks)) }

// Ended counts a round with at least one player.
func (r *Rooms) Ended(round room.Result) {
	result := "unrated"
	switch {
	case round.Aborted:
		result = "aborted"
	case round.Rated:
		result = "rated"
	}
	r.results.WithLabelValues(round.Mode.String(), result).Inc()
}

// Hit counts a hit. Bots in it are not counted: they have no connection to be unfair.
func (r *Rooms) Hit(h room.Hit) {
	r.countHit(0, h.Shooter, h.Capped)
	r.countHit(1, h.Victim, h.Capped)
	if h.Shooter != room.NoPing {
		r.hitRewind.Observe(h.Rewind.Seconds())
	}
}

func (r *Rooms) countHit(role int, ping time.Duration, capped bool) {
	if ping == room.NoPing {
		return
	}
	i := 0
	for i < len(pingClasses)-1 && ping >= pingClasses[i].below {
		i++
	}
	c := r.hits[role][i][0]
	if capped {
		c = r.hits[role][i][1]
	}
	c.Inc()
}

// Joined counts a seat that was taken.
func (r *Rooms) Joined(resumed bool) {
	kind := "new"
	if resumed {
		kind = "resumed"
	}
	r.joins.WithLabelValues(kind).Inc()
}

// RoomClosed counts a closed room and its lifetime.
func (r *Rooms) RoomClosed(how string, life time.Duration) {
	r.closes.WithLabelValues(how).Inc()
	r.lifetime.Observe(life.Seconds())
}

// Ping is the round trip time of a player, reported every few seconds.
func (r *Rooms) Ping(d time.Duration) { r.rtt.Observe(d.Seconds()) }

func modeNames(modes []*sim.Mode) (names []string) {
	for _, m := range modes {
		names = append(names, m.String())
	}
	return names
}
