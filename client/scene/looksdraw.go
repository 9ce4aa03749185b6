package scene

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/ui"
	"perihelion/shared/deeds"
	"perihelion/shared/protocol"
)

const (
	previewJump   = 300 // world units
	previewUnits  = 150 // world units that the preview is high
	previewPeriod = 5   // seconds of a turn
)

func (s *looksScene) Draw(dst *ebiten.Image, f *frame) {
	s.layoutLooks(f)
	s.drawBackground(dst, f)
	p := s.deps.pen
	p.Panel(dst, s.stage, ui.Frame{Fill: ui.PanelFill, Line: ui.Border.Fade(.6), Cut: f.px(8), Width: f.px(1)})
	shown, _ := s.rowAt(s.list.Selected)
	if s.kinds.Selected == kindTrail {
		s.drawTrail(dst, uint8(shown.Number))
	} else {
		s.drawName(dst, f, &shown)
	}
	s.list.DrawRows(dst, p, widgetStyle(f, &s.form), s.hasFocus(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) { s.drawRow(dst, f, i, r) })
	s.drawWidgets(dst, f)
}

func (s *looksScene) drawRow(dst *ebiten.Image, f *frame, i int, r ui.Rect) {
	p := s.deps.pen
	l, ok := s.rowAt(i)
	name, right := l.Name, ""
	if !ok {
		name = lookKinds[s.kinds.Selected].none
	} else {
		right = s.progressText(&l)
	}
	c, note := ui.White.Fade(.92), ui.Muted
	switch {
	case l.Number == *s.chosen(&s.profile.Looks):
		c, note, right = ui.Cyan, ui.Cyan, lang.T("CHOSEN")
	case !s.earned(i):
		c = ui.Muted
	}
	st := ui.Style{Face: ui.Title, Size: f.px(16), Color: c}
	w := p.Text(dst, lang.T(name), r.X+f.px(12), r.CenterY(), st)
	room := r.W - w - f.px(40)
	p.Text(dst, right, r.X+r.W-f.px(12), r.CenterY(), p.ShrinkToFit(right, room, ui.Style{Size: f.px(14), Color: note, Align: ui.Right}))
}

// drawName draws the player's name with a title, as the scoreboard has it.
func (s *looksScene) drawName(dst *ebiten.Image, f *frame, l *deeds.Look) {
	p := s.deps.pen
	name := ui.Style{Face: ui.Title, Size: f.px(22), Color: ui.White, Align: ui.Center}
	y := s.stage.CenterY()
	if l.Number > 0 {
		p.Text(dst, lang.T(l.Name), s.stage.CenterX(), y+f.px(18), ui.Style{Size: f.px(15), Color: ui.Accent, Align: ui.Center})
		y -= f.px(10)
	}
	p.Text(dst, p.Truncate(s.profile.Name, s.stage.W-f.px(24), name), s.stage.CenterX(), y, name)
}

// flyPreview moves what the preview follows: along a lying eight.
func (s *looksScene) flyPreview(f *frame) {
	s.at += float32(f.dt)
	x, y := s.previewAt()
	s.preview.ExtendTrail(0, x, y, 1, float32(f.dt))
	s.preview.ShrinkStale()
}

// previewAt is where the preview has flown to, in world units from the middle of its stage.
func (s *looksScene) previewAt() (x, y float32) {
	a := float64(s.at) * 2 * math.Pi / previewPeriod
	wide := float64(s.stage.W/max(s.stage.H, 1)) * previewUnits * .4
	return float32(math.Sin(a) * wide), float32(math.Sin(2*a) * previewUnits * .3)
}

// drawTrail draws the preview of a trail.
func (s *looksScene) drawTrail(dst *ebiten.Image, number uint8) {
	if s.deps.renderer == nil {
		return
	}
	scale := s.stage.H / previewUnits
	w, h := dst.Bounds().Dx(), dst.Bounds().Dy()
	cam := render.Camera{W: w, H: h, Scale: scale, X: (float32(w)/2 - s.stage.CenterX()) / scale, Y: (float32(h)/2 - s.stage.CenterY()) / scale}
	view := netcode.View{Me: 0, Roster: []protocol.Player{{Looks: protocol.Looks{Trail: number}}}}
	b := sprites.NewBatch(s.deps.renderer.Sprites.Atlas)
	s.preview.DrawTrails(b, cam, &view)
	x, y := cam.ToScreen(s.previewAt())
	b.AddUpright(sprites.Dot, x, y, 22*scale, 22*scale, render.PlayerColor(&view, 0).Glow(1))
	b.AddUpright(sprites.Disc, x, y, 9*scale, 9*scale, render.White)
	s.deps.renderer.Sprites.DrawBatch(dst, b)
}
