package standby

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/play/room"
	"perihelion/shared/protocol"
	"perihelion/shared/replay"
)

// playOnTwo lets server a play a match for so long, whose standby is b.
func playOnTwo(t *testing.T, d time.Duration, prepare func(n *network)) (a, b *testServer, m *match) {
	t.Helper()
	n := newNetwork()
	if prepare != nil {
		prepare(n)
	}
	a, b = n.server("a"), n.server("b")
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	go b.Keeper.Run(ctx)
	time.Sleep(2 * freshFor) // until b would miss somebody
	a.copies[saved.ID] = saved.Epoch
	m = newMatch(a.Journal(saved, nil, &nopJournal{}), replay.Player)
	m.run(d)
	return a, b, m
}

// run plays as fast as a room.
func (m *match) run(d time.Duration) {
	for range d / Every {
		m.play()
		time.Sleep(Every)
	}
	synctest.Wait()
}

// mustPlayOn fails unless a server plays on from the last tick of the match.
func (s *testServer) mustPlayOn(t *testing.T, m *match) {
	t.Helper()
	synctest.Wait()
	all, _, _ := s.results()
	want := saved
	want.Epoch++
	if len(all) != 1 || all[0].Saved != want || all[0].World.Hash() != m.world.Hash() || all[0].World.Tick() != m.world.Tick() {
		t.Fatalf("plays on: %v, want one match of %+v from tick %d", all, want, m.world.Tick())
	}
	if got := all[0].Playback; got.Seats[0].Account != "ada" || got.Seats[0].Role != uint8(protocol.RoleEditor) || got.Header.Room != "" {
		t.Errorf("the seat is of %+v, the log of room %q; want a log of its own", got.Seats[0], got.Header.Room)
	}
}

func TestTheStandbyPlaysOnFromTheLastTick(t *testing.T) {
	for name, tt := range map[string]struct {
		played time.Duration
		lose   func() func(topic string) bool
	}{
		"after a second":    {2 * time.Second, nil},
		"after a new state": {21 * time.Second, nil},
		"some parts are lost": {8 * time.Second, func() func(string) bool {
			n := 0
			return func(topic string) bool {
				n++
				return topic == "b."+topicPieces && n%20 == 7 && n < 120
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, b, m := playOnTwo(t, tt.played, func(n *network) {
					if tt.lose != nil {
						n.lose = tt.lose()
					}
				})
				if _, _, told := a.results(); !slices.Equal(told, []string{"b https://b.example"}) {
					t.Errorf("clients were told of standbys %v", told)
				}
				defer m.end()
				a.set(func(n *network) { n.died["a"] = true })
				if err := b.Knock(saved.ID); err != nil {
					t.Fatal(err)
				}
				b.mustPlayOn(t, m)
				if want := began.Add(time.Duration(m.world.Tick()) * time.Second / 60); b.until.Sub(want).Abs() > time.Millisecond {
					t.Errorf("the match was played until %v, want %v", b.until, want)
				}
			})
		})
	}
}

func TestASilentServerIsReplacedAndFencedWhenItIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, 2*time.Second, nil)
		defer m.end()
		setStopped := func(at time.Time) { a.set(func(n *network) { n.stopped["a"] = at }) }
		setStopped(time.Now())
		time.Sleep(silentAfter / 2)
		if err := b.Knock(saved.ID); !errors.Is(err, ErrAlive) {
			t.Errorf("while it could be busy: %v, want ErrAlive", err)
		}
		time.Sleep(2 * silentAfter)
		b.mustPlayOn(t, m)

		setStopped(time.Time{})
		m.run(2 * checkEvery)
		if _, fenced, _ := a.results(); len(fenced) == 0 {
			t.Error("the copy of the server that is back has not ended")
		}
		if b.Keeps(saved.ID) {
			t.Error("what the old copy says is kept")
		}
	})
}

// A match is not taken over while its server may play it, and not twice.
func TestMatchesThatAreNotTakenOver(t *testing.T) {
	for name, tt := range map[string]struct {
		do   func(a, b *testServer, m *match)
		want error
	}{
		"its server plays it": {func(a, b *testServer, m *match) {}, ErrAlive},
		"we are alone":        {func(a, b *testServer, m *match) { a.set(func(n *network) { n.away["b"], n.died["a"] = true, true }) }, ErrAlive},
		"another has taken it": {func(a, b *testServer, m *match) {
			b.claim = ErrElsewhere
			a.set(func(n *network) { n.died["a"] = true })
		}, ErrElsewhere},
		"it is over": {func(a, b *testServer, m *match) { m.end() }, ErrNotKept},
		"it was kept elsewhere": {func(a, b *testServer, m *match) {
			b.keep("a", &piece{Room: saved.ID, Epoch: saved.Epoch, Over: true}, time.Now())
			a.set(func(n *network) { n.died["a"] = true })
		}, ErrNotKept},
		"another says it's over": {func(a, b *testServer, m *match) {
			b.keep("c", &piece{Room: saved.ID, Epoch: saved.Epoch, Over: true}, time.Now())
		}, ErrAlive},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, b, m := playOnTwo(t, 2*time.Second, nil)
				defer m.end()
				tt.do(a, b, m)
				synctest.Wait()
				if err := b.Knock(saved.ID); !errors.Is(err, tt.want) {
					t.Errorf("%v, want %v", err, tt.want)
				}
				if all, _, _ := b.results(); len(all) > 0 {
					t.Errorf("it goes on as %+v", all)
				}
			})
		})
	}
}

