package harness

import (
	"math"
	"slices"
	"time"

	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// Bot plays the game of its match by what is on the screen, as the bots of a server play by
// what is in a world. It belongs to one Client.
type Bot struct {
	Skill sim.Skill
	seen  []sim.Entity
}

// Input is the Input of Options.
func (b *Bot) Input(v *netcode.View, _ time.Time) sim.Input {
	b.seen = v.AppendEntities(b.seen[:0])
	in := v.Game.Think(&sim.Sight{Config: &v.Config, Tick: v.OwnTick, Me: v.Me, Own: v.Own, Seen: b.seen}, b.Skill)
	return v.Game.About().Inputs.OfPlayer(in) // it plays as people do
}

// Units is a length in world units, from one of the simulation.
func Units(n fixed.Num) float64 { return float64(n) / float64(fixed.One) }

// Heading is the angle of a direction, as inputs and ships have it: 1/65536 turn.
func Heading(dx, dy float64) uint16 {
	return uint16(int32(math.Round(math.Atan2(dy, dx) / (2 * math.Pi) * 65536)))
}

// Phase is the phase of the round as the screen shows it, in any game: the word that is
// called so. ok is false before the match is seen.
func Phase(v *netcode.View) (p sim.Phase, ok bool) {
	for i := range v.Seen {
		s := &v.Seen[i]
		word := slices.IndexFunc(v.Game.About().Schema(s.Kind), func(f sim.Field) bool { return f.Name == "phase" })
		if word >= 0 {
			return sim.Phase(s.To[word]), true
		}
	}
	return p, false
}
