package input

import (
	"unicode"
	"unicode/utf8"

	"github.com/hajimehoshi/ebiten/v2"
)

// keyLabels are the letters on the keys of this keyboard, as far as the system reports
// them: bindings go by the position of a key, which has another letter on an AZERTY
// keyboard. An empty label means that of a US keyboard.
type keyLabels [ebiten.KeyMax + 1]string

// setLabel sets the label of a key. Letters of other scripts than Latin are ignored: such
// keyboards have the Latin letter on the key, too.
func (k *keyLabels) setLabel(key ebiten.Key, name string) {
	r, n := utf8.DecodeRuneInString(name)
	if n == 0 || n < len(name) || !unicode.IsPrint(r) || unicode.IsSpace(r) || unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
		return
	}
	k[key] = string(unicode.ToUpper(r))
}

// labelOf is the label of s for players.
func (k *keyLabels) labelOf(s Source) string {
	if s >= firstKey && s < firstMouse && k[s-firstKey] != "" {
		return k[s-firstKey]
	}
	return s.label()
}

// KeyLabel is the label of the first source of a on this device, as printed on the
// player's keyboard if the system reports it.
func (d *Devices) KeyLabel(a Action, dev Device) string {
	return d.keyLabels.labelOf(d.Bindings.sourceFor(a, dev))
}

// RefreshKeyLabels updates the labels of keys, because the player can change the layout of
// the keyboard.
func (d *Devices) RefreshKeyLabels() { d.keyLabels.queryKeyNames() }
