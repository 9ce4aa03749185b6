package scene

import (
	"time"

	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/bot"
)

// autopilot flies the own ship as a bot would: for demonstrations, and for tests
// that need a player who plays.
type autopilot struct{ seen []sim.Entity }

// autopilotOn reports whether the own ship flies itself: if that was asked for, and
// the server is one for developers. On all others a player flies, or nobody.
func (deps *Deps) autopilotOn() bool { return deps.Options.Bot && deps.lobby.Meta.Dev }

func (a *autopilot) nextInput(v *netcode.View) sim.Input {
	a.seen = a.seen[:0]
	for i := range v.Seen {
		s := &v.Seen[i]
		a.seen = append(a.seen, sim.Entity{ID: s.ID, Kind: s.Kind, Words: s.To})
	}
	return bot.Think(&bot.Sight{Config: &v.Config, Tick: v.OwnTick, Me: v.Me, Own: v.Own, Seen: a.seen}, bot.Pilot)
}

// maxInputGap is how long a match may stand still before what was struck meanwhile is dropped:
// it was aimed at a world that has moved on. A frame of the slowest screen is shorter.
const maxInputGap = 500 * time.Millisecond

// disarmDevices says whether a menu or the chat has the keys. Nothing that is pressed there, on the
// way into the match, or while nothing flies, reaches the ship.
func (m *matchScene) disarmDevices(busy bool) {
	switch {
	case busy, m.keysTaken, m.sampledAt.IsZero():
		m.deps.Devices.RequireRelease()
	case m.now.Sub(m.sampledAt) > maxInputGap:
		m.deps.Devices.DiscardPresses()
	}
	m.keysTaken = busy
}

// handleKeys are the keys that do not fly.
func (m *matchScene) handleKeys(f *Frame) Transition {
	d := m.deps.Devices
	if m.chat.open {
		m.chat.updateInput(m, f)
		return Transition{}
	}
	if m.played && m.wheel.updateWheel(m, f) {
		return Transition{}
	}
	m.showScores = d.Held(input.Scoreboard)
	if d.JustPressed(input.NetGraph) {
		m.showNetGraph = !m.showNetGraph
	}
	if struck, _ := d.AnyJustPressed(); struck == labKey && m.deps.Lab != nil {
		return Push(newLabPanel(m.deps))
	}
	switch {
	case d.JustPressed(input.Menu) || d.MenuTapped():
		return Push(newPauseMenu(m))
	case d.JustPressed(input.Chat) && m.played && !m.deps.Switches.noChat.Load():
		m.chat.openFor(m.chosenChannel())
	case m.view != nil && m.view.Watching:
		m.handleSpectatorKeys(f)
	}
	return Transition{}
}

// chosenChannel is whom a line is for that begins now.
func (m *matchScene) chosenChannel() protocol.Channel {
	if m.deps.Devices.ShiftHeld() && m.hasTeam() {
		return protocol.ChannelTeam
	}
	return protocol.ChannelRoom
}

// nextInput is the input of one tick.
func (m *matchScene) nextInput() sim.Input {
	v := m.view
	if v == nil {
		return sim.Input{}
	}
	m.sampledAt = m.now
	switch {
	case m.deps.autopilotOn():
		m.lastInput = m.autopilot.nextInput(v)
	case m.keysTaken:
		m.lastInput = m.lastInput.Neutral()
	default:
		x, y := m.ownShipOnScreen()
		own, _, ok := m.client.Own()
		if !ok {
			own = v.Own
		}
		m.lastInput = m.deps.Devices.Sample(uint16(own[sim.OwnHeading]), x, y)
	}
	m.hints.countInput(m.lastInput)
	return m.lastInput
}
