package scene

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/ui"
	"perihelion/sim"
)

// podiumButtons is what a player can do while the podium is shown: see the round again, and copy
// the link to the best moment of it. The mouse, a finger and the keys below reach it; Enter
// and Space belong to the match.
type podiumButtons struct {
	again, link ui.Button
	form        ui.Form
	copied      string // the match whose link was copied
	best        bestMoment
}

var (
	againKey = input.Key(ebiten.KeyR)
	linkKey  = input.Key(ebiten.KeyL)
	againPad = input.Pad(ebiten.StandardGamepadButtonRightTop)
)

// shown reports whether there is something to see again.
func (o *podiumButtons) shown(m *matchScene) bool {
	if m.view == nil || m.view.Round.Match == "" || m.chat.open || m.wheel.open || m.showScores {
		return false
	}
	stand, ok := m.play.Match(m.view)
	return ok && stand.Phase == sim.PhasePodium
}

// Sizes of the buttons in points, and of the podium in its own units; see package hud.
const (
	podiumButtonWidth  = 128
	podiumButtonHeight = 30
	podiumMargin       = 8
)

// beside reports whether there is room for the buttons beside the podium; else they are
// below it.
func (o *podiumButtons) beside(f *frame) bool {
	return (float32(f.w)-hud.PodiumWidth(f.w, f.h, f.unit))/2 >= f.px(podiumButtonWidth+2*podiumMargin)
}

// layout lays out the buttons: in the lower right corner, or side by side at the bottom.
func (o *podiumButtons) layout(m *matchScene, f *frame) {
	o.again.Label, o.link.Label = "WATCH AGAIN", "COPY LINK"
	if o.copied == m.view.Round.Match {
		o.link.Label = "COPIED"
	}
	if m.deps.Devices.Active() == input.Keyboard {
		o.again.Label, o.link.Label = o.again.Caption()+" · R", o.link.Caption()+" · L"
	}
	h, gap, wide := f.targetHeight(podiumButtonHeight), f.px(podiumMargin), f.px(podiumButtonWidth)
	bottom, right := float32(f.h)-gap, float32(f.w)-gap
	if o.beside(f) {
		o.link.Rect = ui.Rect{X: right - wide, Y: bottom - h, W: wide, H: h}
		o.again.Rect = ui.Rect{X: right - wide, Y: bottom - 2*h - gap, W: wide, H: h}
		return
	}
	middle := float32(f.w) / 2
	o.again.Rect = ui.Rect{X: middle - gap/2 - wide, Y: bottom - h, W: wide, H: h}
	o.link.Rect = ui.Rect{X: middle + gap/2, Y: bottom - h, W: wide, H: h}
}

// height is how much of the window below the podium the buttons take.
func (o *podiumButtons) height(m *matchScene, f *frame) float32 {
	if !o.shown(m) || o.beside(f) {
		return 0
	}
	return f.targetHeight(podiumButtonHeight) + f.px(podiumMargin)
}

// handle does what was pressed.
func (o *podiumButtons) handle(m *matchScene, f *frame) transition {
	if !o.shown(m) {
		return transition{}
	}
	o.layout(m, f)
	pointer := ui.Input{X: f.in.X, Y: f.in.Y, Touch: f.in.Touch, Down: f.in.Down, Pressed: f.in.Pressed, Released: f.in.Released, DT: f.in.DT}
	pressed, _ := m.deps.Devices.AnyJustPressed()
	switch at := o.form.Update(&pointer, &o.again, &o.link); {
	case at == 0, pressed == againKey, pressed == againPad:
		m.covered = true
		return push(newFreshReplayScene(m.deps, m.view.Round.Match))
	case at == 1, pressed == linkKey:
		if m.deps.Platform.Copy(m.deps.Platform.ReplayLink(m.view.Round.Match, o.best.time(m.view))) {
			o.copied = m.view.Round.Match
		}
	}
	return transition{}
}

func (o *podiumButtons) draw(m *matchScene, dst *ebiten.Image, f *frame) {
	if !f.top || !o.shown(m) {
		return
	}
	o.layout(m, f)
	th := widgetStyle(f, &o.form)
	ui.MatchLabelSizes(m.deps.pen, f.unit, &o.again, &o.link)
	o.again.Draw(dst, m.deps.pen, th, false)
	o.link.Draw(dst, m.deps.pen, th, false)
}

// listControls returns the buttons for state.
func (m *matchScene) listControls() []Control {
	switch {
	case m.entry.shown(m):
		return []Control{newControl(m.entry.button.Caption(), m.entry.button.Rect, false)}
	case !m.podium.shown(m):
		return []Control{}
	}
	return []Control{newControl(lang.T("WATCH AGAIN"), m.podium.again.Rect, false), newControl(lang.T("COPY LINK"), m.podium.link.Rect, false)}
}

// bestMoment finds the best moment that the player had in a round: the kill or goal with
// which most of them had come within runTime. Of several it is the last.
type bestMoment struct {
	match string     // the round
	run   []sim.Tick // of kills or goals within runTime, oldest first
	most  int        // that a run had
	at    sim.Tick   // when it was complete; 0: there was none
}

const (
	runTime  = 10 * time.Second
	leadTime = 3 * time.Second // that a link begins before its moment
)

// countKills takes the events of a view.
func (b *bestMoment) countKills(v *netcode.View) {
	if b.match != v.Round.Match {
		*b = bestMoment{match: v.Round.Match, run: b.run[:0]}
	}
	headliner, ok := v.Game.Rules.(sim.Headliner)
	if !ok {
		return
	}
	for i := range v.Events {
		h, ok := headliner.Headline(&v.Events[i])
		if !ok || h.Actor != v.Me || h.Target == v.Me {
			continue
		}
		t := v.Events[i].Tick
		b.run = append(b.run, t)
		for time.Duration(t-b.run[0])*time.Second > runTime*time.Duration(v.Config.TicksPerSecond()) {
			b.run = append(b.run[:0], b.run[1:]...)
		}
		if len(b.run) >= b.most {
			b.most, b.at = len(b.run), t
		}
	}
}

// time is where in the recording of the round the moment is shown.
func (b *bestMoment) time(v *netcode.View) time.Duration {
	if b.at <= v.Round.Tick {
		return 0
	}
	return max(time.Duration(b.at-v.Round.Tick)*time.Second/time.Duration(v.Config.TicksPerSecond())-leadTime, 0)
}
