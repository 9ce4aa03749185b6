package ships

import (
	"testing"

	"perihelion/shared/deeds"
)

func TestEveryLookOfAShipIsDrawnOrHeard(t *testing.T) {
	if len(hullLines) != len(deeds.HullLines)+1 || len(killSounds) != len(deeds.KillSounds) {
		t.Errorf("%d sets of lines and %d sounds, want those of package deeds", len(hullLines), len(killSounds))
	}
	for _, look := range deeds.HullLines {
		if len(hullLines[look.Number]) == 0 {
			t.Errorf("%s: no lines", look.Name)
		}
		for _, l := range hullLines[look.Number] {
			for _, at := range [...]float32{l.x0, l.y0, l.x1, l.y1} {
				if at < -.6 || at > .6 { // they would be larger than the ship, and so an advantage or none
					t.Errorf("%s: the line %v leaves the hull", look.Name, l)
				}
			}
		}
	}
	heard := map[int]bool{}
	for _, look := range deeds.KillSounds {
		s, ok := killSoundOf(uint8(look.Number))
		if !ok || heard[int(s)] {
			t.Errorf("%s: sound %d, %v", look.Name, s, ok)
		}
		heard[int(s)] = true
	}
	for _, number := range []uint8{deeds.KillSoundPlain, 255} {
		if s, chosen := killSoundOf(number); chosen || s != soundKill {
			t.Errorf("number %d is the sound %d", number, s)
		}
	}
}
