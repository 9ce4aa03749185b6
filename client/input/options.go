package input

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"
)

// Options are the player's settings of the controls.
type Options struct {
	ScreenRelative bool    // movement keys mean directions on the screen, not of the avatar
	DeadZone       float32 // the part of a stick's way that counts as the middle, 0 to 1: worn sticks do not come back to it exactly
	Vibration      bool    // the gamepad, or the phone, shakes
	LeftHanded     bool    // a touch screen has the stick that moves on the right, and the rest on the left
	AutoFire       bool    // the game aims where the player does not, and fires at what is in front
}

// vibrationTime is how long one jolt lasts.
const vibrationTime = 140 * time.Millisecond

// weakVibration is the strength below which a jolt is not passed on: all the time something
// near shakes a little.
const weakVibration = .1

// Vibrate shakes the device that the player uses, with a strength from 0 to 1. Where it has no
// motor nothing happens.
func (d *Devices) Vibrate(strength float32) {
	if !d.Options.Vibration || strength < weakVibration {
		return
	}
	k := float64(min(strength, 1))
	switch d.active {
	case Gamepad:
		for _, id := range d.reader.pads {
			ebiten.VibrateGamepad(id, &ebiten.VibrateGamepadOptions{Duration: vibrationTime, StrongMagnitude: k, WeakMagnitude: k / 2})
		}
	case Touch:
		ebiten.Vibrate(&ebiten.VibrateOptions{Duration: time.Duration(k * float64(vibrationTime)), Magnitude: k})
	}
}
