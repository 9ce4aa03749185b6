// Package game is what the client asks of a game: how it looks, sounds and is controlled.
// Scenes, netcode, HUD, sound and input know no game; they use a Face, which package
// client/game/faces lists, and the Play that it makes for each match.
//
// A new game is two folders: its rules below sim (package sim says what they are), and a
// package below client/game with its Face. Both get a line in their lists, sim/games and
// client/game/faces. The name of a Face is the About.Name of its rules.
//
// A Play gets a netcode.View once a frame. It reads the View and changes nothing in it: the
// words of entities and events mean what the game's rules say, and package viewstate reads
// them at the moment that is displayed. What a Play draws with are the tools of
// client/render (camera, particles, trails, glow), client/render/sprites and client/hud.
package game

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/audio"
	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/sim"
)

// Face is how a game looks, sounds and is controlled. It holds no state; what it returns is
// data that nobody changes.
type Face interface {
	// Name is the About.Name of the game.
	Name() string
	// Tagline says in one line what the game is; the title shows it.
	Tagline() string
	// Controls are the actions of the game, their default keys and touch buttons.
	Controls() *input.Controls
	// ControlsText explains the controls of the device in use, in one line of the title.
	ControlsText(d *input.Devices) string
	// Lessons teach new players, each when it is useful.
	Lessons() []Lesson
	// Demo is the match behind the menus.
	Demo() Demo
	// Sounds synthesises the sounds of the game, which may take a while; nil: it has none.
	Sounds() *audio.Bank
	// State returns a struct that is marshalled as a part of the client's state, for tests
	// and stream overlays. v is nil outside of a match. The names of its fields must differ
	// from those of scene.State, and must not change.
	State(v *netcode.View) any
	// NewPlay returns what shows one match, or the demo. On an error, as when a shader does
	// not compile, the match ends for the player with these words.
	NewPlay(*Kit) (Play, error)
}

// Play shows one match to its player and turns the player's input into the game's. It is
// made for a match and not safe for concurrent use. No method may allocate in most frames.
//
// For each new View the scene calls Update, then Camera, and Listen. It calls Draw and the
// HUD's methods with the View of the last Update, and Sample once a tick, which can be
// several times a frame or not at all.
type Play interface {
	hud.Game

	// Update advances effects by dt seconds and handles the events of v. If v.Cut, the
	// effects so far are to be forgotten.
	Update(v *netcode.View, dt float64)
	// Camera is the camera for the frame in a window of w by h pixels. The player looks at
	// lookX, lookY, each from -1 to 1 in the window.
	Camera(v *netcode.View, lookX, lookY float32, w, h int) render.Camera
	// Draw draws the world over all of dst, as cam sees it.
	Draw(dst *ebiten.Image, v *netcode.View, cam render.Camera)
	// Listen plays what is new in v. It is called once for each View. Countdowns and starts
	// of rounds are not its business.
	Listen(a *audio.Audio, v *netcode.View, cam render.Camera)
	// Sample is the input for one tick. own is the player as predicted for the newest tick;
	// v.Own is what is drawn.
	Sample(d *input.Devices, own sim.Private, v *netcode.View, cam render.Camera) sim.Input
	// InControl reports whether the player controls something now. While false there are no
	// touch controls, and lessons wait.
	InControl(v *netcode.View) bool
}

// Loadouter is implemented by a Face whose players choose with what they begin.
type Loadouter interface {
	// Loadouts returns what the choice is called, and the names of what there is, as keys of
	// package lang.
	Loadouts() (label string, names []string)
}

// Portrayer is implemented by a Face that can draw what the player controls outside of a match.
type Portrayer interface {
	// DrawPortrait draws it on b as cam sees it, in the colour of the player.
	DrawPortrait(b *sprites.Batch, cam render.Camera, p Portrait)
}

// Portrait is what the player controls, where, and in which direction it goes.
type Portrait struct {
	X, Y     float32 // world units
	Cos, Sin float32 // unit vector of the heading
	Time     float32 // seconds, for what flickers
	Loadout  int     // one of Loadouter.Loadouts, from 1; 0: none chosen
	Lines    uint8   // on the hull: see deeds.HullLines
}

// KillSounder is implemented by a Face whose kills are heard, each player's as they have chosen.
type KillSounder interface {
	// PlayKillSound plays the sound of a number: see deeds.KillSounds.
	PlayKillSound(a *audio.Audio, number uint8)
}

// Ghoster is implemented by a Play that can show a player of another match beside this one:
// somebody to race, who is not there.
type Ghoster interface {
	// SetGhost shows the player whom v follows, as v is at each Draw; nil: nobody.
	SetGhost(v *netcode.View)
	// GhostPlace is where in the window the name of the ghost belongs; ok is false while it is
	// not in sight.
	GhostPlace(cam render.Camera) (x, y float32, ok bool)
}

// Announcer is implemented by a Play that says in words what has just happened to its player:
// screen readers read that.
type Announcer interface {
	// Announcement returns sentences in the player's language; empty: nothing.
	Announcement() string
}

// Kit is what all plays of the client share.
type Kit struct {
	// Renderer has sprites, sky, glow and compiled shaders. It is nil in tests: then Update,
	// Camera, Draw and Listen are not called.
	Renderer *render.Renderer

	Loadout     int       // the one of Loadouter.Loadouts that the player has chosen, from 1; 0: none yet
	KeepLoadout func(int) // is told of another one that the player chooses in the match; nil: nobody
}

// Demo is a match between bots that is shown behind the menus.
type Demo struct {
	Config sim.Config
	// Camera is the camera at a time in seconds, in a window of w by h pixels. The menus are
	// in the middle of the window.
	Camera func(time float64, w, h int) render.Camera
}

// Faces are those of the installed games, in the order of their sim.Games.
type Faces []Face

// Find returns the face of g. If g is no game or has no face, that is the first.
func (fs Faces) Find(g sim.Game) Face {
	if g.Rules != nil {
		for _, f := range fs {
			if f.Name() == g.About().Name {
				return f
			}
		}
	}
	return fs[0]
}
