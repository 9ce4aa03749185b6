package feel

import (
	"context"
	"fmt"
	"math"
	"time"

	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/server/play/room"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/puck"
)

// rinkRecorder is the world of a room that plays Puck, and records where everything was. The
// room steps it; the record is read when the trial is over.
type rinkRecorder struct {
	*puck.World
	ticks []rinkRecord // by tick; the first belongs to tick 0
	seen  []sim.Entity
}

// rinkRecord is where everything was after one tick.
type rinkRecord struct {
	live   bool // a round was
	played bool // the puck was free to move: neither in a net nor at a face-off
	places map[sim.EntityID]point
}

type point struct{ x, y float64 } // world units

func (p point) distance(q point) float64 { return math.Hypot(p.x-q.x, p.y-q.y) }

func (p point) towards(q point, part float64) point {
	return point{p.x + part*(q.x-p.x), p.y + part*(q.y-p.y)}
}

// wordsUnit is a unit in words that are positions.
const wordsUnit = 1 << sim.PositionShift

// Step plays a tick and records its result.
func (r *rinkRecorder) Step(inputs []sim.Input) {
	r.World.Step(inputs)
	r.seen = r.World.AppendEntities(r.seen[:0])
	now := rinkRecord{live: r.World.Phase() == sim.PhaseLive, places: make(map[sim.EntityID]point, len(inputs)+1)}
	for i := range r.seen {
		switch e := &r.seen[i]; e.Kind {
		case puck.KindSkater:
			now.places[e.ID] = point{float64(e.Words[puck.SkaterX]) / wordsUnit, float64(e.Words[puck.SkaterY]) / wordsUnit}
		case puck.KindPuck:
			at := point{float64(e.Words[puck.PuckX]) / wordsUnit, float64(e.Words[puck.PuckY]) / wordsUnit}
			now.places[e.ID] = at
			now.played = e.Words[puck.PuckFrozen] == 0 && math.Abs(at.x) < puck.HalfLength
		}
	}
	r.ticks = append(r.ticks, now)
}

// truth is where a thing was, part of a tick before tick t; ok is false if no round was
// live around then, or if it was placed anew.
func (r *rinkRecorder) truth(id sim.EntityID, t sim.Tick, part float64) (at point, ok bool) {
	if t < 1+teleportTicks || int(t) >= len(r.ticks) {
		return at, false
	}
	for i := t - teleportTicks; i <= t; i++ {
		a, known := r.ticks[i-1].places[id]
		b, still := r.ticks[i].places[id]
		if !known || !still || !r.ticks[i-1].live || !r.ticks[i].live || a.distance(b) > puck.Leap {
			return at, false
		}
	}
	return r.ticks[t-1].places[id].towards(r.ticks[t].places[id], part), true
}

// played reports whether the puck was in play in tick t.
func (r *rinkRecorder) played(t sim.Tick) bool { return r.ticks[t].played }

// always is any tick.
func always(sim.Tick) bool { return true }

// appendOff appends how far places are from the truth, in units, where that is known and the
// tick is one that counts.
func (r *rinkRecorder) appendOff(dst []float64, places []drawnPlace, counts func(sim.Tick) bool) []float64 {
	for i := range places {
		d := &places[i]
		if want, ok := r.truth(d.id, d.tick, d.part); ok && counts(d.tick) {
			dst = append(dst, d.at.distance(want))
		}
	}
	return dst
}

// appendJumps appends by how much the puck moved in frames beyond its speed, without those in
// which it was placed anew.
func (r *rinkRecorder) appendJumps(dst []float64, places []drawnPlace) []float64 {
	for i := range places {
		if _, ok := r.truth(places[i].id, places[i].tick, places[i].part); ok {
			dst = append(dst, places[i].jump)
		}
	}
	return dst
}

// rink is a server in memory with one room that plays Puck.
type rink struct {
	*harness.MemoryServer
	world   *rinkRecorder
	inputs  harness.InputCounter
	starved int // ticks without their input, while measuring
}

func newRink(seed uint64) (*rink, error) {
	s := &rink{}
	s.MemoryServer = harness.NewMemoryServer(harness.MemoryOptions{Game: games.Puck.WithWorld(func(cfg sim.Config) sim.World {
		s.world = &rinkRecorder{World: puck.New(cfg), ticks: make([]rinkRecord, 1)}
		return s.world
	})})
	cfg := sim.Config{Mode: puck.Four, Seed: seed, Seats: puck.Four.Seats}
	if err := s.OpenRoom(room.Config{Sim: cfg, Linger: time.Hour, Metrics: &s.inputs}); err != nil {
		return nil, fmt.Errorf("open a room: %w", err)
	}
	return s, nil
}

