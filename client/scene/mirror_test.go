package scene

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/deeds"
)

// control finds a control of the top scene by its label.
func (tc *testClient) control(label string) (n int, c Control) {
	tc.t.Helper()
	for n, c := range tc.stack.top().(controlLister).listControls() {
		if c.Label == label {
			return n, c
		}
	}
	tc.t.Fatalf("%s has no control %q", tc.stack.top().Name(), label)
	return 0, c
}

// press carries out an act on a control, as a mirror does.
func (tc *testClient) press(label string, nav ui.Nav) {
	tc.t.Helper()
	n, _ := tc.control(label)
	tc.deps.Presses.Add(Press{Control: n, Label: label, Nav: nav})
	var in ui.Input
	tc.stack.carryOutPress(&tc.deps.Presses, &in)
	tc.playFrame(in)
}

func TestAMirrorPressesControls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		tc.runFor(time.Second) // until everything has its place
		tc.press("SETTINGS", ui.NoNav)
		tc.playFrame(ui.Input{})
		if got := tc.stack.top().Name(); got != "settings" {
			t.Fatalf("scene is %s, want settings", got)
		}
		if _, c := tc.control("Music"); c.Role != roleSlider || c.Value != "70 %" {
			t.Errorf("the volume of the music is %+v", c)
		}
		tc.press("Music", ui.NavRight)
		if _, c := tc.control("Music"); c.Value != "75 %" || tc.deps.Prefs.Music < .74 {
			t.Errorf("a step to the right: %q, saved %v", c.Value, tc.deps.Prefs.Music)
		}
		tc.press("Vibration of gamepad and phone", ui.NoNav)
		if _, c := tc.control("Vibration of gamepad and phone"); c.Role != roleSwitch || c.Value != "off" || tc.deps.Prefs.Vibration {
			t.Errorf("vibration is %+v, want it off", c)
		}
		tc.press("DONE", ui.NoNav)
		tc.playFrame(ui.Input{})
		if got := tc.stack.top().Name(); got != "title" {
			t.Errorf("scene is %s, want title", got)
		}
	})
}

func TestAPressOnWhatIsGoneDoesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		for range 2 * maxPresses {
			tc.deps.Presses.Add(Press{Control: 999})
			tc.deps.Presses.Add(Press{Control: -1, Nav: ui.NavLeft})
		}
		for range maxPresses + 1 {
			var in ui.Input
			if tc.stack.carryOutPress(&tc.deps.Presses, &in); in.Pressed || in.Nav != ui.NoNav {
				t.Fatalf("input is %+v", in)
			}
		}
	})
}

func TestAPressOnAScreenThatHasChangedDoesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		tc.runFor(time.Second)
		n, _ := tc.control("SETTINGS")
		tc.deps.Presses.Add(Press{Control: n, Label: "DELETE"}) // of the screen before
		var in ui.Input
		if tc.stack.carryOutPress(&tc.deps.Presses, &in); in.Pressed {
			t.Error("another control is pressed")
		}
	})
}

func TestAMirrorChoosesARowOfAList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		s := newRoomsScene(tc.deps)
		s.rooms = testRooms()
		s.list.Count = len(s.rooms)
		tc.stack = newStack(s)
		g := &Game{deps: tc.deps, stack: tc.stack, frame: tc.frame}
		tables := g.state().Tables
		if len(tables) != 1 || tables[0].Label != "Rooms" || len(tables[0].Rows) != 3 || tables[0].Selected != 0 {
			t.Fatalf("tables %+v, want the rooms", tables)
		}
		if want := []string{"SKIRMISH", "9", "countdown", longBot + "  1888 / 2000", "2"}; !slices.Equal(tables[0].Rows[0], want) {
			t.Errorf("the first row is %q, want %q", tables[0].Rows[0], want)
		}
		if want := []string{"MODE", "PLAYERS", "NOW", "AHEAD", "FREE"}; !slices.Equal(tables[0].Columns, want) {
			t.Errorf("its columns are %q, want %q", tables[0].Columns, want)
		}
		control := tables[0].Control
		if c := g.state().Controls[control]; c.Role != roleList {
			t.Errorf("the control of the table is %+v", c)
		}
		for _, row := range []int{2, 99} { // there is no 99th
			tc.deps.Presses.Add(Press{Control: control, Label: "Rooms", Row: row})
			var in ui.Input
			if tc.stack.carryOutPress(&tc.deps.Presses, &in); s.list.Selected != 1 || in.Pressed || !s.hasFocus(&s.list) {
				t.Errorf("row %d: row %d is selected, input %+v", row, s.list.Selected, in)
			}
		}
	})
}

func TestTheTitleSaysInWordsWhatItsCardShows(t *testing.T) {
	tc := newTestClient(t, Options{})
	s := newTitle(tc.deps).(*titleScene)
	s.noDaily = true
	s.deps.online.Progress.Goals.Value.Goals = []api.WeekGoal{{Deed: deeds.Kills, Target: 100, Done: 42, Reward: 250}}
	if got := s.listTexts(); len(got) != 2 || got[0] != "THIS WEEK: 100 kills, 42 / 100" || got[1] != s.modeText() {
		t.Errorf("it says %q", got)
	}
}
