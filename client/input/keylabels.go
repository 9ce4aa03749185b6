package input

import (
	"unicode"
	"unicode/utf8"

	"github.com/hajimehoshi/ebiten/v2"
)

// keyLabels are what is printed on the keys of this keyboard, as far as the system tells:
// bindings go by the place of a key, which has another letter on an AZERTY keyboard. The
// zero keycaps are those of a US keyboard.
type keyLabels [ebiten.KeyMax + 1]string

// setLabel notes what is printed on a key. Where that is a letter of another script, the
// Latin one beside it is what players know the key by.
func (k *keyLabels) setLabel(key ebiten.Key, name string) {
	r, n := utf8.DecodeRuneInString(name)
	if n == 0 || n < len(name) || !unicode.IsPrint(r) || unicode.IsSpace(r) || unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
		return
	}
	k[key] = string(unicode.ToUpper(r))
}

// labelOf is the name that a player knows s by.
func (k *keyLabels) labelOf(s Source) string {
	if s >= firstKey && s < firstMouse && k[s-firstKey] != "" {
		return k[s-firstKey]
	}
	return s.Label()
}

// KeyLabel is the first source of a that fits the device in hand, as it is printed on
// this very keyboard where the system tells.
func (d *Devices) KeyLabel(a Action, dev Device) string {
	return d.keyLabels.labelOf(d.Bindings.sourceFor(a, dev))
}

// RefreshKeyLabels has the labels of keys follow the keyboard, whose layout a player can change.
func (d *Devices) RefreshKeyLabels() { d.keyLabels.queryKeyNames() }