// skater is one client of a trial of Puck.
type skater struct {
	*harness.Client
	seat          int
	begin, end    time.Time // of what is measured
	puck, others  []drawnPlace
	predicted     []drawnPlace // the puck, in the newest tick
	last          drawnPlace   // the puck in the frame before
	frames, blind int
	drawn, ahead  int // other skaters drawn, and how many of them in the present
	before        netcode.Stats
}

// drawnPlace is where something was drawn.
type drawnPlace struct {
	id    sim.EntityID
	tick  sim.Tick
	part  float64 // of the way from the tick before
	at    point
	speed float64 // units per frame
	jump  float64 // units that it moved since the frame before, beyond its speed
}

// measureView measures a frame that was drawn.
func (s *skater) measureView(v *netcode.View, now time.Time) {
	if now.Before(s.begin) {
		s.before = v.Stats
		return
	}
	s.frames++
	if !v.Ready {
		s.blind++
		return
	}
	for i := range v.Seen {
		switch e := &v.Seen[i]; e.Kind {
		case puck.KindPuck:
			s.measurePuck(v, e)
		case puck.KindSkater:
			s.drawn++
			if e.Predicted && e.At == v.OwnTick {
				s.ahead++
			}
			if s.frames%4 == 0 {
				s.others = append(s.others, placeOf(v, e))
			}
		}
	}
}

func (s *skater) measurePuck(v *netcode.View, e *netcode.Seen) {
	d := placeOf(v, e)
	d.speed = math.Hypot(float64(e.To[puck.PuckVX]), float64(e.To[puck.PuckVY])) / 4 / sim.DefaultRate
	if s.last.tick > 0 {
		d.jump = max(d.at.distance(s.last.at)-max(d.speed, s.last.speed), 0)
	}
	s.puck, s.last = append(s.puck, d), d
	if w, t, ok := s.Netcode.Body(e.ID); ok {
		at := point{float64(w[puck.PuckX]) / wordsUnit, float64(w[puck.PuckY]) / wordsUnit}
		s.predicted = append(s.predicted, drawnPlace{id: e.ID, tick: t, part: 1, at: at})
	}
}

// placeOf is where a skater or the puck is drawn: the words of both begin with their place.
func placeOf(v *netcode.View, e *netcode.Seen) drawnPlace {
	from := point{float64(e.From[puck.PuckX]) / wordsUnit, float64(e.From[puck.PuckY]) / wordsUnit}
	to := point{float64(e.To[puck.PuckX]) / wordsUnit, float64(e.To[puck.PuckY]) / wordsUnit}
	return drawnPlace{id: e.ID, tick: v.OwnTick, part: float64(v.OwnFrac), at: from.towards(to, float64(e.T))}
}

// runPuck plays a match of bots of Puck on one network. It must run in a bubble of virtual
// time.
func runPuck(p *Profile, seed uint64, length time.Duration) (*rink, []*skater, error) {
	s, err := newRink(seed)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = s.Close(context.Background()) }()
	begin := time.Now().Add(warmUp)
	skaters, ends := make([]*skater, puck.Four.Seats), make(chan error)
	for n := range skaters {
		one := &skater{seat: n, begin: begin, end: begin.Add(length)}
		skaters[n] = one
		go func() { ends <- one.play(s, p, seed) }()
	}
	time.Sleep(time.Until(begin))
	before, _ := s.inputs.Totals()
	for range skaters {
		if end := <-ends; end != nil && err == nil {
			err = end
		}
	}
	after, _ := s.inputs.Totals()
	s.starved = after.Starved - before.Starved
	return s, skaters, err
}

// play plays on one network until the end.
func (s *skater) play(server *rink, p *Profile, seed uint64) (err error) {
	n := s.seat
	time.Sleep(phase(n))
	mind := harness.Bot{Skill: sim.Rookie + sim.Skill(n%3)}
	conn := server.Connect(fmt.Sprint("skater ", n), p.Net, seed<<16+uint64(n))
	s.Client, err = harness.NewClient(conn, harness.Options{Build: "feel", Input: mind.Input, OnView: s.measureView})
	if err != nil {
		return err
	}
	defer s.Close(transport.Normal)
	frames := time.NewTicker(screen)
	defer frames.Stop()
	for now := range frames.C {
		if now.After(s.end) {
			return nil
		}
		if err := s.PlayFrame(now); err != nil {
			return fmt.Errorf("skater %d: %w", n, err)
		}
	}
	return nil
}
