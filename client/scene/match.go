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

// matchScene is a match in progress: it passes frames, time and inputs to the netcode,
// shows the result, and reconnects when the connection breaks.
type matchScene struct {
	deps  *Deps
	dest  Destination
	tries int // attempts to get a seat before the player had the controls

	client    *netcode.Client
	view      *netcode.View
	conn      *Conn
	reconnect reconnectState

	hud          *hud.HUD
	cam          render.Camera
	sampleInput  func() sim.Input // the method nextInput, bound once so that no frame allocates
	autopilot    autopilot
	chat         chatInput
	wheel        chatWheel
	ratingChange ratingChange
	chatLog      []string // latest chat lines, for State
	hints        hintProgress
	showScores   bool
	showNetGraph bool
	played       bool // the player has had the controls
	keysTaken    bool // a menu or the chat has the keyboard
	leaveAsked   bool // the browser's Back was pressed and the player was asked whether to leave
	requeueAsked bool // there is no opponent and the player wants the queue
	now          time.Time
	sampledAt    time.Time // when nextInput was last called; zero: never
	lastInput    sim.Input
	reserved     []ui.Rect // buffer of reservedRects
}

// newMatchScene starts to play on the connection of a successful JoinFlow.
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
	deps.History.CaptureBack(true) // until onExit
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

// exchangeFrames receives and sends, or tries to reconnect.
func (m *matchScene) exchangeFrames(f *Frame) Transition {
	if m.reconnect.disconnected {
		return m.retryConnection(f)
	}
	if err := m.receiveFrames(); err != nil {
		return m.onConnectionLost(f, err)
	}
	_ = m.client.Advance(f.Now, m.sampleInput) // on failure Conn.Err gives the reason
	m.updateSeat(m.client.View(f.Now))
	if m.view != nil {
		m.logChat()
	}
	return Transition{}
}

const maxChatLog = 20

// logChat keeps the latest chat lines.
func (m *matchScene) logChat() {
	for i := range m.view.Chat {
		m.chatLog = append(m.chatLog, m.view.Chat[i].Name+": "+m.view.Chat[i].Words())
	}
	m.chatLog = m.chatLog[max(0, len(m.chatLog)-maxChatLog):]
}

// receiveFrames passes received frames to the netcode. Its error means that the connection
// has ended.
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

// updateView updates drawing, HUD and sound from the current view.
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

// handleBack handles the browser's Back button. The first press only opens the pause menu
// and asks; a second press there leaves. After playing on, it asks again.
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
	return Push(newPauseMenu(m)) // replaces everything above the match
}

// exitToTitle goes back to the title.
func (m *matchScene) exitToTitle() Transition {
	m.deps.History.ClearAddress()
	return Home()
}

// onExit gives up the seat.
func (m *matchScene) onExit() {
	m.deps.History.CaptureBack(false)
	m.deps.Prefs.SetSeat(prefs.Seat{})
	m.deps.StartGuarded(m.startQuit())
}

// startQuit says goodbye to the server. wait blocks until that is sent, so do not call it
// on Ebitengine's goroutine.
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
