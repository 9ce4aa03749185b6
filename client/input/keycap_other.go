//go:build !js

package input

import "github.com/hajimehoshi/ebiten/v2"

func watchKeyboardLayout(*keyLabels) {}

// queryKeyNames asks the system what is printed on the keys. It says so once the game runs.
func (k *keyLabels) queryKeyNames() {
	for key := range ebiten.KeyMax + 1 {
		k.setLabel(key, ebiten.KeyName(key))
	}
}
