//go:build !js

package input

import "github.com/hajimehoshi/ebiten/v2"

// systemEvents detects that the window lost the focus. Nothing else is needed here: a
// window that got a press also gets the release, wherever the pointer is then.
type systemEvents struct{ wasFocused bool }

func (e *systemEvents) subscribe() {}

// takeEvents reports what happened since the last frame.
func (e *systemEvents) takeEvents() (focusLost, touchCancelled bool) {
	was := e.wasFocused
	e.wasFocused = ebiten.IsFocused()
	return was && !e.wasFocused, false
}

// watchKeyboardLayout does nothing: queryKeyNames gets the labels.
func watchKeyboardLayout(*keyLabels) {}

// queryKeyNames sets the labels to what the system reports. It reports nothing before the
// game runs.
func (k *keyLabels) queryKeyNames() {
	for key := range ebiten.KeyMax + 1 {
		k.setLabel(key, ebiten.KeyName(key))
	}
}
