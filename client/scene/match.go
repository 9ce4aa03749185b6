package scene

import (
	"time"

	"perihelion/client/hud"
	"perihelion/client/netcode"
	"perihelion/client/online"
	"perihelion/client/render"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

// matchScene is a match in progress: it passes frames, time and inputs to the netcode,
// shows the result, and reconnects when the connection breaks.
type matchScene struct {
	deps    *Deps
	session *online.Session
	view    *netcode.View // the newest, from which everything is drawn; nil: none yet

	hud          *hud.HUD
	cam          render.Camera
	sampleInput  func() sim.Input // the method nextInput, bound once so that no frame allocates
	autopilot    autopilot
	chat         chatInput
	wheel        chatWheel
	ratingChange online.RatingChange
	chatLog      []string // latest chat lines, for State
	hints        hintProgress
	showScores   bool
	showNetGraph bool
	keysTaken    bool // a menu or the chat has the keyboard
	leaveAsked   bool // the browser's Back was pressed and the player was asked whether to leave
	requeueAsked bool // there is no opponent and the player wants the queue
	now          time.Time
	sampledAt    time.Time // when nextInput was last called; zero: never
	lastInput    sim.Input
	reserved     []ui.Rect // buffer of reservedRects
}

// newMatchScene starts to play on the connection of a successful JoinFlow.
func newMatchScene(deps *Deps, result online.JoinResult, dest online.Destination, tries int) *matchScene {
	m := &matchScene{deps: deps, hud: deps.newHUD(), chat: newChatInput()}
	if m.hud != nil {
		m.hud.IsMuted = deps.online.IsMuted
	}
	m.hints.finished = deps.Prefs.HintsLearned
	m.sampleInput = m.nextInput
	deps.History.CaptureBack(true) // until onExit
	m.session = deps.online.NewSession(result, dest, tries, m.netcodeOptions)
	return m
}

func (m *matchScene) netcodeOptions() netcode.Options {
	half := int32(ships.ViewHalfWidth)
	if w, h := m.cam.W, m.cam.H; h > 0 {
		half = int32(ships.ViewHalfHeight * w / h)
	}
	return netcode.Options{Games: games.All, Build: m.deps.Options.Build, HalfW: half}
}

// Name implements Scene.
func (m *matchScene) Name() string { return "match" }

func (m *matchScene) coversWindow() {}

// Update implements Scene.
func (m *matchScene) Update(f *Frame) Transition {
	m.cam.W, m.cam.H, m.now = f.W, f.H, f.Now
	if m.requeueAsked {
		return Swap(newMatchmakingScene(m.deps, online.Destination{Queue: m.session.Dest.Queue}))
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

// exchangeFrames sends and receives, and follows the session when it ends.
func (m *matchScene) exchangeFrames(f *Frame) Transition {
	v, end := m.session.Exchange(f.Now, m.sampleInput)
	switch {
	case end != nil && end.Search:
		s := newMatchmakingScene(m.deps, end.Next)
		s.note, s.tries = end.Reason, end.Tries
		return Swap(s)
	case end != nil:
		return Swap(newEndedScene(m.deps, end.Reason, end.Next))
	case v == nil:
		return Transition{}
	case v.Ready:
		m.view = v
	}
	if m.view != nil {
		m.logChat(v)
	}
	return Transition{}
}

const maxChatLog = 20

// logChat keeps the latest chat lines.
func (m *matchScene) logChat(v *netcode.View) {
	for i := range v.Chat {
		m.chatLog = append(m.chatLog, v.Chat[i].Name+": "+v.Chat[i].Words())
	}
	m.chatLog = m.chatLog[max(0, len(m.chatLog)-maxChatLog):]
}

// updateView updates drawing, HUD and sound from the current view.
func (m *matchScene) updateView(f *Frame) {
	v := m.view
	if v == nil || m.deps.Renderer == nil || !m.session.LostAt.IsZero() {
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
	m.pollRating(f.Now)
	if !m.keysTaken && m.hints.advanceHint(v, f.DT, m.hud.ShowsHint()) {
		m.deps.Prefs.HintsLearned = m.hints.finished
		m.deps.savePrefs()
	}
}

// pollRating asks how the round has changed our rating while the podium is shown.
func (m *matchScene) pollRating(now time.Time) {
	stand, ok := viewstate.Match(m.view)
	podium := ok && stand.Phase == sim.PhasePodium && !m.view.Watching
	m.ratingChange.Poll(m.deps.online, m.view.Config.Mode.String(), podium, now)
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
	m.session.GiveUpSeat()
}
