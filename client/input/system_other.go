//go:build !js

package input

import "github.com/hajimehoshi/ebiten/v2"

// systemEvents notices when the window loses the focus. The rest the system's own events tell:
// who pressed a button in a window hears where it is let go of.
type systemEvents struct{ wasFocused bool }

func (w *systemEvents) subscribe() {}

// read says what has happened since the last frame.
func (w *systemEvents) takeEvents() (left, cancelled bool) {
	was := w.wasFocused
	w.wasFocused = ebiten.IsFocused()
	return was && !w.wasFocused, false
}
