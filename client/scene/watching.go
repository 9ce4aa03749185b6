package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/sim"
)

// look turns a spectator's eyes: arrows, a click or a tap go to the next pilot, the
// space bar to whoever leads.
func (m *match) look(f *Frame) {
	d := m.kit.Devices
	by := 0
	switch in := f.In; {
	case in.Nav == ui.NavRight, in.Released && in.X >= float32(f.W)/2, d.JustPressed(input.Right):
		by = 1
	case in.Nav == ui.NavLeft, in.Released, d.JustPressed(input.Left):
		by = -1
	case in.Space || in.Accept:
		_ = m.client.Follow(sim.NoPlayer) // if it cannot be sent, the link says why
	}
	if who, ok := m.neighbour(by); by != 0 && ok {
		_ = m.client.Follow(who)
	}
}

// neighbour is the pilot by so many seats from the one whom we follow.
func (m *match) neighbour(by int) (sim.PlayerID, bool) {
	list := m.view.Roster
	if len(list) == 0 {
		return 0, false
	}
	at := 0
	for i := range list {
		if list[i].ID == m.view.Follow {
			at = i
		}
	}
	return list[(at+by+len(list))%len(list)].ID, true
}

// watchingBox is where watching writes.
func watchingBox(f *Frame) ui.Rect {
	half := min(f.px(290), float32(f.W)/2)
	return ui.Rect{X: float32(f.W)/2 - half, Y: float32(f.H) - f.px(106), W: 2 * half, H: f.px(90)}
}

// watching says whom a spectator follows, and how to follow somebody else.
func (m *match) watching(dst *ebiten.Image, f *Frame) {
	p, x, y := m.kit.Pen, float32(f.W)/2, float32(f.H)-f.px(64)
	name := "Nobody flies"
	if m.view.Follow != sim.NoPlayer {
		name = viewstate.Name(m.view, m.view.Follow)
	}
	caption(p, dst, f, "WATCHING", x, y-f.px(30), ui.Style{Face: ui.Title, Size: f.px(13), Color: ui.Accent})
	caption(p, dst, f, name, x, y, ui.Style{Face: ui.Title, Size: f.px(26), Color: ui.White, Glow: .5})
	how := "Arrows: another pilot   ·   Space: whoever leads   ·   Esc: leave"
	if m.kit.Devices.Active() == input.Touch {
		how = "Tap right or left: another pilot"
	}
	caption(p, dst, f, how, x, y+f.px(32), ui.Style{Size: f.px(14), Color: ui.Muted})
}
