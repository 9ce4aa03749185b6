package room

import (
	"bytes"
	"slices"
	"testing"

	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

// noticePeer notes what its player is told.
type noticePeer struct {
	fakePeer
	told []string
}

func (p *noticePeer) Notify(frame []byte) {
	if n, err := protocol.DecodeNotice(frame); err == nil {
		p.told = append(p.told, n.Text)
	}
}

func TestARoomLeavesAnArenaThatIsWithdrawn(t *testing.T) {
	for mode, want := range map[*sim.Mode]string{
		ships.Skirmish: "This arena is no longer in rotation. The next round is in another one",
		ships.Swarm:    "This arena is no longer in rotation. The match goes on in another one in a moment",
	} {
		all := games.Ships.About().Arenas
		j := &heldJournal{}
		r := New(Config{Game: games.Ships, Sim: sim.Config{Seed: 3, Seats: 4, Mode: mode, Seconds: 20, Arenas: &all}, Fill: 4, Journal: j}, quiet)
		m := newMatch(r)
		m.begin()
		peer := &noticePeer{}
		if _, err := m.admit(&Request{Player: "ada", Peer: peer, Aspect: 1778}); err != nil {
			t.Fatal(err)
		}
		for m.world.Phase() != sim.PhaseLive {
			m.step()
		}
		place := m.world.(sim.Rotator).Place
		here := place()
		for range 2 { // it is told once
			r.Withdraw(func(a *sim.Arena) bool { return a == all[here] })
			(<-r.mailbox)(m)
		}
		r.Withdraw(func(a *sim.Arena) bool { return a == all[here] || a == all[(here+1)%len(all)] })
		(<-r.mailbox)(m)
		if !slices.Equal(peer.told, []string{want}) {
			t.Errorf("%s: told %q", mode.Name, peer.told)
		}
		for ticks := 0; place() == here; ticks++ {
			if m.step(); ticks > 60*60 {
				t.Fatalf("%s: it stays", mode.Name)
			}
		}
		r.Withdraw(func(*sim.Arena) bool { return false })
		if len(r.mailbox) > 0 {
			t.Error("it is asked to leave none")
		}
		m.flushLog()
		for i, l := range j.logs {
			if rep, err := replay.Verify(bytes.NewReader(l.bytes), games.All); err != nil {
				t.Errorf("log %d: %+v, %v", i, rep, err)
			}
		}
	}
}
