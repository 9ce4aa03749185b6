package input

import (
	"fmt"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
)

// Source is a key of the keyboard (by its position, not by what is printed on it), a
// button of the mouse, or a button of a gamepad. The zero Source is none.
type Source int16

const (
	firstKey   Source = 1
	firstMouse        = firstKey + Source(ebiten.KeyMax) + 1
	firstPad          = firstMouse + Source(ebiten.MouseButtonMax) + 1
	sources           = firstPad + Source(ebiten.StandardGamepadButtonMax) + 1
)

// Key is the Source of a key.
func Key(k ebiten.Key) Source { return firstKey + Source(k) }

// Escape is the key that cancels.
const Escape = firstKey + Source(ebiten.KeyEscape)

// Mouse is the Source of a button of the mouse.
func Mouse(b ebiten.MouseButton) Source { return firstMouse + Source(b) }

// Pad is the Source of a button of a gamepad in the standard layout.
func Pad(b ebiten.StandardGamepadButton) Source { return firstPad + Source(b) }

// device is Gamepad for buttons of a gamepad, else Keyboard.
func (s Source) device() Device {
	if s >= firstPad {
		return Gamepad
	}
	return Keyboard
}

// String is the name of the source in stored preferences.
func (s Source) String() string {
	switch {
	case s <= 0 || s >= sources:
		return ""
	case s >= firstPad:
		return fmt.Sprintf("Pad%d", s-firstPad)
	case s >= firstMouse:
		return fmt.Sprintf("Mouse%d", s-firstMouse)
	}
	return "Key" + ebiten.Key(s-firstKey).String()
}

// parseSource returns the source with this String.
func parseSource(name string) (Source, error) {
	for s := firstKey; s < sources; s++ {
		if s.String() == name {
			return s, nil
		}
	}
	return 0, fmt.Errorf("there is no key %q", name)
}

var mouseNames = [...]string{lang.Key("Left mouse"), lang.Key("Middle mouse"), lang.Key("Right mouse"), lang.Key("Mouse 4"), lang.Key("Mouse 5")}

var padNames = [...]string{
	"Pad A", "Pad B", "Pad X", "Pad Y", "Pad LB", "Pad RB", "Pad LT", "Pad RT", "Pad Back", "Pad Start",
	"Pad L3", "Pad R3", "Pad up", "Pad down", "Pad left", "Pad right", "Pad home",
}

// wordKeys are the keys whose names are words.
var wordKeys = map[ebiten.Key]string{
	ebiten.KeySpace: lang.Key("Space"), ebiten.KeyArrowUp: lang.Key("Up arrow"), ebiten.KeyArrowDown: lang.Key("Down arrow"),
	ebiten.KeyArrowLeft: lang.Key("Left arrow"), ebiten.KeyArrowRight: lang.Key("Right arrow"),
}

// label is the name that players see, as on a US keyboard. See Devices.KeyLabel.
func (s Source) label() string {
	switch {
	case s <= 0 || s >= sources:
		return "—"
	case s >= firstPad:
		return padNames[s-firstPad]
	case s >= firstMouse:
		return lang.T(mouseNames[s-firstMouse])
	}
	k := ebiten.Key(s - firstKey)
	if name := wordKeys[k]; name != "" {
		return lang.T(name)
	}
	return strings.TrimPrefix(k.String(), "Digit")
}
