package feel

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/scripts/harness"
	"perihelion/server/play/room"
	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships/layout"
)

// newEditSession is a room whose arena is changed, which goes on with a match or begins one, and
// players who have joined it one after the other.
func newEditSession(t *testing.T, players int, from *replay.Playback) *editSession {
	s := &editSession{t: t, luck: rand.New(rand.NewPCG(1, 8)), asked: map[edit]time.Time{}, made: map[edit]bool{}}
	s.server = harness.NewMemoryServer(harness.MemoryOptions{})
	own, _ := games.Ships.About().Arenas.Named("perihelion")
	cfg := sim.Config{Seed: 5, Seats: 2*builders + 2, Arenas: &sim.Arenas{own}, Editable: true}
	if from != nil {
		cfg = from.Config
	}
	if err := s.server.OpenRoom(room.Config{Sim: cfg, Linger: time.Hour, Hold: time.Hour, Journal: s, From: from}); err != nil {
		t.Fatal(err)
	}
	for p := range players {
		s.fliers = append(s.fliers, &flier{n: p})
		s.connect(s.fliers[p])
		time.Sleep(50 * time.Millisecond)
	}
	return s
}

// run plays frames of all for a while, and returns what they were answered.
func (s *editSession) run(length time.Duration) (answers []protocol.EditDone) {
	for end := time.Now().Add(length); time.Now().Before(end); time.Sleep(screen) {
		s.now = time.Now()
		for _, f := range s.fliers {
			if err := f.PlayFrame(s.now); err != nil {
				s.t.Fatal(err)
			}
			answers = append(answers, f.View.Edits.Answers...)
		}
	}
	return answers
}

func (s *editSession) end() {
	for _, f := range s.fliers {
		f.Client.Close(transport.Abnormal)
	}
	if err := s.server.Close(context.Background()); err != nil {
		s.t.Error(err)
	}
}

// roles are those of the players, as the roster tells them to the first.
func (s *editSession) roles() (all []protocol.Role) {
	for _, f := range s.fliers {
		l, _ := s.fliers[0].View.Player(f.View.Me)
		if all = append(all, l.Role); f.View.Edits.Rights.Role != l.Role || (l.Role == protocol.RoleFlyer) != (f.View.Edits.Rights.Key == "") {
			s.t.Errorf("%s has the rights %+v, by the roster %d", f.name(), f.View.Edits.Rights, l.Role)
		}
	}
	return all
}

func (s *editSession) wantRoles(when string, want ...protocol.Role) {
	s.t.Helper()
	for i, got := range s.roles() {
		if got != want[i] {
			s.t.Errorf("%s: player %d has role %d, want %d", when, i, got, want[i])
		}
	}
}

func setPull(value string) []byte {
	own, _ := games.Ships.About().Arenas.Named("perihelion")
	star := own.Layout.(*layout.Arena).Stars[0].ID
	return layout.AppendChange(nil, []layout.Edit{{Op: layout.Set, Object: star, Field: "pull", Value: value}})
}

func (s *editSession) pull(f *flier) int {
	return f.View.Config.Arena.Layout.(*layout.Arena).Stars[0].Pull
}

