package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/sim"
)

// handleSpectatorKeys changes whom a spectator follows: arrows, a click or a tap select
// the next player, Space the leader.
func (m *matchScene) handleSpectatorKeys(f *frame) {
	d := m.deps.Devices
	by := 0
	switch in := f.in; {
	case in.Nav == ui.NavRight, in.Released && in.X >= float32(f.w)/2, d.JustPressed(input.Right):
		by = 1
	case in.Nav == ui.NavLeft, in.Released, d.JustPressed(input.Left):
		by = -1
	case in.Space || in.Accept:
		_ = m.session.Client.Follow(sim.NoPlayer) // on failure Conn.Err gives the reason
	}
	if who, ok := m.otherPlayer(by); by != 0 && ok {
		_ = m.session.Client.Follow(who)
	}
}

// otherPlayer is the player that many places after the followed one.
func (m *matchScene) otherPlayer(by int) (sim.PlayerID, bool) {
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

// spectatorRect is the area of drawSpectator.
func spectatorRect(f *frame) ui.Rect {
	half := min(f.px(290), float32(f.w)/2)
	return ui.Rect{X: float32(f.w)/2 - half, Y: float32(f.h) - f.px(106), W: 2 * half, H: f.px(90)}
}

// drawSpectator shows whom the spectator follows, and how to change that.
func (m *matchScene) drawSpectator(dst *ebiten.Image, f *frame) {
	p, x, y := m.deps.pen, float32(f.w)/2, float32(f.h)-f.px(64)
	name := "Nobody flies"
	if m.view.Follow != sim.NoPlayer {
		name = viewstate.PlayerName(m.view, m.view.Follow)
	}
	drawCaption(p, dst, f, "WATCHING", x, y-f.px(30), ui.Style{Face: ui.Title, Size: f.px(13), Color: ui.Accent})
	drawCaption(p, dst, f, name, x, y, ui.Style{Face: ui.Title, Size: f.px(26), Color: ui.White, Glow: .5})
	how := "Arrows: another player   ·   Space: whoever leads   ·   Esc: leave"
	if m.deps.Devices.Active() == input.Touch {
		how = "Tap right or left: another player"
	}
	drawCaption(p, dst, f, how, x, y+f.px(32), ui.Style{Size: f.px(14), Color: ui.Muted})
}
