package scene

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
)

const (
	portraitJump   = 300 // world units
	portraitUnits  = 150 // world units that a portrait is high
	portraitPeriod = 5   // seconds of a turn
	portraitZoom   = 2.2 // of one that is near
)

// portrait shows what the player controls, which flies along a lying eight with its trail.
type portrait struct {
	trails render.Trails
	at     float32 // seconds that it has flown
	near   bool    // it is looked at from nearby
	stage  ui.Rect // in which it flies
	batch  *sprites.Batch
}

func newPortrait() portrait { return portrait{trails: render.Trails{JumpDistance: portraitJump}} }

// fly moves on by dt seconds.
func (o *portrait) fly(dt float32) {
	o.at += dt
	x, y := o.position(o.at)
	o.trails.ExtendTrail(0, x, y, 1, dt)
	o.trails.ShrinkStale()
}

// position is where it is at a time, in world units from the middle of the stage.
func (o *portrait) position(at float32) (x, y float32) {
	a := float64(at) * 2 * math.Pi / portraitPeriod
	high := float64(o.units())
	wide := float64(o.stage.W/max(o.stage.H, 1)) * high * .34
	return float32(math.Sin(a) * wide), float32(math.Sin(2*a) * high * .3)
}

// units is how many world units it is high.
func (o *portrait) units() float32 {
	if o.near {
		return portraitUnits / portraitZoom
	}
	return portraitUnits
}

// drawPortrait draws it with its looks, as the face of a game draws it.
func (o *portrait) drawPortrait(deps *Deps, dst *ebiten.Image, face game.Face, looks protocol.Looks) {
	if deps.renderer == nil {
		return
	}
	scale := o.stage.H / o.units()
	w, h := dst.Bounds().Dx(), dst.Bounds().Dy()
	cam := render.Camera{W: w, H: h, Scale: scale, X: (float32(w)/2 - o.stage.CenterX()) / scale, Y: (float32(h)/2 - o.stage.CenterY()) / scale}
	view := netcode.View{Me: 0, Roster: []protocol.Player{{Looks: looks}}}
	if o.batch == nil {
		o.batch = sprites.NewBatch(deps.renderer.Sprites.Atlas)
	}
	b := o.batch
	b.Reset(w, h)
	o.trails.DrawTrails(b, cam, &view)
	x, y := o.position(o.at)
	nextX, nextY := o.position(o.at + 1./60)
	l := float32(math.Hypot(float64(nextX-x), float64(nextY-y)))
	if p, ok := face.(game.Portrayer); ok && l > 0 {
		p.DrawPortrait(b, cam, game.Portrait{
			X: x, Y: y, Cos: (nextX - x) / l, Sin: (nextY - y) / l, Time: o.at,
			Loadout: deps.Prefs.Loadouts[face.Name()], Lines: looks.Lines,
		})
	}
	deps.renderer.Sprites.DrawBatch(dst, b)
}