func TestTheOwnerSaysWhoEdits(t *testing.T) {
	const flyer, editor, owner = protocol.RoleFlyer, protocol.RoleEditor, protocol.RoleOwner
	synctest.Test(t, func(t *testing.T) {
		s := newEditSession(t, 3, nil)
		a, b, c := s.fliers[0], s.fliers[1], s.fliers[2]
		s.run(time.Second)
		s.wantRoles("at first", owner, flyer, flyer)
		before := s.pull(b)
		if _, err := b.Netcode.Edit(setPull("700")); err != nil {
			t.Fatal(err)
		}
		if done := s.run(time.Second); len(done) != 1 || done[0].Refusal != protocol.EditDenied || s.pull(a) != before || s.pull(b) != before {
			t.Errorf("a flyer's change: %+v, and the pull is %d and %d", done, s.pull(a), s.pull(b))
		}
		_, _ = b.Netcode.Grant(b.View.Me, owner), c.Netcode.Claim("WRONGWRONG") // neither may
		s.run(time.Second)
		s.wantRoles("after what nobody may", owner, flyer, flyer)
		_, _ = a.Netcode.Grant(b.View.Me, editor), c.Netcode.Claim(a.View.Edits.Rights.Key)
		s.run(time.Second)
		s.wantRoles("after a grant and a link", owner, editor, editor)
		if _, err := b.Netcode.Edit(setPull("700")); err != nil || s.run(time.Second)[0].Refusal != protocol.EditMade || s.pull(c) != 700 {
			t.Errorf("an editor's change: %v, and the pull is %d", err, s.pull(c))
		}
		known := b.View.Edits.Rights.Key
		_ = a.Netcode.Grant(b.View.Me, flyer)
		s.run(time.Second)
		_ = b.Netcode.Claim(known)
		s.run(time.Second)
		s.wantRoles("after the old key was used", owner, flyer, editor)
		if key := a.View.Edits.Rights.Key; key == known || key != c.View.Edits.Rights.Key {
			t.Errorf("after %s was taken back the key is %s, and %s to another editor", known, key, c.View.Edits.Rights.Key)
		}
		_ = b.Netcode.Claim(a.View.Edits.Rights.Key)
		s.run(time.Second)
		s.wantRoles("after the new key was used", owner, editor, editor)
		_, _ = a.Netcode.Grant(c.View.Me, owner), a.Netcode.Grant(b.View.Me, flyer) // it is the owner no more
		s.run(time.Second)
		s.wantRoles("after another owner", editor, editor, owner)
		c.Quit()
		s.fliers = s.fliers[:2]
		s.run(time.Second)
		s.wantRoles("after the owner has left", owner, editor)
		s.end()
	})
}

func TestWhoFollowsALinkEditsIfItsKeyIsThatOfTheRoom(t *testing.T) {
	const flyer, editor, owner = protocol.RoleFlyer, protocol.RoleEditor, protocol.RoleOwner
	synctest.Test(t, func(t *testing.T) {
		s := newEditSession(t, 1, nil)
		s.run(time.Second)
		for n, key := range []string{s.fliers[0].View.Edits.Rights.Key, "WRONGWRONG"} {
			s.fliers = append(s.fliers, &flier{n: n + 1, key: key})
			s.connect(s.fliers[n+1])
		}
		s.run(time.Second)
		s.wantRoles("after the links", owner, editor, flyer)
		for i, refused := range []bool{false, false, true} {
			if got := s.fliers[i].View.Edits.Refused; got != refused {
				t.Errorf("player %d is refused: %v, want %v", i, got, refused)
			}
		}
		_, _ = s.fliers[0].Netcode.Grant(s.fliers[1].View.Me, flyer), s.fliers[0].Netcode.Grant(s.fliers[2].View.Me, editor)
		s.run(time.Second)
		s.wantRoles("after the owner had other wishes", owner, flyer, editor)
		if s.fliers[1].View.Edits.Refused || s.fliers[2].View.Edits.Refused {
			t.Error("who was let, or is let no more, reads that the link is an old one")
		}
		s.end()
	})
}

func TestWhoGuessesKeysIsPassedOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newEditSession(t, 2, nil)
		s.run(time.Second)
		a, b := s.fliers[0], s.fliers[1]
		for range 40 {
			_ = b.Netcode.Claim("WRONGWRONG")
		}
		_ = b.Netcode.Claim(a.View.Edits.Rights.Key)
		s.run(time.Second)
		s.wantRoles("after many claims at once", protocol.RoleOwner, protocol.RoleFlyer)
		_ = b.Netcode.Claim(a.View.Edits.Rights.Key)
		s.run(time.Second)
		s.wantRoles("after one a second later", protocol.RoleOwner, protocol.RoleEditor)
		s.end()
	})
}

func TestAFloodOfEditsIsRefusedAndNobodyIsKicked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newEditSession(t, 2, nil)
		s.run(time.Second)
		asked := 0
		for range 4 {
			for range 30 { // at once; the netcode lets no more wait
				if _, err := s.fliers[0].Netcode.Edit(setPull("700")); err == nil {
					asked++
				}
			}
			s.run(200 * time.Millisecond)
		}
		done := s.run(3 * time.Second)
		if _, err := s.fliers[0].Netcode.Edit(setPull("800")); err != nil {
			t.Error(err)
		}
		done = append(done, s.run(time.Second)...)
		if last := done[len(done)-1]; last.Refusal != protocol.EditMade || last.Number == 0 || s.pull(s.fliers[1]) != 800 || asked < 100 {
			t.Errorf("%d asked; after the flood: %+v", asked, last)
		}
		s.end()
		made := map[edit]int{}
		for _, log := range s.logs {
			s.count(log, made, map[string]int{})
		}
		if len(made) > 40+20*2 {
			t.Errorf("%d of %d changes were made", len(made), asked)
		}
	})
}

