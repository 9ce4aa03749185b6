package feel

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/sim/ships/layout"
)

const laggard = builders // only flies

// A line that takes nothing for a while, as eight edit as much as they may, does not break, and then
// has the arena of all: change by change, or anew if that were too many.
func TestALineThatStallsWhileEightEditDoesNotBreak(t *testing.T) {
	for _, tt := range []struct {
		length time.Duration
		anew   bool
	}{{time.Second, false}, {3 * time.Second, true}} {
		t.Run(tt.length.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newEditSession(t, builders+1, nil)
				s.run(time.Second)
				for _, f := range s.fliers[1:builders] {
					_, _ = s.fliers[0].Netcode.Grant(f.View.Me, protocol.RoleEditor), s.run(screen)
				}
				s.run(time.Second)
				made := s.editBesideStalled(tt.length)
				s.mustAgree()
				t.Logf("changes that were told: %v", made)
				if made[0] < 200 || made[1] != made[0] || made[laggard] < made[0] != tt.anew {
					t.Errorf("changes that were told: %v, want all to others, and fewer to the one whose line stalled: %v", made, tt.anew)
				}
				s.end()
			})
		})
	}
}

// editBesideStalled lets eight edit, while the line of another stalls and for a second more. It returns how many
// changes each was told.
func (s *editSession) editBesideStalled(length time.Duration) []int {
	steady, made := netsim.Symmetric(2*oneWay, 0, 0), make([]int, len(s.fliers))
	still := steady
	still.Down.Buffer, still.Down.Blackouts = 1, []netsim.Blackout{{Length: length}}
	run := func(length time.Duration, edit bool) {
		for begin, n := time.Now(), 0; time.Since(begin) < length; n++ {
			for i, f := range s.fliers {
				s.now = time.Now()
				s.frame(f)
				if made[i] += len(f.View.Edits.Made); edit && i < builders && (n+i)%3 == 0 {
					s.change(f)
				}
			}
			time.Sleep(screen)
		}
	}
	s.fliers[laggard].line.SetProfile(still)
	run(length, true)
	s.fliers[laggard].line.SetProfile(steady)
	run(time.Second, true)
	run(time.Second, false)
	return made
}

// mustAgree fails unless all have the same arena and wait for nothing.
func (s *editSession) mustAgree() {
	text := s.fliers[0].View.Config.Arena.Layout.(*layout.Arena).Text()
	for i, f := range s.fliers {
		if f.View.Config.Arena.Layout.(*layout.Arena).Text() != text || f.View.Edits.Waiting > 0 {
			s.t.Errorf("player %d has another arena, or waits for %d answers", i, f.View.Edits.Waiting)
		}
	}
}

// What is changed before one tick and fits no frame is told by the arena, which answers as well.
func TestMoreChangesThanFitAFrameAreToldByTheArena(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newEditSession(t, 4, nil)
		s.run(time.Second)
		for _, f := range s.fliers[1:3] {
			_, _ = s.fliers[0].Netcode.Grant(f.View.Me, protocol.RoleEditor), s.run(screen)
		}
		s.run(time.Second)
		for _, f := range s.fliers[:3] {
			for n := range 5 {
				if _, err := f.Netcode.Edit(setPull(fmt.Sprintf("%9000d", 600+n))); err != nil {
					t.Fatal(err)
				}
			}
		}
		answers, told := 0, 0
		for range 60 {
			answers += len(s.run(screen))
			told += len(s.fliers[3].View.Edits.Made)
		}
		if s.mustAgree(); answers != 3*5 || told >= 3*5 || s.pull(s.fliers[3]) != 604 {
			t.Errorf("%d answers, %d changes were told one by one, and the pull is %d", answers, told, s.pull(s.fliers[3]))
		}
		s.end()
	})
}

// Whoever goes on with the match of a server that dies has the log as far as it was handed over: each
// change that an editor was told of is in it.
func TestAChangeIsHandedOverBeforeItIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newEditSession(t, 2, nil)
		s.run(time.Second)
		editor, told := s.fliers[0], 0
		for n := range 40 {
			number, err := editor.Netcode.Edit(setPull(fmt.Sprint(600 + n)))
			if err != nil {
				t.Fatal(err)
			}
			for len(s.run(screen)) == 0 {
			}
			times, lives := map[edit]int{}, map[string]int{}
			for _, log := range s.logs {
				s.count(log, times, lives)
			}
			if times[editor.edit(number)] == 1 {
				told++
			}
		}
		if told != 40 {
			t.Errorf("%d of 40 changes that were told would be known to who goes on with the match", told)
		}
		s.end()
	})
}
