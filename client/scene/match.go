package scene

import (
	"cmp"
	"fmt"
	"time"

	"perihelion/client/audio"
	"perihelion/client/game"
	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/online"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/sim"
)

// matchScene is a match in progress: it passes frames, time and inputs to the netcode,
// shows the result, and reconnects when the connection breaks.
type matchScene struct {
	deps    *Deps
	session *online.Session
	view    *netcode.View // the newest; nil: none yet
	killCam netcode.KillCam

	game         sim.Game
	play         game.Play // nil until the game is known
	sounds       audio.MatchSounds
	hud          *hud.HUD // nil without a renderer
	cam          render.Camera
	sampleInput  func() sim.Input // the method nextInput, bound once so that no frame allocates
	autopilot    autopilot
	chat         chatInput
	wheel        chatWheel
	gain         online.RoundGain
	podium       podiumButtons
	entry        editEntry
	share        share
	covered      bool     // a replay lies above, which is heard instead
	chatLog      []string // latest chat lines, for state
	lessons      lessonProgress
	showScores   bool
	showNetGraph bool
	keysTaken    bool   // a menu or the chat has the keyboard, or had it on the way here
	editing      bool   // the player edits the arena, and the ship is out of play
	editKey      string // see online.Destination
	leaveAsked   bool   // the browser's Back was pressed and the player was asked whether to leave
	requeueAsked bool   // there is no opponent and the player wants the queue
	now          time.Time
	sampledAt    time.Time // when nextInput was last called; zero: never
	lastInput    sim.Input
	reserved     []ui.Rect // buffer of reservedRects
}

// newMatchScene starts to play on the connection of a successful JoinFlow.
func newMatchScene(deps *Deps, result online.JoinResult, dest online.Destination, tries int) *matchScene {
	m := &matchScene{deps: deps, chat: newChatInput(), keysTaken: true, editKey: dest.EditKey}
	m.sampleInput, m.entry.kept = m.nextInput, dest.Kept
	deps.History.CaptureBack(true) // until onExit
	m.session = deps.online.NewSession(result, dest, tries, m.netcodeOptions)
	return m
}

func (m *matchScene) netcodeOptions() netcode.Options {
	aspect := int32(sim.UsualAspect)
	if m.cam.H > 0 {
		aspect = sim.Aspect(m.cam.W, m.cam.H)
	}
	return netcode.Options{Games: m.deps.Games, Build: m.deps.Options.Build, Aspect: aspect, Key: m.editKey}
}

// showGame makes what shows the match, once it is known which game is played.
func (m *matchScene) showGame(g sim.Game) error {
	f := m.deps.Faces.Find(g)
	play, err := f.NewPlay(m.deps.kitOf(f))
	if err != nil {
		m.deps.Log.Error("the match cannot be shown", "game", f.Name(), "err", err)
		return fmt.Errorf("%s: %w", lang.T("this device cannot show the game"), err)
	}
	m.game, m.play = g, play
	m.deps.setFace(f)
	m.lessons = m.deps.newLessons()
	if m.deps.renderer != nil {
		m.hud = hud.New(m.play, m.deps.renderer.Sprites, m.deps.pen)
		m.hud.IsMuted = m.deps.online.IsMuted
	}
	return nil
}

func (m *matchScene) Name() string { return "match" }

func (m *matchScene) coversWindow() {}

func (m *matchScene) Update(f *frame) transition {
	m.cam.W, m.cam.H, m.now = f.w, f.h, f.now
	if m.session.Connected() {
		_ = m.session.Client.Resize(sim.Aspect(f.w, f.h), f.now) // on failure the session finds the connection broken
	}
	if m.requeueAsked {
		return swap(newMatchmakingScene(m.deps, online.Destination{Queue: m.session.Dest.Queue}))
	}
	m.covered = m.covered && !f.top
	m.disarmDevices(!f.top || m.chat.open || m.wheel.open && m.wheel.staysOpen)
	if tr := m.handleBack(f); tr.op != opStay {
		return tr
	}
	if tr := m.exchangeFrames(f); tr.op != opStay {
		return tr
	}
	m.share.tellOfLinks(m, f.dt)
	m.updateView(f)
	if !f.top {
		m.showScores = false
		return transition{}
	}
	return m.handleKeys(f)
}

// exchangeFrames sends and receives, and follows the session when it ends.
func (m *matchScene) exchangeFrames(f *frame) transition {
	v, end := m.session.Exchange(f.now, m.sampleInput)
	switch {
	case end != nil && end.Search:
		s := newMatchmakingScene(m.deps, end.Next)
		s.note, s.tries = end.Reason, end.Tries
		return swap(s)
	case end != nil:
		return swap(newEndedScene(m.deps, end.Reason, end.Next))
	case v == nil:
		return transition{}
	case v.Ready:
		if m.play == nil {
			if err := m.showGame(v.Game); err != nil {
				return swap(newEndedScene(m.deps, online.Sentence(err.Error()), m.session.Dest))
			}
		}
		m.view = v
		m.deps.online.Friends.Playing(cmp.Or(v.Code, v.Room), f.now)
	}
	if m.view != nil {
		m.logChat(v)
		m.updateKillCam(f)
		m.podium.best.countKills(v)
	}
	return transition{}
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
func (m *matchScene) updateView(f *frame) {
	v := m.view
	if v == nil || m.deps.renderer == nil || !m.session.LostAt.IsZero() {
		return
	}
	x, y := m.deps.Devices.LookOffset(f.w, f.h)
	if m.keysTaken {
		x, y = 0, 0
	}
	m.play.Update(m.shown(), m.killCam.Pace()*f.dt)
	m.hud.Update(v, f.dt)
	m.cam = m.play.Camera(m.shown(), x, y, f.w, f.h)
	if m.covered {
		return
	}
	m.play.Listen(m.deps.audio, m.shown(), m.cam)
	stand, ok := m.play.Match(v)
	if ok {
		m.sounds.PlayMatch(m.deps.audio, &stand, m.hud.LastMinute())
	}
	m.pollGain(f.now)
	quiet := m.teaching() && m.share.opacity() == 0 && m.hud.HasRoomForLesson()
	m.deps.teach(&m.lessons, v, f.dt, m.play.InControl(v), quiet && ok && stand.Phase != sim.PhasePodium)
}

// teaching reports whether a lesson may be on the screen: nothing else is.
func (m *matchScene) teaching() bool {
	return !m.keysTaken && !m.deps.autopilotOn() && !m.killCam.Showing() && !m.showScores && !m.wheel.open && !m.chat.open
}

// pollGain asks what the round has given us while the podium is shown.
func (m *matchScene) pollGain(now time.Time) {
	stand, ok := m.play.Match(m.view)
	podium := ok && stand.Phase == sim.PhasePodium
	m.gain.Poll(m.deps.online, m.view.Config.Mode.String(), podium, now)
}

// handleBack handles the browser's Back button. The first press only opens the pause menu
// and asks; a second press there leaves. After playing on, it asks again.
func (m *matchScene) handleBack(f *frame) transition {
	if f.top {
		m.leaveAsked = false
	}
	switch {
	case !m.deps.History.BackPressed():
		return transition{}
	case m.leaveAsked:
		return m.exitToTitle()
	}
	m.leaveAsked = true
	return push(newPauseMenu(m)) // replaces everything above the match
}

// exitToTitle goes back to the title.
func (m *matchScene) exitToTitle() transition {
	m.deps.History.ClearAddress()
	return home()
}

// onExit gives up the seat.
func (m *matchScene) onExit() {
	m.deps.History.CaptureBack(false)
	m.session.GiveUpSeat()
}
