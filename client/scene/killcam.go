package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/ui"
	"perihelion/sim"
)

// shown is what the world is drawn from: the newest view or, after a death, how it came.
func (m *matchScene) shown() *netcode.View {
	if m.killCam.Showing() {
		return &m.killCam.View
	}
	return m.view
}

// updateKillCam moves the kill-cam on. Any key, button or tap ends it.
func (m *matchScene) updateKillCam(f *frame) {
	_, pressed := m.deps.Devices.AnyJustPressed()
	stand, ok := m.play.Match(m.view)
	switch {
	case !m.deps.killCamOn(), !f.top, ok && stand.Phase == sim.PhasePodium,
		m.killCam.Showing() && (pressed || f.in.Pressed):
		m.killCam.Stop()
	}
	m.killCam.Update(m.session.Client, f.dt)
}

// killCamRect is the area of drawKillCamNote.
func killCamRect(f *frame) ui.Rect {
	half := min(f.px(170), float32(f.w)/2)
	return ui.Rect{X: float32(f.w)/2 - half, Y: float32(f.h)*.24 - f.px(14), W: 2 * half, H: f.px(28)}
}

// drawKillCamNote says that this is not the present, and how to get back there.
func drawKillCamNote(deps *Deps, dst *ebiten.Image, f *frame) {
	text := lang.T("HOW YOU WERE KILLED   ·   any key skips this")
	if deps.Devices.Active() == input.Touch {
		text = lang.T("HOW YOU WERE KILLED   ·   tap to skip")
	}
	r := killCamRect(f)
	drawCaption(deps.pen, dst, f, text, r.X+r.W/2, r.CenterY(), ui.Style{Face: ui.Title, Size: f.px(14), Color: ui.Accent})
}
