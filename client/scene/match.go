package scene

import (
	"errors"
	"time"

	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/prefs"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// match is the game itself: it feeds the netcode with frames, time and inputs,
// shows what comes of it, and mends the connection when it breaks.
type match struct {
	kit   *Kit
	want  want
	tries int // to get a seat that we have not yet sat in

	client *netcode.Client
	view   *netcode.View
	link   *link
	mend   mending

	hud    *hud.HUD
	cam    render.Camera
	sample func() sim.Input // m.fly, bound once
	pilot  autopilot
	chat   chat
	wheel  wheel
	gain   gain
	said   []string // the last lines of chat, for programs
	hints  hints
	board  bool
	graph  bool
	ready  bool // the player has had the controls
	busy   bool // a menu or the chat has the keys
	asked  bool // whether to leave, since the browser's Back was pressed
	again  bool // the queue is wanted instead, for there is no opponent
	now    time.Time
	flown  time.Time // when fly was last asked; zero: never
	last   sim.Input
	kept   []ui.Rect // reused by keep
}

// newMatch takes a seat that an errand has found.
func newMatch(k *Kit, o outcome, w want, tries int) *match {
	m := &match{kit: k, want: w, tries: tries, hud: k.newHUD()}
	m.mend.seat = o.seat
	if w.back != nil {
		m.mend.ticket = w.back.Ticket
	}
	m.chat = newChat()
	if m.hud != nil {
		m.hud.IsMuted = k.mutes
	}
	m.hints.learned = k.Prefs.HintsLearned
	m.sample = m.fly
	k.History.Hold(true) // until leave
	m.join(o.link)
	return m
}

func (m *match) options() netcode.Options {
	half := int32(sim.ViewHalfWidth)
	if w, h := m.cam.W, m.cam.H; h > 0 {
		half = int32(sim.ViewHalfHeight * w / h)
	}
	return netcode.Options{Build: m.kit.Options.Build, HalfW: half}
}

// Name implements Scene.
func (m *match) Name() string { return "match" }

func (m *match) fills() {}

// Update implements Scene.
func (m *match) Update(f *Frame) Move {
	m.cam.W, m.cam.H, m.now = f.W, f.H, f.Now
	if m.again {
		return Swap(newFinding(m.kit, want{queue: m.want.queue}))
	}
	m.arm(!f.Top || m.chat.open || m.wheel.open && m.wheel.stays)
	if move := m.back(f); move.verb != stay {
		return move
	}
	if move := m.talk(f); move.verb != stay {
		return move
	}
	m.show(f)
	if !f.Top {
		m.board = false
		return Move{}
	}
	return m.controls(f)
}

// blind is how long a match may stand still before what was struck meanwhile is dropped:
// it was aimed at a world that has moved on. A frame of the slowest screen is shorter.
const blind = 500 * time.Millisecond

// arm says whether a menu or the chat has the keys. Nothing that is pressed there, on the
// way into the match, or while nothing flies, reaches the ship.
func (m *match) arm(busy bool) {
	switch {
	case busy, m.busy, m.flown.IsZero():
		m.kit.Devices.RequireRelease()
	case m.now.Sub(m.flown) > blind:
		m.kit.Devices.DiscardPresses()
	}
	m.busy = busy
}

// talk keeps the conversation with the server going, or gets back to it.
func (m *match) talk(f *Frame) Move {
	if m.mend.cut {
		return m.repair(f)
	}
	if err := m.listen(); err != nil {
		return m.lost(f, err)
	}
	_ = m.client.Advance(f.Now, m.sample) // if it cannot send, the link says why
	m.seated(m.client.View(f.Now))
	if m.view != nil {
		m.note()
	}
	return Move{}
}

const mostSaid = 20

// note keeps the last lines of chat.
func (m *match) note() {
	for i := range m.view.Chat {
		m.said = append(m.said, m.view.Chat[i].Name+": "+m.view.Chat[i].Words())
	}
	m.said = m.said[max(0, len(m.said)-mostSaid):]
}

// listen hands over what has come. Its error is the end of the connection.
func (m *match) listen() error {
	for {
		a, ok := m.link.Poll()
		if !ok {
			return m.link.Err()
		}
		err := m.client.Receive(a.frame, a.at)
		m.link.recycle(a.frame)
		if err != nil {
			m.kit.Log.Warn("server not understood", "err", err)
			m.link.conn.Close(transport.BadFrame)
			if errors.Is(err, protocol.ErrVersion) {
				return &transport.Closed{Reason: transport.WrongVersion}
			}
			return &transport.Closed{Reason: transport.Abnormal, Text: err.Error()}
		}
	}
}

// show lets what is on the screen and in the speakers follow the view.
func (m *match) show(f *Frame) {
	v := m.view
	if v == nil || m.kit.Renderer == nil || !m.mend.since.IsZero() {
		return
	}
	x, y := m.kit.Devices.LookOffset(f.W, f.H)
	if m.busy {
		x, y = 0, 0
	}
	m.kit.Renderer.Update(v, f.DT)
	m.hud.Update(v, f.DT)
	m.cam = m.kit.Renderer.Follow(v, x, y, f.W, f.H)
	m.kit.Audio.Update(v, m.cam)
	m.gain.update(m, f.Now)
	if !m.busy && m.hints.update(v, f.DT, m.hud.ShowsHint()) {
		m.kit.Prefs.HintsLearned = m.hints.learned
		m.kit.save()
	}
}

// controls are the keys that do not fly.
func (m *match) controls(f *Frame) Move {
	d := m.kit.Devices
	if m.chat.open {
		m.chat.update(m, f)
		return Move{}
	}
	if m.ready && m.wheel.update(m, f) {
		return Move{}
	}
	m.board = d.Held(input.Scoreboard)
	if d.JustPressed(input.NetGraph) {
		m.graph = !m.graph
	}
	if struck, _ := d.AnyJustPressed(); struck == labKey && m.kit.Lab != nil {
		return Push(newLabPanel(m.kit))
	}
	switch {
	case d.JustPressed(input.Menu) || d.MenuTapped():
		return Push(newPauseMenu(m))
	case d.JustPressed(input.Chat) && m.ready && !m.kit.Switches.noChat.Load():
		m.chat.begin(m.channel())
	case m.view != nil && m.view.Watching:
		m.look(f)
	}
	return Move{}
}

// channel is whom a line is for that begins now.
func (m *match) channel() protocol.Channel {
	if m.kit.Devices.ShiftHeld() && m.sided() {
		return protocol.ChannelTeam
	}
	return protocol.ChannelRoom
}

// fly is the input of one tick.
func (m *match) fly() sim.Input {
	v := m.view
	if v == nil {
		return sim.Input{}
	}
	m.flown = m.now
	switch {
	case m.kit.autopilot():
		m.last = m.pilot.think(v)
	case m.busy:
		m.last = m.last.Neutral()
	default:
		x, y := m.ship()
		own, _, ok := m.client.Own()
		if !ok {
			own = v.Own
		}
		m.last = m.kit.Devices.Sample(uint16(own[sim.OwnHeading]), x, y)
	}
	m.hints.hear(m.last)
	return m.last
}

// back heeds the browser's Back. Once it only asks, with the pause menu, in which it
// leaves; whoever goes on playing is asked again.
func (m *match) back(f *Frame) Move {
	if f.Top {
		m.asked = false
	}
	switch {
	case !m.kit.History.Back():
		return Move{}
	case m.asked:
		return m.goHome()
	}
	m.asked = true
	return Push(newPauseMenu(m)) // in place of whatever lies above the match
}

// goHome leaves for the title.
func (m *match) goHome() Move {
	m.kit.History.Restore()
	return Home()
}

// leave implements leaver: it gives the seat up.
func (m *match) leave() {
	m.kit.History.Hold(false)
	m.kit.Prefs.SetSeat(prefs.Seat{})
	m.kit.start(m.quit())
}

// quit says goodbye. What must still be sent for that is sent before wait returns,
// which should not happen on the game's own goroutine.
func (m *match) quit() (wait func()) {
	if m.mend.errand != nil {
		m.mend.errand.Abandon()
	}
	if m.mend.cut {
		return func() {}
	}
	_ = m.client.Quit()
	return func() { m.link.finish(transport.Normal) }
}
