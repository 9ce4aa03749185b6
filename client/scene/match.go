package scene

import (
	"errors"
	"time"

	"perihelion/client/hud"
	"perihelion/client/netcode"
	"perihelion/client/prefs"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// matchScene is the game itself: it feeds the netcode with frames, time and inputs,
// shows what comes of it, and mends the connection when it breaks.
type matchScene struct {
	deps  *Deps
	dest  Destination
	tries int // to get a seat that we have not yet sat in

	client    *netcode.Client
	view      *netcode.View
	conn      *Conn
	reconnect reconnectState

	hud          *hud.HUD
	cam          render.Camera
	sampleInput  func() sim.Input // m.fly, bound once
	autopilot    autopilot
	chat         chatInput
	wheel        chatWheel
	ratingChange ratingChange
	chatLog      []string // the last lines of chat, for programs
	hints        hintProgress
	showScores   bool
	showNetGraph bool
	played       bool // the player has had the controls
	keysTaken    bool // a menu or the chat has the keys
	leaveAsked   bool // whether to leave, since the browser's Back was pressed
	requeueAsked bool // the queue is wanted instead, for there is no opponent
	now          time.Time
	sampledAt    time.Time // when fly was last asked; zero: never
	lastInput    sim.Input
	reserved     []ui.Rect // reused by keep
}

// newMatchScene takes a seat that an errand has found.
func newMatchScene(deps *Deps, result JoinResult, dest Destination, tries int) *matchScene {
	m := &matchScene{deps: deps, dest: dest, tries: tries, hud: deps.newHUD()}
	m.reconnect.seat = result.Seat
	if dest.Resume != nil {
		m.reconnect.resumeToken = dest.Resume.Ticket
	}
	m.chat = newChatInput()
	if m.hud != nil {
		m.hud.IsMuted = deps.isMuted
	}
	m.hints.finished = deps.Prefs.HintsLearned
	m.sampleInput = m.nextInput
	deps.History.CaptureBack(true) // until leave
	m.attachConn(result.Conn)
	return m
}

func (m *matchScene) netcodeOptions() netcode.Options {
	half := int32(sim.ViewHalfWidth)
	if w, h := m.cam.W, m.cam.H; h > 0 {
		half = int32(sim.ViewHalfHeight * w / h)
	}
	return netcode.Options{Build: m.deps.Options.Build, HalfW: half}
}

// Name implements Scene.
func (m *matchScene) Name() string { return "match" }

func (m *matchScene) coversWindow() {}

// Update implements Scene.
func (m *matchScene) Update(f *Frame) Transition {
	m.cam.W, m.cam.H, m.now = f.W, f.H, f.Now
	if m.requeueAsked {
		return Swap(newMatchmakingScene(m.deps, Destination{Queue: m.dest.Queue}))
	}
	m.disarmDevices(!f.Top || m.chat.open || m.wheel.open && m.wheel.staysOpen)
	if tr := m.handleBack(f); tr.op != opStay {
		return tr
	}
	if tr := m.exchangeFrames(f); tr.op != opStay {
		return tr
	}
	m.updateView(f)
	if !f.Top {
		m.showScores = false
		return Transition{}
	}
	return m.handleKeys(f)
}

// talk keeps the conversation with the server going, or gets back to it.
func (m *matchScene) exchangeFrames(f *Frame) Transition {
	if m.reconnect.disconnected {
		return m.retryConnection(f)
	}
	if err := m.receiveFrames(); err != nil {
		return m.onConnectionLost(f, err)
	}
	_ = m.client.Advance(f.Now, m.sampleInput) // if it cannot send, the link says why
	m.updateSeat(m.client.View(f.Now))
	if m.view != nil {
		m.logChat()
	}
	return Transition{}
}

const maxChatLog = 20

// logChat keeps the last lines of chat.
func (m *matchScene) logChat() {
	for i := range m.view.Chat {
		m.chatLog = append(m.chatLog, m.view.Chat[i].Name+": "+m.view.Chat[i].Words())
	}
	m.chatLog = m.chatLog[max(0, len(m.chatLog)-maxChatLog):]
}

// listen hands over what has come. Its error is the end of the connection.
func (m *matchScene) receiveFrames() error {
	for {
		a, ok := m.conn.NextFrame()
		if !ok {
			return m.conn.Err()
		}
		err := m.client.Receive(a.Frame, a.At)
		m.conn.Recycle(a.Frame)
		if err != nil {
			m.deps.Log.Warn("server not understood", "err", err)
			m.conn.conn.Close(transport.BadFrame)
			if errors.Is(err, protocol.ErrVersion) {
				return &transport.Closed{Reason: transport.WrongVersion}
			}
			return &transport.Closed{Reason: transport.Abnormal, Text: err.Error()}
		}
	}
}

// show lets what is on the screen and in the speakers follow the view.
func (m *matchScene) updateView(f *Frame) {
	v := m.view
	if v == nil || m.deps.Renderer == nil || !m.reconnect.lostAt.IsZero() {
		return
	}
	x, y := m.deps.Devices.LookOffset(f.W, f.H)
	if m.keysTaken {
		x, y = 0, 0
	}
	m.deps.Renderer.Update(v, f.DT)
	m.hud.Update(v, f.DT)
	m.cam = m.deps.Renderer.CameraFor(v, x, y, f.W, f.H)
	m.deps.Audio.Update(v, m.cam)
	m.ratingChange.pollRating(m, f.Now)
	if !m.keysTaken && m.hints.advanceHint(v, f.DT, m.hud.ShowsHint()) {
		m.deps.Prefs.HintsLearned = m.hints.finished
		m.deps.savePrefs()
	}
}

// handleBack heeds the browser's Back. Once it only asks, with the pause menu, in which it
// leaves; whoever goes on playing is asked again.
func (m *matchScene) handleBack(f *Frame) Transition {
	if f.Top {
		m.leaveAsked = false
	}
	switch {
	case !m.deps.History.BackPressed():
		return Transition{}
	case m.leaveAsked:
		return m.exitToTitle()
	}
	m.leaveAsked = true
	return Push(newPauseMenu(m)) // in place of whatever lies above the match
}

// exitToTitle leaves for the title.
func (m *matchScene) exitToTitle() Transition {
	m.deps.History.ClearAddress()
	return Home()
}

// leave implements leaver: it gives the seat up.
func (m *matchScene) onExit() {
	m.deps.History.CaptureBack(false)
	m.deps.Prefs.SetSeat(prefs.Seat{})
	m.deps.StartGuarded(m.startQuit())
}

// quit says goodbye. What must still be sent for that is sent before wait returns,
// which should not happen on the game's own goroutine.
func (m *matchScene) startQuit() (wait func()) {
	if m.reconnect.flow != nil {
		m.reconnect.flow.Abandon()
	}
	if m.reconnect.disconnected {
		return func() {}
	}
	_ = m.client.Quit()
	return func() { m.conn.CloseAfterSend(transport.Normal) }
}