func TestAnotherStandbyIsChosen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, m := playOnTwo(t, 2*time.Second, nil)
		c := b.network.server("c")
		b.at.Lock()
		b.draining = true
		b.at.Unlock()
		m.run(3 * time.Second)
		if !c.Keeps(saved.ID) || b.Keeps(saved.ID) {
			t.Errorf("b keeps it: %v, c: %v; want c alone", b.Keeps(saved.ID), c.Keeps(saved.ID))
		}
		if _, _, told := a.results(); !slices.Equal(told, []string{"b https://b.example", " ", "c https://c.example"}) {
			t.Errorf("clients were told of %q", told)
		}
		m.end()
	})
}

func TestPiecesThatAreNotKept(t *testing.T) {
	s := newNetwork().server("b")
	now := time.Now().Add(settleTime + time.Second)
	good := piece{Room: saved.ID, Epoch: 4, Number: 1, Saved: &saved, Whole: 6, Log: []byte("log")}
	more := piece{Room: saved.ID, Epoch: 4, Number: 1, At: 3, Log: []byte("log")}
	change := func(p piece, change func(*piece)) *piece {
		change(&p)
		return &p
	}
	s.keep("a", change(good, func(p *piece) { p.Saved = nil }), now)
	s.keep("a", change(good, func(p *piece) { p.Room = "another" }), now)
	s.keep("a", &more, now)
	s.keep("a", &good, now.Add(-settleTime))
	if n := s.Len(); n != 0 {
		t.Fatalf("%d rooms are kept without their beginnings, or by a server that hears nobody yet", n)
	}
	if !s.answer("a", &question{saved.ID, 4}, now.Add(-settleTime)).Refused || s.answer("a", &question{saved.ID, 4}, now).Refused {
		t.Error("a server takes rooms before it hears others, or never")
	}
	s.keep("a", &good, now)
	if s.Keeps(saved.ID) {
		t.Error("half of a state could be played")
	}
	for name, p := range map[string]*piece{
		"a gap":            change(more, func(p *piece) { p.At = 4 }),
		"of another state": change(more, func(p *piece) { p.Number = 2 }),
		"of a copy before": change(more, func(p *piece) { p.Epoch = 3 }),
	} {
		s.keep("a", p, now)
		if got := s.answer("a", &question{saved.ID, 4}, now); got != (held{}) {
			t.Errorf("%s: %+v is kept", name, got)
		}
	}
	s.keep("c", &more, now) // not the server of the room
	s.keep("a", &more, now)
	if got := s.answer("a", &question{saved.ID, 4}, now); got != (held{Number: 1, End: 6}) {
		t.Errorf("kept is %+v", got)
	}
	s.at.Lock()
	s.copies[saved.ID] = 5
	s.at.Unlock()
	if got := s.answer("a", &question{saved.ID, 4}, now); got.Taken != 5 {
		t.Errorf("of a match that is played here: %+v", got)
	}
}

func TestAPieceIsReadAsItWasWritten(t *testing.T) {
	for _, want := range []piece{
		{Room: saved.ID, Epoch: 4, Number: 1, Whole: 3, Saved: &saved, Log: []byte("log")},
		{Room: saved.ID, Epoch: 1 << 40, Number: 300, At: 1 << 20, Last: true, Log: []byte("more of it")},
		{Room: saved.ID, Epoch: 4, Over: true, Log: []byte{}},
		{Room: saved.ID, Epoch: 4, Number: 1, At: 40, Packed: []byte("compressed")},
	} {
		b := want.encode()
		if got, err := decodePiece(b); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
		for n := range len(b) - len(want.Log) - len(want.Packed) {
			if got, err := decodePiece(b[:n]); err == nil {
				t.Errorf("of %d bytes, %d are read as %+v", len(b), n, got)
			}
		}
	}
	if _, err := decodePiece([]byte("no piece, but a long text")); err == nil {
		t.Error("another text is read as a piece")
	}
}

