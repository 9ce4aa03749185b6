package netcode_test

import (
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/netcode/netcodetest"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// aimed is the toy, but players aim at each other, and the server looks back by maxRewind.
type aimed struct{ sim.Rules }

const maxRewind = 12 // ticks

func (r aimed) NewModel(cfg sim.Config) sim.Model {
	m := r.Rules.NewModel(cfg)
	return aimedModel{Model: m, avatar: m.(sim.Avatar)}
}

type avatar = sim.Avatar

type aimedModel struct {
	sim.Model
	avatar
}

func (aimedModel) MaxRewind() sim.Tick                                       { return maxRewind }
func (aimedModel) Strike(*sim.Event, []sim.Entity)                           {}
func (aimedModel) Released(*sim.Private, *sim.Event) (e sim.Entity, ok bool) { return e, false }
func (aimedModel) Receipt(*sim.Event) (r sim.Receipt, ok bool)               { return r, false }

func TestNobodyIsDrawnOlderThanAShotLooksBack(t *testing.T) {
	const maxLead = 200 * time.Millisecond
	tests := []struct {
		name        string
		rtt         time.Duration
		least, most time.Duration // of lead, once all has settled
		beyond      bool          // the shooter must lead as well
	}{
		{name: "near the server nothing is foreseen", rtt: 30 * time.Millisecond},
		{name: "at 120 ms a little", rtt: 120 * time.Millisecond, least: 10 * time.Millisecond, most: 50 * time.Millisecond},
		{name: "at 200 ms a tenth of a second", rtt: 200 * time.Millisecond, least: 80 * time.Millisecond, most: maxLead},
		{name: "there is a limit to it", rtt: 400 * time.Millisecond, least: maxLead, most: maxLead, beyond: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			game := sim.Game{Rules: aimed{toy.Game.Rules}, Bot: toy.Game.Bot}
			l := netcodetest.New(t, netcodetest.Network{RTT: tt.rtt, Seats: 2}, game, sim.Config{Seed: 7, Seats: 2, Points: sim.MaxPoints})
			l.Run(5 * time.Second)
			frames := 0
			l.Seats[0].Seen = func(v *netcode.View) {
				if !v.Ready {
					return
				}
				frames++
				if v.Stats.Lead < tt.least || v.Stats.Lead > tt.most+time.Millisecond {
					t.Errorf("the others are %v ahead, want %v to %v", v.Stats.Lead, tt.least, tt.most)
				}
				// What is held in the next tick is played against this picture.
				if old := v.OwnTick + 1 - v.Tick; old > maxRewind && !tt.beyond {
					t.Errorf("the others are %d ticks old when a shot at them is played", old)
				}
			}
			l.Run(5 * time.Second)
			if frames < 250 {
				t.Errorf("looked at %d frames, want 300", frames)
			}
		})
	}
}
