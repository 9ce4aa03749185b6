package scene

import (
	"time"

	"perihelion/client/game"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// autopilot lets a bot play in the player's place, for demonstrations and tests.
type autopilot struct{ seen []sim.Entity }

// autopilotOn reports whether a bot flies: if the options ask for it and the server is one
// for developers. On other servers only people fly.
func (deps *Deps) autopilotOn() bool { return deps.Options.Bot && deps.online.Lobby.Meta.Dev }

func (a *autopilot) nextInput(bot sim.Bot, v *netcode.View) sim.Input {
	a.seen = v.AppendEntities(a.seen[:0])
	return bot.Think(&sim.Sight{Config: &v.Config, Tick: v.OwnTick, Me: v.Me, Own: v.Own, Seen: a.seen}, sim.Regular)
}

// maxInputGap is how long no input may be sampled before pressed buttons are dropped: they
// were meant for a world that has changed since. It is longer than a frame on the slowest
// device.
const maxInputGap = 500 * time.Millisecond

// disarmDevices tells the input devices what must not reach the game: what was pressed in
// a menu or the chat, on the way into the match, or while no input was sampled.
func (m *matchScene) disarmDevices(busy bool) {
	switch {
	case busy, m.keysTaken:
		m.deps.Devices.RequireRelease()
	case m.now.Sub(m.sampledAt) > maxInputGap:
		m.deps.Devices.DiscardPresses()
	}
	m.keysTaken = busy
}

// handleKeys handles the keys that are not those of the game.
func (m *matchScene) handleKeys(f *frame) transition {
	d := m.deps.Devices
	if m.chat.open {
		m.chat.updateInput(m, f)
		return transition{}
	}
	if m.session.Played && m.wheel.updateWheel(m, f) {
		return transition{}
	}
	m.showScores = d.Held(input.Scoreboard)
	if d.JustPressed(input.NetGraph) {
		m.showNetGraph = !m.showNetGraph
	}
	if pressed, _ := d.AnyJustPressed(); pressed == labKey && m.deps.Lab != nil {
		return push(newLabPanel(m.deps))
	}
	if tr := m.podium.handle(m, f); tr.op != opStay {
		return tr
	}
	if tr := m.entry.handleEntry(m, f); tr.op != opStay {
		return tr
	}
	switch {
	case d.JustPressed(input.Menu) || d.MenuTapped():
		return push(newPauseMenu(m))
	case d.JustPressed(input.Chat) && m.session.Played && !m.deps.Switches.noChat.Load():
		m.chat.openFor(m.chosenChannel())
	}
	return transition{}
}

// chosenChannel is the chat channel for a line that starts now.
func (m *matchScene) chosenChannel() protocol.Channel {
	if m.deps.Devices.ShiftHeld() && m.hasTeam() {
		return protocol.ChannelTeam
	}
	return protocol.ChannelRoom
}

// nextInput is the input for one tick.
func (m *matchScene) nextInput() sim.Input {
	v := m.view
	if v == nil {
		return sim.Input{}
	}
	m.sampledAt = m.now
	switch {
	case m.deps.autopilotOn():
		m.lastInput = m.autopilot.nextInput(m.game, v)
	case m.editing, m.entry.comesBack(m):
		m.lastInput = m.play.(game.Editable).EditingInput(m.predictedOwn())
	case m.keysTaken:
		m.lastInput = m.game.About().Inputs.Neutral(m.lastInput)
	default:
		m.lastInput = m.play.Sample(m.deps.Devices, m.predictedOwn(), v, m.cam)
	}
	return m.lastInput
}

// predictedOwn is the player as predicted for the newest tick.
func (m *matchScene) predictedOwn() sim.Private {
	if own, _, ok := m.session.Client.Own(); ok {
		return own
	}
	return m.view.Own
}

// usualScale is the pixels per unit of the world with which the player flies.
func (m *matchScene) usualScale(f *frame) float32 {
	return render.ViewScale(&m.game.About().View, f.w, f.h)
}

// mayEdit reports whether the player may change the arena.
func (m *matchScene) mayEdit() bool {
	own, _ := m.view.Player(m.view.Me)
	return m.view.Config.Editable && own.Role != protocol.RoleFlyer
}