func TestAPieceIsCompressedByWhatCameBefore(t *testing.T) {
	log := bytes.Repeat([]byte("what two parts of a log have in common "), 100)
	for at, most := range map[int]int{0: 100, 3000: 20} {
		p := piece{At: at, Log: log[at:]}
		p.pack(log[:at])
		got := piece{At: at, Packed: p.Packed}
		if err := got.unpack(log[:at]); err != nil || !bytes.Equal(got.Log, p.Log) || len(p.Packed) > most {
			t.Errorf("from %d on %d bytes become %d, and %d again: %v", at, len(p.Log), len(p.Packed), len(got.Log), err)
		}
	}
	short := piece{Log: []byte("q")}
	if short.pack(nil); short.Packed != nil {
		t.Errorf("a byte becomes %q", short.Packed)
	}
	bomb := piece{Log: make([]byte, maxPiece+1)}
	bomb.pack(nil)
	for what, p := range map[string]*piece{"too long a log": {Packed: bomb.Packed}, "half of one": {Packed: bomb.Packed[:len(bomb.Packed)/2]}, "something else": {Packed: []byte("\xff")}} {
		if err := p.unpack(nil); err == nil {
			t.Errorf("%s is taken for one of %d bytes", what, len(p.Log))
		}
	}
}

// Whatever comes, a piece is refused or can be written again.
func FuzzPiece(f *testing.F) {
	f.Add((&piece{Room: saved.ID, Epoch: 4, Number: 1, Whole: 3, Saved: &saved, Log: []byte("log")}).encode())
	f.Add([]byte{7, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := decodePiece(b)
		if err != nil {
			return
		}
		if again, err := decodePiece(p.encode()); err != nil || !reflect.DeepEqual(again, p) {
			t.Errorf("%+v becomes %+v, %v", p, again, err)
		}
	})
}

// While NATS is away, no standby could take over a match that is paused.
func TestNothingIsCoveredWhileTheServerIsAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, _, m := playOnTwo(t, 2*time.Second, nil)
		defer m.end()
		setAway := func(is bool) { a.set(func(n *network) { n.away["a"] = is }) }
		if setAway(true); len(a.places()) > 0 {
			t.Errorf("covered are %v", a.places())
		}
		if setAway(false); len(a.places()) != 1 {
			t.Errorf("when it is back, covered are %v", a.places())
		}
		told := 0
		for _, to := range []Place{{"b", "https://b.example"}, {"c", "https://c.example"}} {
			a.whileCovered(saved.ID, to, func() { told++ })
		}
		if told != 1 {
			t.Errorf("clients were told of %d standbys, want 1", told)
		}
	})
}

// A room that stands still never closes its journal.
func TestARoomThatStandsStillHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b, _ := playOnTwo(t, 2*time.Second, nil)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := a.Streams.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("while the room stands still: %v, want an end of the wait", err)
		}
		a.at.Lock()
		delete(a.copies, saved.ID) // it is given up
		a.at.Unlock()
		if err := a.Streams.Wait(t.Context()); err != nil {
			t.Error(err)
		}
		if len(a.places()) > 0 || b.Keeps(saved.ID) {
			t.Error("it could go on elsewhere, where it stands still again")
		}
	})
}

// A server that stops hands its matches over; players who come before that wait for it.
func TestAMatchIsHandedOver(t *testing.T) {
	for name, lost := range map[string]int{"at once": 0, "though the last piece is lost": 1} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, b, m := playOnTwo(t, 2*time.Second, nil)
				if got := a.places(); got[saved.ID] != (Place{"b", "https://b.example"}) {
					t.Errorf("covered are %v", got)
				}
				a.at.Lock()
				a.moving = true
				a.at.Unlock()
				knocked := make(chan error)
				go func() { knocked <- b.Knock(saved.ID) }()
				m.run(time.Second / 2)
				left := lost
				a.set(func(n *network) {
					n.lose = func(topic string) bool {
						left--
						return topic == "b."+topicPieces && left >= 0
					}
				})
				m.play()
				m.over.Do(func() { m.Close(room.JournalPaused) })
				if err := <-knocked; err != nil {
					t.Errorf("who waits gets %v", err)
				}
				if err := a.Streams.Wait(t.Context()); err != nil {
					t.Error(err)
				}
				b.mustPlayOn(t, m)
				if len(a.places()) > 0 {
					t.Error("a room that is not there is covered")
				}
			})
		})
	}
}

// What somebody waits for is kept when the standby has it, too, and who takes over has the key of editors.
func TestWhatIsUrgentIsKeptWhenTheStandbyHasIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const round = 3 * time.Millisecond
		_, b, m := playOnTwo(t, time.Second, nil)
		j := m.Journal.(*stream)
		parts := j.parts
		m.part.Urgent, m.part.EditKey = true, "key"
		if m.play(); j.Kept() > parts {
			t.Fatal("it is kept before the standby can have it")
		}
		time.Sleep(round)
		if synctest.Wait(); j.Kept() != parts+1 {
			t.Errorf("%d parts are kept, want %d", j.Kept(), parts+1)
		}
		if got := b.Keeper.kept[saved.ID].saved.EditKey; got != "key" {
			t.Errorf("its key is %q", got)
		}
		m.end()
	})
}
