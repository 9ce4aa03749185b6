package feel

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// Cheat is a way to lie about time. A cheat plays the same duels as an honest player, on
// the same network with the same seeds, and their results are compared.
type Cheat struct {
	Name   string
	Banned bool          // the server must end the session
	setup  func(*player) // makes a player cheat
}

const (
	viewAge     = 30 // ticks by which a view is claimed to be older than it is
	copies      = 3  // of every frame, which the limits on messages permit
	copyTicks   = 6  // between the ticks that two copies are meant for
	floodCopies = 12 // of every frame, which they do not permit
)

// Cheats are the cheats, none of which may gain anything, after an honest player to
// compare with.
func Cheats() []Cheat {
	return []Cheat{
		{Name: "honest", setup: func(*player) {}},
		{Name: "claims an old view", setup: func(p *player) { p.rewrite = rewriteInputs(claimOldView) }},
		{Name: "claims an old view and aims at it", setup: func(p *player) {
			p.rewrite = rewriteInputs(claimOldView)
			p.strategy = aimAtOldView(p.strategy)
		}},
		{Name: "withholds acks", setup: func(p *player) { p.rewrite = rewriteInputs(withholdAcks()) }},
		{Name: "sends every input thrice, and more ahead", setup: func(p *player) { p.rewrite = sendAhead }},
		{Name: "floods", Banned: true, setup: func(p *player) { p.rewrite = rewriteInputs(repeat(floodCopies)) }},
		{Name: "runs 5 % fast", setup: func(p *player) { p.clockRate = 1.05 }},
	}
}

// rewriteInputs lets f change the input frames of a client and say how often each is
// sent. Other frames stay as they are.
func rewriteInputs(f func(in *protocol.Inputs) int) func([]byte) [][]byte {
	var in protocol.Inputs
	return func(frame []byte) (out [][]byte) {
		if kind, _ := protocol.Peek(frame); kind != protocol.TypeInputs || protocol.DecodeInputs(frame, ships.Inputs, &in) != nil {
			return [][]byte{frame}
		}
		for range f(&in) {
			out = append(out, protocol.AppendInputs(nil, ships.Inputs, &in))
		}
		return out
	}
}

func claimOldView(in *protocol.Inputs) int {
	in.View -= min(in.View, viewAge)
	return 1
}

func repeat(n int) func(*protocol.Inputs) int { return func(*protocol.Inputs) int { return n } }

// withholdAcks acknowledges the first snapshot only.
func withholdAcks() func(*protocol.Inputs) int {
	first := sim.Tick(0)
	return func(in *protocol.Inputs) int {
		if first == 0 {
			first = in.Ack
		}
		in.Ack = first
		return 1
	}
}

// sendAhead sends every input frame, and its inputs twice more for later ticks.
func sendAhead(frame []byte) (out [][]byte) {
	var in protocol.Inputs
	if kind, _ := protocol.Peek(frame); kind != protocol.TypeInputs || protocol.DecodeInputs(frame, ships.Inputs, &in) != nil {
		return [][]byte{frame}
	}
	for range copies {
		out = append(out, protocol.AppendInputs(nil, ships.Inputs, &in))
		in.First += copyTicks
	}
	return out
}

// aimAtOldView plays by s, but sees the others as they were viewAge ticks ago.
func aimAtOldView(s strategy) strategy {
	var past [][]netcode.Seen
	return func(v *netcode.View, now time.Time) sim.Input {
		past = append(past, append([]netcode.Seen(nil), v.Seen...))
		if len(past) > viewAge {
			past = past[1:]
		}
		old := *v
		old.Seen = past[0]
		return s(&old, now)
	}
}

// Score is what a player reached in duels and races.
type Score struct {
	Shots, Hits int     // rails in a duel
	Pulses      int     // shot in a race
	Flown       float64 // world units, in a race
	Rewind      int32   // ticks, furthest
	Ended       transport.Reason
}

func (s *Score) addScore(o Score) {
	s.Shots += o.Shots
	s.Hits += o.Hits
	s.Pulses += o.Pulses
	s.Flown += o.Flown
	s.Rewind = max(s.Rewind, o.Rewind)
	s.Ended = max(s.Ended, o.Ended)
}

// gainOver is by how much a score exceeds that of an honest player, in per cent.
func (s *Score) gainOver(honest *Score) float64 {
	more := func(got, had float64) float64 { return 100 * (got/max(had, 1) - 1) }
	return max(
		more(float64(s.Hits), float64(honest.Hits)),
		more(float64(s.Pulses), float64(honest.Pulses)),
		more(s.Flown, honest.Flown),
	)
}

// runDuelAndRace lets a player, changed by setup, duel with another who dodges, and race.
func runDuelAndRace(seed uint64, length time.Duration, setup func(*player)) (s Score, err error) {
	t, err := runPair(seed, length, marksmen, setup)
	if err != nil {
		return s, err
	}
	p, world := t.players[0], t.server.world
	for _, h := range world.hits {
		if h.shooter == p.View.Me {
			s.Hits++
			s.Rewind = max(s.Rewind, h.rewind)
		}
	}
	s.Shots, s.Ended = world.fired[p.View.Me], p.ended
	if t, err = runPair(seed, length, racers, setup); err != nil {
		return s, err
	}
	s.Flown, s.Pulses = t.server.world.distance(t.players[0].View.Me)
	return s, nil
}

// runPair runs a trial of two players on a common link. The first has a strategy, and
// setup may make it cheat; the other cruises. It is no error that the server ends the
// connection of the first.
func runPair(seed uint64, length time.Duration, strategy, setup func(*player)) (*trial, error) {
	p := Profile{Name: "duel", Net: netsim.Symmetric(40*ms, 5*ms, 0), Jitter: 5 * ms}
	t := &trial{profile: &p, seed: seed}
	err := t.runTrial(2, length, func(p *player) {
		cruisers(p)
		if p.n == 0 {
			strategy(p)
			setup(p)
		}
	})
	if err != nil && len(t.players) > 0 && t.players[0].ended != 0 {
		err = nil
	}
	return t, err
}
