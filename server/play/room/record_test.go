package room

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/sim"
)

// verified plays a log, and returns what it lists and where it ends.
func verified(t *testing.T, log []byte) (*replay.Index, replay.Report) {
	t.Helper()
	x, err := replay.Scan(bytes.NewReader(log), sim.Games{testGame})
	if err != nil {
		t.Fatal(err)
	}
	rep, err := replay.Verify(bytes.NewReader(log), sim.Games{testGame})
	if err != nil || rep.Truncated {
		t.Fatalf("verify: %+v, %v", rep, err)
	}
	return x, rep
}

// recorded is a match of ada and bots in a world of the test game, with its journal.
func recorded(t testing.TB, cfg Config) (*match, *heldJournal) {
	t.Helper()
	j := &heldJournal{}
	cfg.Sim.Seed, cfg.Journal = 7, j
	if cfg.Sim.Seats == 0 {
		cfg.Sim.Seats = 8
	}
	m := staged(t, cfg)
	m.mustAdmit(t, "ada")
	return m, j
}

// playOn plays n ticks in their time.
func (m *match) playOn(n int) {
	for range n {
		m.now = m.now.Add(m.schedule.interval)
		m.step()
	}
}

func TestARoundHasALogOfItsOwn(t *testing.T) {
	m, j := recorded(t, Config{Fill: 6, Sim: sim.Config{Seconds: 30}})
	c := &recordingObserver{}
	m.observer = c
	m.playOn(60 * 80)
	if len(c.results) < 2 || len(j.logs) < 4 {
		t.Fatalf("%d rounds ended and %d logs began, want several", len(c.results), len(j.logs))
	}
	rounds := 0
	for i, l := range j.logs[:len(j.logs)-1] {
		if l.match == "" {
			continue
		}
		x, rep := verified(t, l.bytes)
		if want := c.results[rounds]; l.match != want.ID || !l.ended || x.Round.Match != want.ID || x.Round.Phase != replay.RoundWon {
			t.Errorf("log %d is of %q, its round %+v, want %q", i, l.match, x.Round, want.ID)
		}
		if x.First != x.Round.Tick || rep.Good != x.Last || rep.States < 2 {
			t.Errorf("log %d holds ticks %d to %d and proves %+v, want all of the round since %d", i, x.First, x.Last, rep, x.Round.Tick)
		}
		for k, s := range x.Segments {
			if got := l.starts[k]; got.Start != s.Start || got.Offset != s.Offset || got.State != s.State {
				t.Errorf("segment %d was told as %+v, and is %+v", k, got, s)
			}
		}
		rounds++
	}
	if rounds != len(c.results) {
		t.Errorf("%d logs of %d rounds", rounds, len(c.results))
	}
}

func TestTheLogHoldsWhatARoomNeedsToGoOn(t *testing.T) {
	m, j := recorded(t, Config{Fill: 4})
	bob := m.mustAdmit(t, "bob")
	m.playOn(60 * 12)
	bob.Inputs.Push(&protocol.Inputs{Ack: 1, First: m.world.Tick() + 2, N: 1}, m.now)
	m.deliverChat(&m.seats[bob.Me], protocol.Line{From: bob.Me, Text: "hi"})
	m.playOn(1)
	m.freeSeat(bob.Me)
	m.playOn(20)
	m.flushLog()
	l := j.logs[len(j.logs)-1]
	x, _ := verified(t, l.bytes)
	if x.Lines != 1 {
		t.Errorf("%d lines were said, want 1", x.Lines)
	}
	p, err := replay.Seek(bytes.NewReader(l.bytes), x, sim.Games{testGame}, x.Last)
	if err != nil {
		t.Fatal(err)
	}
	for i := range m.seats {
		s, got := &m.seats[i], p.Seats[i]
		want := replay.Seat{Holder: replay.Holder(s.holder), Account: s.player, Name: s.name, Joined: s.joinedTick, Epoch: s.epoch, Confirmed: s.confirmedEpoch}
		if got != want {
			t.Errorf("seat %d is %+v in the log, want %+v", i, got, want)
		}
	}
	if p.Round.Match != m.round.id || len(p.Leavers) != 1 || p.Leavers[0].Account != "bob" || p.Leavers[0].Seat != bob.Me {
		t.Errorf("the log ends in round %+v with leavers %+v", p.Round, p.Leavers)
	}
	if got, want := p.World.Hash(), m.world.Hash(); got != want {
		t.Errorf("the world is %x in the log, want %x", got, want)
	}
}

// A journal that is only busy loses nothing; one that fails loses what comes until the
// next state, and that log begins where it can be played.
func TestAJournalThatTakesNothing(t *testing.T) {
	g := &gauge{}
	m, j := recorded(t, Config{Fill: 6, Metrics: g})
	j.busy = ErrJournalBusy
	m.playOn(60 * 5)
	j.busy = nil
	m.playOn(60)
	m.flushLog()
	if x, _ := verified(t, j.logs[len(j.logs)-1].bytes); len(j.logs) != 1 || x.Last != m.world.Tick() {
		t.Errorf("%d logs, the last up to tick %d, want one up to %d", len(j.logs), x.Last, m.world.Tick())
	}
	j.busy = errors.New("disk full")
	m.playOn(60)
	j.busy = nil
	m.playOn(60 * 11)
	m.flushLog()
	x, _ := verified(t, j.logs[len(j.logs)-1].bytes)
	if g.gaps != 1 {
		t.Errorf("%d gaps were told, want 1", g.gaps)
	}
	if len(j.logs) != 2 || x.First == 0 || x.Last != m.world.Tick() || x.Round.Match != m.round.id || x.Round.Tick == x.First {
		t.Errorf("%d logs, the last of ticks %d to %d and round %+v, want a second that begins late", len(j.logs), x.First, x.Last, x.Round)
	}
}

func TestALogWithoutARoundBeginsAnewInTheEnd(t *testing.T) {
	m, j := recorded(t, Config{Sim: sim.Config{Seats: 2, Mode: testGame.About().Modes[len(testGame.About().Modes)-1]}}) // a duel, alone
	if m.playOn(60 * 60 * 11); m.round.live {
		t.Fatal("a round is live with one player in a duel")
	}
	if len(j.logs) != 2 || j.logs[0].ended {
		t.Errorf("%d logs after 11 minutes, want two", len(j.logs))
	}
}

func TestRecordingAllocatesNothing(t *testing.T) {
	m, j := recorded(t, Config{Fill: 8})
	m.playOn(60 * 30)
	j.busy = errors.New("nothing is kept")
	m.cfg.Journal = nopJournal{}
	for m.record.lost || m.record.waited > 0 {
		m.playOn(1)
	}
	record := func() {
		m.recordInputs()
		m.recordStep()
	}
	if n := testing.AllocsPerRun(60*9, record); n != 0 {
		t.Errorf("%v allocations a tick, want none", n)
	}
}

// BenchmarkRecord is what recording adds to a tick of 16: compare it with RoomTick.
func BenchmarkRecord(b *testing.B) {
	for _, seats := range []int{16, 64} {
		b.Run(fmt.Sprint("players=", seats), func(b *testing.B) {
			m := staged(b, Config{Fill: seats, Sim: sim.Config{Seed: 3, Seats: seats}})
			m.playOn(60 * 10)
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				for p := n % 2; p < seats; p += 2 { // everybody turns in every other tick
					m.inputs[p].Axes[0]++
				}
				m.recordInputs()
				m.recordStep()
			}
		})
	}
}
