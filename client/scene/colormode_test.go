package scene

import (
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/render"
	"perihelion/client/ui"
)

func TestAColorModeIsChosenInTheSettingsAndKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		defer tc.closeAll()
		tc.deps.pen = newPen(t)
		tc.runFor(time.Second)
		tc.press("SETTINGS", ui.NoNav)
		tc.playFrame(ui.Input{})
		for i := range render.ColorModes {
			mode := &render.ColorModes[(i+1)%len(render.ColorModes)]
			tc.press("Colors: "+render.ColorModes[i].Name, ui.NavRight)
			if p := tc.deps.Prefs; p.Colors != mode.Key || tc.deps.pen.Filter != mode.Filter {
				t.Errorf("after %s the mode is %q with %v, want %q", render.ColorModes[i].Name, p.Colors, tc.deps.pen.Filter, mode.Key)
			}
		}
	})
}
