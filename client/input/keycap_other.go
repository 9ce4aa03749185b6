//go:build !js

package input

import "github.com/hajimehoshi/ebiten/v2"

func readKeycaps(*keycaps) {}

// refresh asks the system what is printed on the keys. It says so once the game runs.
func (k *keycaps) refresh() {
	for key := range ebiten.KeyMax + 1 {
		k.set(key, ebiten.KeyName(key))
	}
}