// tooMany counts the changes that were refused because there were too many.
func tooMany(answers []protocol.EditDone) (n int) {
	for _, a := range answers {
		if a.Refusal == protocol.EditTooMany {
			n++
		}
	}
	return n
}

// Three who each ask for thirty changes at once have all of them, in order and a few a tick; and a change of
// many edits counts as several.
func TestManyEditsAtOnceAreMadeAFewATick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newEditSession(t, 4, nil)
		s.run(time.Second)
		for _, f := range s.fliers[1:3] {
			_, _ = s.fliers[0].Netcode.Grant(f.View.Me, protocol.RoleEditor), s.run(time.Second)
		}
		for i := range 30 {
			for p, f := range s.fliers[:3] {
				if _, err := f.Netcode.Edit(setPull(fmt.Sprint(300 + 3*i + p))); err != nil {
					t.Fatal(err)
				}
			}
		}
		made, most := 0, 0
		for range 60 {
			answers := s.run(screen)
			n := len(s.fliers[3].View.Edits.Made)
			if made, most = made+n, max(most, n); tooMany(answers) > 0 {
				t.Errorf("they are answered %+v", answers)
			}
		}
		if s.mustAgree(); made != 90 || most > 2*8 {
			t.Errorf("%d changes are made, up to %d between two frames", made, most)
		}
		s.run(2 * time.Second)
		many, _ := layout.ReadChange(setPull("500"))
		for len(many) < layout.MaxEdits {
			many = append(many, many[0])
		}
		for range 6 {
			if _, err := s.fliers[0].Netcode.Edit(layout.AppendChange(nil, many)); err != nil {
				t.Fatal(err)
			}
		}
		if answers := s.run(time.Second); len(answers) != 6 || tooMany(answers) != 2 {
			t.Errorf("six changes of 64 edits are answered %+v, want that two were too many", answers)
		}
		s.end()
	})
}

// A room that goes on with the log of another has the arena, the roles, and knows what was made; its
// key is another one, and who has the old one does not edit.
func TestAnEditedMatchGoesOnElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newEditSession(t, 2, nil)
		s.run(5 * time.Second)
		a, b := s.fliers[0], s.fliers[1]
		_ = a.Netcode.Grant(b.View.Me, protocol.RoleEditor)
		number, err := a.Netcode.Edit(setPull("700"))
		if s.run(time.Second); err != nil || s.pull(b) != 700 {
			t.Fatalf("%v, pull %d", err, s.pull(b))
		}
		s.end()
		r, err := replay.NewReader(bytes.NewReader(s.logs[len(s.logs)-1]), games.All)
		if err != nil {
			t.Fatal(err)
		}
		from := replay.NewPlayback(r)
		if err := from.To(math.MaxUint32); err != nil {
			t.Fatal(err)
		}
		old := a.View.Edits.Rights.Key
		again := newEditSession(t, 3, from)
		again.run(time.Second)
		again.wantRoles("in the other room", protocol.RoleOwner, protocol.RoleEditor, protocol.RoleFlyer)
		key := again.fliers[0].View.Edits.Rights.Key
		if key == old || key != again.fliers[1].View.Edits.Rights.Key {
			t.Errorf("the keys are %q and %q, before it was %q", key, again.fliers[1].View.Edits.Rights.Key, old)
		}
		_ = again.fliers[2].Netcode.Claim(old)
		again.run(time.Second)
		again.wantRoles("after the key of the first room", protocol.RoleOwner, protocol.RoleEditor, protocol.RoleFlyer)
		_ = again.fliers[2].Netcode.Claim(key)
		again.run(time.Second)
		again.wantRoles("after the key of this one", protocol.RoleOwner, protocol.RoleEditor, protocol.RoleEditor)
		if next, err := again.fliers[0].Netcode.Edit(setPull("900")); err != nil || next != number+1 {
			t.Errorf("the next change is %d after %d, %v", next, number, err)
		}
		if again.run(time.Second); again.pull(again.fliers[1]) != 900 {
			t.Errorf("the pull is %d", again.pull(again.fliers[1]))
		}
		again.end()
	})
}
