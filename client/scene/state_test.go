package scene

import (
	"slices"
	"testing"
	"testing/synctest"

	"perihelion/client/ui"
)

func TestStateListsWhatCanBePressed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		tc.playFrame(ui.Input{})
		g := &Game{deps: tc.deps, stack: tc.stack, frame: tc.frame}
		s := g.State()
		if !slices.ContainsFunc(s.Controls, func(c Control) bool { return c.Label == "PLAY" && c.Focus }) {
			t.Errorf("at the title programs see %+v, want PLAY among them, with the focus", s.Controls)
		}
	})
}
