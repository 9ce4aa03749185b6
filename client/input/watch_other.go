//go:build !js

package input

import "github.com/hajimehoshi/ebiten/v2"

// watch notices when the window loses the focus. The rest the system's own events tell:
// who pressed a button in a window hears where it is let go of.
type watch struct{ focused bool }

func (w *watch) begin() {}

// read says what has happened since the last frame.
func (w *watch) read() (left, cancelled bool) {
	was := w.focused
	w.focused = ebiten.IsFocused()
	return was && !w.focused, false
}
