package scene

import (
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/ui"
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
	tc.deps.Presses.Add(Press{n, label, nav})
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
