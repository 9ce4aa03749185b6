package feel

import (
	"math"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// A Cheat is a way to lie about time. It flies the duels of an honest twin, on the
// same network with the same seeds, and what it gets out of them is compared.
type Cheat struct {
	Name   string
	Banned bool // the server should end the session, rather than bear it
	about  func(*player)
}

const (
	oldBy  = 30 // ticks by which a view is claimed to be older than it is
	copies = 3  // of every frame, which the limits on messages still bear
	hoard  = 6  // ticks between what the copies are meant for
	flood  = 12 // copies, which they do not bear
)

// Cheats are those of which none may gain, after an honest player to compare with.
func Cheats() []Cheat {
	return []Cheat{
		{Name: "honest", about: func(*player) {}},
		{Name: "claims an old view", about: func(p *player) { p.spoil = inputs(claimOld) }},
		{Name: "claims an old view and aims at it", about: func(p *player) {
			p.spoil = inputs(claimOld)
			p.pilot = remembering(p.pilot)
		}},
		{Name: "withholds acks", about: func(p *player) { p.spoil = inputs(withhold()) }},
		{Name: "sends every input thrice, and more ahead", about: func(p *player) { p.spoil = ahead }},
		{Name: "floods", Banned: true, about: func(p *player) { p.spoil = inputs(repeat(flood)) }},
		{Name: "runs 5 % fast", about: func(p *player) { p.speed = 1.05 }},
	}
}

// inputs lets f change the input frames of a client, and lets the others pass.
func inputs(f func(in *protocol.Inputs) int) func([]byte) [][]byte {
	var in protocol.Inputs
	return func(frame []byte) (out [][]byte) {
		if kind, _ := protocol.Peek(frame); kind != protocol.TypeInputs || protocol.DecodeInputs(frame, &in) != nil {
			return [][]byte{frame}
		}
		for range f(&in) {
			out = append(out, protocol.AppendInputs(nil, &in))
		}
		return out
	}
}

func claimOld(in *protocol.Inputs) int {
	in.View -= min(in.View, oldBy)
	return 1
}

func repeat(n int) func(*protocol.Inputs) int { return func(*protocol.Inputs) int { return n } }

// withhold acks the first snapshot for ever.
func withhold() func(*protocol.Inputs) int {
	first := sim.Tick(0)
	return func(in *protocol.Inputs) int {
		if first == 0 {
			first = in.Ack
		}
		in.Ack = first
		return 1
	}
}

// ahead sends every input frame, and its inputs again for two spans of ticks to come.
func ahead(frame []byte) (out [][]byte) {
	var in protocol.Inputs
	if kind, _ := protocol.Peek(frame); kind != protocol.TypeInputs || protocol.DecodeInputs(frame, &in) != nil {
		return [][]byte{frame}
	}
	for range copies {
		out = append(out, protocol.AppendInputs(nil, &in))
		in.First += hoard
	}
	return out
}

// remembering flies by what is on the screen but sees the others as they were oldBy
// ticks ago.
func remembering(fly pilot) pilot {
	var past [][]netcode.Seen
	return func(v *netcode.View, now time.Time) sim.Input {
		past = append(past, append([]netcode.Seen(nil), v.Seen...))
		if len(past) > oldBy {
			past = past[1:]
		}
		old := *v
		old.Seen = past[0]
		return fly(&old, now)
	}
}

// A Take is what a player got out of a flight.
type Take struct {
	Shots, Hits int     // rails in a duel
	Pulses      int     // shot in a race
	Flown       float64 // units, in a race
	Rewind      int32   // ticks, furthest
	Ended       transport.Reason
}

func (t *Take) add(o Take) {
	t.Shots += o.Shots
	t.Hits += o.Hits
	t.Pulses += o.Pulses
	t.Flown += o.Flown
	t.Rewind = max(t.Rewind, o.Rewind)
	t.Ended = max(t.Ended, o.Ended)
}

// gain is by how much a take exceeds that of an honest twin, in per cent.
func (t *Take) gain(honest *Take) float64 {
	more := func(got, had float64) float64 { return 100 * (got/max(had, 1) - 1) }
	return max(
		more(float64(t.Hits), float64(honest.Hits)),
		more(float64(t.Pulses), float64(honest.Pulses)),
		more(t.Flown, honest.Flown),
	)
}

// compete lets a player, changed by about, duel with another who dodges, and race.
func compete(seed uint64, length time.Duration, about func(*player)) (t Take, err error) {
	f, err := tempt(seed, length, marksmen, about)
	if err != nil {
		return t, err
	}
	me := f.players[0]
	for _, h := range f.hall.world.hits {
		if h.shooter == me.view.Me {
			t.Hits++
			t.Rewind = max(t.Rewind, h.rewind)
		}
	}
	t.Shots, t.Ended = f.hall.world.fired[me.view.Me], me.ended
	if f, err = tempt(seed, length, racers, about); err != nil {
		return t, err
	}
	t.Flown, t.Pulses = f.hall.world.flown(f.players[0].view.Me)
	return t, nil
}

// tempt flies two players on a link as people have it, the first of whom may cheat. A
// connection that the server ends is an answer too.
func tempt(seed uint64, length time.Duration, how, about func(*player)) (*flight, error) {
	p := Profile{Name: "duel", Net: netsim.Symmetric(40*ms, 5*ms, 0), Jitter: 5 * ms}
	f, err := fly(&p, 2, seed, length, func(p *player) {
		cruisers(p)
		if p.n == 0 {
			how(p)
			about(p)
		}
	})
	if err != nil && f != nil && f.players[0].ended != 0 {
		err = nil
	}
	return f, err
}

// flown is how far player p flew, and how many pulses it shot.
func (w *tap) flown(p sim.PlayerID) (units float64, pulses int) {
	for i := 2; i < len(w.truths); i++ {
		a, b := w.truths[i-1].ships[p], w.truths[i].ships[p]
		if way := math.Hypot(b.x-a.x, b.y-a.y); a.alive && b.alive && way < sim.Leap {
			units += way
		}
		pulses += int(b.shots - a.shots)
	}
	return units, pulses
}
