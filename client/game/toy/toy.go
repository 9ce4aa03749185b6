// Package toy is how the toy looks and is controlled: the game.Face of the rules in
// sim/toy. It draws circles, and is meant to be read and replaced.
package toy

import (
	"image/color"
	"slices"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/vector"

	"perihelion/client/audio"
	"perihelion/client/game"
	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// Face is the face of the toy.
var Face game.Face = face{}

type face struct{}

// The actions beside movement, in the order of controls.Actions.
const (
	dash = input.FirstGameAction + iota
)

var controls = input.Controls{
	Movement: [...]string{input.Forward: "Up", input.Back: "Down", input.Left: "Left", input.Right: "Right"},
	Actions: []input.GameAction{{
		Key: "dash", Label: "Dash", Button: toy.ButtonDash,
		Sources: [...]input.Source{input.Key(ebiten.KeySpace), 0, input.Pad(ebiten.StandardGamepadButtonRightBottom)},
	}},
	TouchButtons: []input.TouchPlace{{Action: dash, Label: "DASH", Right: 130, Bottom: 130}},
}

func (face) Name() string                          { return toy.Game.About().Name }
func (face) Controls() *input.Controls             { return &controls }
func (face) Tagline() string                       { return "Whoever takes most coins wins" }
func (face) ControlsText(*input.Devices) string    { return "Move to the coin" }
func (face) NewPlay(*game.Kit) (game.Play, error)  { return &play{}, nil }
func (face) Sounds() *audio.Bank                   { return nil }
func (face) State(*netcode.View) any               { return struct{}{} }
func (face) Lessons() []game.Lesson                { return lessons }
func demoCamera(_ float64, w, h int) render.Camera { return cameraAt(0, 0, w, h) }
func cameraAt(x, y float32, w, h int) render.Camera {
	return render.Camera{X: x, Y: y, Scale: render.ViewScale(&toy.Game.About().View, w, h), W: w, H: h}
}

// lessons teach what to do: the text lasts until the player has taken a coin.
var lessons = []game.Lesson{{
	Name: "coin", Icon: sprites.Ring, Text: "Take the coin before the others do", ShownSeconds: 20,
	Done: func(v *netcode.View) bool {
		return slices.ContainsFunc(v.Events, func(e sim.Event) bool { return e.Kind == toy.EventCoin && e.Words[toy.TakenBy] == int32(v.Me) })
	},
}}

func (face) Demo() game.Demo {
	return game.Demo{Config: sim.Config{Seed: 1, Seats: 6}, Camera: demoCamera}
}

// play shows one match.
type play struct{}

func (*play) Update(*netcode.View, float64)                             {}
func (*play) Listen(*audio.Audio, *netcode.View, render.Camera)         {}
func (*play) InControl(v *netcode.View) bool                            { return v.Own[toy.OwnSeated] != 0 }
func (*play) UpdateHUD(*netcode.View, float32)                          {}
func (*play) DrawPart(hud.Part, *hud.Frame)                             {}
func (*play) Awards() []hud.Award                                       { return nil }
func (*play) AppendPlaces(dst []hud.Place, _ *netcode.View) []hud.Place { return dst }

// Camera is over the own dot; while watching over the middle of the field.
func (p *play) Camera(v *netcode.View, _, _ float32, w, h int) render.Camera {
	x, y, _ := ownPlace(v)
	return cameraAt(x, y, w, h)
}

// Sample is the input for one tick.
func (*play) Sample(d *input.Devices, _ sim.Private, _ *netcode.View, _ render.Camera) sim.Input {
	in := sim.Input{Buttons: d.TakeButtons()}
	move, _ := d.MoveVector()
	in.Axes[toy.AxisX] = int32(input.QuantiseAxis(float64(move.X)))
	in.Axes[toy.AxisY] = int32(input.QuantiseAxis(float64(move.Y)))
	return in
}

const unit = 1. / (1 << sim.PositionShift) // of a word that is a position

// ownPlace is where the own dot is drawn, in world units; ok is false if there is none.
func ownPlace(v *netcode.View) (x, y float32, ok bool) {
	if v.Watching || v.Own[toy.OwnSeated] == 0 {
		return 0, 0, false
	}
	x = between(v.OwnPrev[toy.OwnX], v.Own[toy.OwnX], v.OwnFrac)*unit + v.OffsetX
	y = between(v.OwnPrev[toy.OwnY], v.Own[toy.OwnY], v.OwnFrac)*unit + v.OffsetY
	return x, y, true
}

func between(from, to int32, t float32) float32 { return float32(from) + float32(to-from)*t }

var (
	space = color.RGBA{16, 18, 28, 255}
	own   = color.RGBA{120, 220, 255, 255}
	other = color.RGBA{200, 120, 255, 255}
	gold  = color.RGBA{255, 210, 80, 255}
)

// Draw draws the coin and the dots.
func (*play) Draw(dst *ebiten.Image, v *netcode.View, cam render.Camera) {
	dst.Fill(space)
	circle := func(x, y, radius float32, c color.Color) {
		sx, sy := cam.ToScreen(x, y)
		vector.FillCircle(dst, sx, sy, radius*cam.Scale, c, true)
	}
	for i := range v.Seen {
		switch e := &v.Seen[i]; e.Kind {
		case toy.KindCoin:
			circle(float32(e.To[toy.CoinX])*unit, float32(e.To[toy.CoinY])*unit, 8, gold)
		case toy.KindDot:
			circle(between(e.From[toy.DotX], e.To[toy.DotX], e.T)*unit, between(e.From[toy.DotY], e.To[toy.DotY], e.T)*unit, 16, other)
		}
	}
	if x, y, ok := ownPlace(v); ok {
		circle(x, y, 16, own)
	}
}

var style = hud.Style{Start: "GO", ToGo: [2]string{"COIN TO GO", "COINS TO GO"}}

// Style is the style of the HUD: the score says it all, there are no columns.
func (*play) Style() *hud.Style { return &style }

// Match is the state of the match, for the clock and the announcements.
func (*play) Match(v *netcode.View) (m viewstate.MatchState, ok bool) {
	for i := range v.Seen {
		if e := &v.Seen[i]; e.Kind == toy.KindMatch {
			ends, coins := int64(uint32(e.To[toy.MatchEnds])), teamCoins(v)
			return viewstate.MatchState{
				Phase: sim.Phase(e.To[toy.MatchPhase]), Timed: ends != 0, Leader: sim.NoPlayer, Limit: int32(v.Config.Limit()),
				Left: viewstate.TicksToDuration(&v.Config, ends-int64(v.Tick)), Points: coins, Victor: victor(v, coins),
			}, true
		}
	}
	return m, false
}

// teamCoins are the coins of the own team and of the other one, in modes that have teams.
func teamCoins(v *netcode.View) (coins [2]int32) {
	for i := range v.Seen {
		if e := &v.Seen[i]; e.Kind == toy.KindScore && v.Config.TeamOf(toy.ScoreOf(e.ID)) == viewstate.ViewerTeam(v) {
			coins[0] += e.To[toy.ScoreCoins]
		} else if e.Kind == toy.KindScore {
			coins[1] += e.To[toy.ScoreCoins]
		}
	}
	return coins
}

// victor is the team with more coins; in modes without teams there is none.
func victor(v *netcode.View, coins [2]int32) sim.Team {
	switch mine := viewstate.ViewerTeam(v); {
	case mine == sim.NoTeam || coins[0] == coins[1]:
		return sim.NoTeam
	case coins[0] > coins[1]:
		return mine
	default:
		return 3 - mine
	}
}

// AppendStandings appends the coins of everyone, best first.
func (*play) AppendStandings(dst []sim.Standing, v *netcode.View) []sim.Standing {
	for i := range v.Seen {
		if e := &v.Seen[i]; e.Kind == toy.KindScore {
			dst = append(dst, sim.Standing{Player: toy.ScoreOf(e.ID), Points: int(e.To[toy.ScoreCoins])})
		}
	}
	slices.SortStableFunc(dst, func(a, b sim.Standing) int { return b.Points - a.Points })
	return dst
}

// DrawAvatar draws no icon: all dots look alike.
func (*play) DrawAvatar(*hud.Painter, sim.PlayerID, float32, float32, float32, rgba.Color, bool) {}
