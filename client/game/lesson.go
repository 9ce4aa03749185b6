package game

import (
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
)

// Lesson teaches a new player one thing at the moment at which it is useful. It is over when
// the player has done it, or is given up after some seconds on the screen. The rows of a Face
// are in order of importance: of those that are useful the first one is shown, one at a time.
type Lesson struct {
	Name string // stored with what a player has learned: never change it
	Icon sprites.Sprite
	Text string // what to do, in six words at most; a lang.Key
	// Keys are what to press for it on a device; nil: nothing.
	Keys func(in *input.Devices, d input.Device) string

	Useful func(v *netcode.View) bool // whether it is of use now; nil: always
	Done   func(v *netcode.View) bool // whether the player does it in this frame
	Where  func(v *netcode.View) (x, y float32, ok bool)

	DoneSeconds  float64 // of doing it until it is learned; 0: once is enough
	ShownSeconds float64 // on the screen until it is given up

	Waiting bool // it is for a player who waits for a ship, else for one in control
	MustSee bool // doing it counts only once it is on the screen: it is done by accident
}
