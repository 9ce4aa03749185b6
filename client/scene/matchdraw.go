package scene

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim"
)

// Draw implements Scene.
func (m *match) Draw(dst *ebiten.Image, f *Frame) {
	if m.view == nil {
		m.entering(dst, f)
		return
	}
	k := m.kit
	if k.Renderer != nil {
		k.Renderer.Draw(dst, m.view, m.cam)
	}
	broken := !m.mend.since.IsZero()
	if f.Veiled {
		return
	}
	lost := time.Duration(0)
	if broken {
		veil(k.Pen, dst, f, .5)
		lost = max(1, f.Now.Sub(m.mend.since))
	}
	sticks, spots := m.thumbs(f)
	hint, fade := m.hints.display(m)
	m.hud.Draw(dst, m.view, m.cam, hud.Options{
		Scoreboard:   m.board,
		NetGraph:     m.graph,
		Scale:        float64(f.Unit),
		ItemKey:      itemKey(k.Devices),
		ChatOpen:     m.chat.open,
		RatingChange: m.gain.shown,
		Hint:         hint,
		HintFade:     fade,
		LostFor:      lost,
		Reserved:     m.keep(f, sticks, spots),
	})
	if broken {
		return
	}
	drawGlass(k, dst, f, sticks, spots)
	if m.view.Watching && f.Top {
		m.watching(dst, f)
	}
	m.wheel.draw(k, dst, f)
	m.chat.draw(m, dst, f)
	if k.Lab != nil && f.Top {
		k.Lab.badge(k.Pen, dst, f)
	}
}

// itemKey is what to press for the item; fingers see the button.
func itemKey(d *input.Devices) string {
	if d.Active() == input.Touch {
		return ""
	}
	return d.KeyLabel(input.Item, d.Active())
}

// keep is where the scene draws over the HUD, which writes nothing there.
func (m *match) keep(f *Frame, sticks []input.TouchStick, spots []input.TouchButton) []ui.Rect {
	kept := m.kept[:0]
	if f.Cover != (ui.Rect{}) {
		kept = append(kept, f.Cover)
	}
	for i := range sticks {
		kept = append(kept, around(sticks[i].X, sticks[i].Y, sticks[i].Radius))
	}
	for i := range spots {
		kept = append(kept, around(spots[i].X, spots[i].Y, spots[i].Radius))
	}
	if m.view.Watching {
		kept = append(kept, watchingBox(f))
	}
	if m.wheel.open {
		kept = m.wheel.appendBoxes(kept, m.kit.Pen, f)
	}
	if lab := m.kit.Lab; lab != nil && f.Top {
		kept = append(kept, lab.badgeBox(m.kit.Pen, f))
	}
	if m.chat.open {
		kept = append(kept, m.chat.box(f))
	}
	m.kept = kept
	return kept
}

// thumbs are the controls that a touch screen shows: those of the ship only while it can
// be flown and nothing lies over it.
func (m *match) thumbs(f *Frame) ([]input.TouchStick, []input.TouchButton) {
	if m.kit.Devices.Active() != input.Touch || !f.Top || m.view.Watching {
		return nil, nil
	}
	sticks, spots := m.kit.Devices.TouchControls()
	if m.board {
		return nil, spots[input.ShipButtons : input.ShipButtons+1] // the menu
	}
	stand, told := viewstate.Match(m.view)
	if m.view.Own[sim.OwnAlive] == 0 || told && stand.Phase == sim.PhasePodium || m.wheel.open || m.chat.open {
		return nil, spots[input.ShipButtons:]
	}
	return sticks, spots
}

func around(x, y, r float32) ui.Rect { return ui.Rect{X: x - r, Y: y - r, W: 2 * r, H: 2 * r} }

// entering is what there is to see before the first snapshot.
func (m *match) entering(dst *ebiten.Image, f *Frame) {
	p, x, y := m.kit.Pen, float32(f.W)/2, float32(f.H)*.38
	p.Fill(dst, ui.Rect{W: float32(f.W), H: float32(f.H)}, ui.Background)
	spinner(p, dst, x, y-f.px(30), f.px(38), float64(f.Now.UnixMilli()%1e9)/1000, ui.Accent)
	p.Text(dst, "Entering the arena", x, y+f.px(50), ui.Style{Face: ui.Title, Size: f.px(28), Color: ui.White, Glow: .4, Align: ui.Center})
}

// ship is where the own ship is on the screen: what the mouse aims from.
func (m *match) ship() (x, y float32) {
	own, ok := viewstate.Own(m.view)
	if !ok {
		return float32(m.cam.W) / 2, float32(m.cam.H) / 2
	}
	return m.cam.ToScreen(own.X, own.Y)
}

// drawGlass shows the controls of a touch screen.
func drawGlass(k *Kit, dst *ebiten.Image, f *Frame, sticks []input.TouchStick, spots []input.TouchButton) {
	p := k.Pen
	for i := range sticks {
		s := &sticks[i]
		c := ui.Cyan
		if i == 1 {
			c = ui.Accent
		}
		shine := float32(.35)
		if s.Active {
			shine = .8
		}
		p.Ring(dst, s.X, s.Y, s.Radius, f.px(2), 0, tau, c.Fade(.5*shine))
		x, y := within(s.X, s.Y, s.ToX, s.ToY, s.Radius)
		p.Disc(dst, x, y, s.Radius*.5, c.Fade(.35*shine), rgba.Color{})
		p.Ring(dst, x, y, s.Radius*.38, f.px(2.5), 0, tau, c.Fade(shine))
	}
	for i := range spots {
		s := &spots[i]
		c, label := ui.White, glassLabels[s.Action]
		k := float32(.5)
		if s.Held {
			k = 1
			p.Disc(dst, s.X, s.Y, s.Radius, ui.Cyan.Glow(.5), rgba.Color{})
		}
		p.Ring(dst, s.X, s.Y, s.Radius, f.px(2), 0, tau, c.Fade(k))
		p.Text(dst, label, s.X, s.Y, ui.Style{Face: ui.Title, Size: s.Radius * .42, Color: c.Fade(k), Align: ui.Center})
	}
}

var glassLabels = map[input.Action]string{input.Boost: "BOOST", input.Rail: "RAIL", input.Item: "ITEM", input.Menu: "II", input.Quick: "SAY"}
