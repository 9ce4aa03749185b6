package ships

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
)

// newRace is a live race of some ships, to a number of checkpoints.
func newRace(ships, checkpoints int) *duel {
	d := newDuelOf(sim.Config{Seed: 1, Seats: 8, Mode: Race, Points: checkpoints}, ships)
	d.startRound()
	return d
}

// pass puts p on the checkpoint that is a number of them ahead of its next one, for a tick.
func (d *duel) pass(p sim.PlayerID, ahead int32) {
	s := &d.ships[p]
	s.pos, _ = d.arena.checkpoint(s.score.points+ahead, d.tick)
	d.stepGoal()
	d.tick += 10
}

func TestARacePaysForCheckpointsInTheirOrder(t *testing.T) {
	d := newRace(2, 12)
	d.pass(0, 1)
	if n := d.ships[0].score.points; n != 0 {
		t.Errorf("the checkpoint after the next gives %d points", n)
	}
	for range 5 {
		d.pass(0, 0)
	}
	if s := &d.ships[0].score; s.points != 5 || s.bestLap != 50 {
		t.Errorf("after a lap of 50 ticks it has %d points and a best lap of %d ticks", s.points, s.bestLap)
	}
	if n := d.pointsOfKill(1, 0); n != 0 {
		t.Errorf("a kill gives %d points", n)
	}
	d.scoreDeath(0, sim.NoPlayer, 0)
	if n := d.ships[0].score.points; n != 5 {
		t.Errorf("a death by the star leaves %d points of 5", n)
	}
	at, radius := d.arena.checkpoint(4, d.tick)
	if far := d.spawnPoint(0).Sub(at).Len(); far > radius {
		t.Errorf("a ship is back %d units from its last checkpoint", far.Round())
	}
}

func TestARaceEndsWhenAllHaveFinishedOrSomeTimeAfterTheFirst(t *testing.T) {
	d := newRace(3, 2)
	for range 3 {
		d.pass(1, 0)
	}
	left := d.match.ends - d.tick
	if s := &d.ships[1].score; s.points != 2 || d.hasWinner() || left > sim.Tick(d.arena.ticks(raceGrace)) {
		t.Errorf("the first has %d points; the round is over: %v, or in %d ticks", s.points, d.hasWinner(), left)
	}
	for _, p := range []sim.PlayerID{2, 0, 2, 0} {
		d.pass(p, 0)
	}
	if !d.hasWinner() {
		t.Error("all have finished, and the round goes on")
	}
	for i, want := range []sim.PlayerID{1, 2, 0} {
		if got := d.AppendStandings(nil)[i]; got.Player != want || got.Place != i+1 {
			t.Errorf("place %d: %+v, want player %d", i+1, got, want)
		}
	}
}

func TestRacersStartInAGridBehindTheStart(t *testing.T) {
	d := newRace(8, 30)
	start, _ := d.arena.checkpoint(-1, d.tick)
	next, _ := d.arena.checkpoint(0, d.tick)
	for p := range sim.PlayerID(8) {
		for q := range p {
			if d.ships[p].pos.Sub(d.ships[q].pos).Within(fixed.Int(3 * ShipRadius)) {
				t.Errorf("ships %d and %d start at one place", p, q)
			}
		}
		if off := d.ships[p].pos.Sub(start); off.Dot(directionOf(next.Sub(start), off)) > fixed.One {
			t.Errorf("ship %d starts ahead of the start", p)
		}
		if d.ships[p].vel.Dot(next.Sub(start)) <= 0 {
			t.Errorf("ship %d starts backwards", p)
		}
	}
}
