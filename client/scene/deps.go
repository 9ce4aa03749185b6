package scene

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"perihelion/client/audio"
	"perihelion/client/game"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/lobby"
	"perihelion/client/online"
	"perihelion/client/prefs"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// Platform is the window's surroundings: a browser page or a desktop.
type Platform interface {
	Fullscreen() bool
	SetFullscreen(on bool)
	ShowLanguage(tag string)        // tells the page in which language it is
	Copy(text string) bool          // to the clipboard
	Paste(into func(text string))   // asks the clipboard; into is called later, on any goroutine, or never
	Invite(code, key string) string // the link to a room; with its key whoever follows it may edit the arena: "" for a link that only lets them in

	ReplayLink(match string, at time.Duration) string // the link to a moment of a recorded match
	WatchLink(room string) string                     // the link to a match that is played
	ArenaLink(id string) string                       // the link that opens a private room in an arena
}

// TextInputs are native text inputs that replace the game's own fields: in a browser,
// inputs of the page. See client/textinput.
type TextInputs interface {
	ShowField(f *ui.Field, l ui.Theme, in *ui.Input, focused bool) (taken bool) // call for each field in each frame
	EndFrame()                                                                  // call after each frame
}

// BrowserHistory is the browser's list of visited pages, which its Back button uses. On a
// desktop it does nothing.
type BrowserHistory interface {
	CaptureBack(on bool) // on: Back is reported by BackPressed instead of leaving the page
	BackPressed() bool   // true once after Back was pressed while captured
	ClearAddress()       // removes the link's parameters from the address, so that a reload does not follow the link again
}

// Options come from the command line, or from the page's address.
type Options struct {
	Server string       // base URL
	Play   bool         // join a match at once
	Room   string       // join the room with this code at once
	Edit   string       // with the key by which one may edit its arena; empty: none
	Replay ReplayTarget // show this recorded match at once
	Arena  string       // open a private room in the arena with this id at once
	Watch  string       // watch the room with this id or code at once
	Name   string
	Bot    bool // a bot plays; only on servers for developers
	Touch  bool // the device has a touch screen
	Still  bool // the player has asked the system for less motion
	Build  string

	Language        string   // of this run, as in lang.All; empty: see prefs.Prefs
	SystemLanguages []string // those that the player has set in the system, the best first; see lang.Match

	Dev    bool   // developer mode: F4 opens the network lab
	Netsim string // for developers: the simulated network to start with
}

// ReplayTarget is a recorded match, and how to show it. The zero value is none.
type ReplayTarget struct {
	Match   string        // its id
	At      time.Duration // where to begin, from the beginning of the log
	Account string        // whom to look at first; empty: the player here, or else the best
	Sight   bool          // show it as the client of that account had it, until told otherwise
	Pass    string        // of an operator, for a match that is not for everyone; empty: none
}

// Deps is what all scenes share.
type Deps struct {
	Options    Options
	pen        *ui.Pen
	Games      sim.Games        // that this client can play, the default first
	Faces      game.Faces       // how they look
	renderer   *render.Renderer // nil: the world is not drawn
	audio      *audio.Audio     // silent until the first frame is drawn
	Devices    *input.Devices
	Prefs      *prefs.Prefs
	Platform   Platform
	History    BrowserHistory
	TextInputs TextInputs // nil: fields read the keyboard themselves
	Log        *slog.Logger

	OpenAudio   func() *audio.Audio              // opens the sound device, which is slow
	LobbyClient func(token string) *lobby.Client // a client that sends this guest's token
	Dial        online.Dialer
	Now         func() time.Time
	Lab         *online.Lab // nil: the network is not changed

	// DialLive connects to the server's live feed; nil: there is no feed.
	DialLive func(ctx context.Context, url, token string) (transport.Conn, error)

	Switches Switches // set by the page around the game
	Presses  Presses  // by a mirror of the screen

	online *online.Service // set by newTitle
	face   game.Face       // of the game that is or was played last; set by newTitle

	panicked atomic.Bool // a goroutine or frame has panicked since the last frame

	quality qualityGovernor // of the picture
}

// newService returns what the scenes need to talk to the server.
func newService(deps *Deps) *online.Service {
	return online.New(online.Config{
		Server: deps.Options.Server, Prefs: deps.Prefs, Log: deps.Log, Now: deps.Now,
		LobbyClient: deps.LobbyClient, Dial: deps.Dial, DialLive: deps.DialLive,
		StartGuarded: deps.startGuarded, ChatOff: deps.Switches.noChat.Load,
	})
}

// savePrefs writes the preferences. A failure is only logged: the game works without them.
func (deps *Deps) savePrefs() {
	if err := deps.Prefs.Save(); err != nil {
		deps.Log.Warn("preferences not saved", "err", err)
	}
}

// offerTextInput lets a native input replace a field of a scene, and reports whether the
// player has just focused it.
func (deps *Deps) offerTextInput(f *frame, field *ui.Field, form *ui.Form, focused bool) (taken bool) {
	return deps.TextInputs != nil && f.top && deps.TextInputs.ShowField(field, widgetStyle(f, form), f.in, focused)
}

// deviceNotice is a warning about this device for the title; usually empty.
func (deps *Deps) deviceNotice() string {
	if deps.Prefs.SaveFailed() {
		return lang.T("Nothing can be saved here: your name and settings last for this visit.")
	}
	return ""
}

// applyPrefs passes the preferences on to sound, input and drawing.
func (deps *Deps) applyPrefs() {
	p := deps.Prefs
	deps.useLanguage()
	volume := float64(p.Volume)
	if deps.Switches.muted.Load() {
		volume = 0
	}
	deps.audio.SetVolume(volume)
	deps.audio.SetMusicVolume(float64(p.Music))
	deps.Devices.Bindings = deps.Devices.Controls().DecodeBindings(p.Bindings)
	deps.Devices.Options = input.Options{
		ScreenRelative: p.ScreenRelative, DeadZone: p.DeadZone, Vibration: p.Vibration, LeftHanded: p.LeftHanded, AutoFire: p.AutoFire,
	}
	colors := render.FindColorMode(p.Colors)
	if deps.pen != nil {
		deps.pen.Filter = colors.Filter
	}
	if deps.renderer != nil {
		q := &qualities[deps.quality.level]
		deps.renderer.SetOptions(render.Options{Shake: p.Shake, Bloom: p.Bloom && q.bloom, Flashes: p.Flashes, Colors: colors, Resolution: q.resolution})
	}
}

// setFace makes controls and sounds those of a game.
func (deps *Deps) setFace(f game.Face) {
	deps.face = f
	deps.Devices.SetControls(f.Controls())
	deps.Devices.Bindings = f.Controls().DecodeBindings(deps.Prefs.Bindings)
	deps.audio.UseBank(f.Name(), f.Sounds)
}

// killCamOn reports whether to show players what killed them.
func (deps *Deps) killCamOn() bool {
	if chosen := deps.Prefs.KillCam; chosen != nil {
		return *chosen
	}
	return !deps.Options.Still
}

// Switches let the page around the game turn features off, whatever the player has set:
// during an advertisement there must be no sound, and some portals allow no chat. The zero
// value turns nothing off. Safe for concurrent use; changes take effect in the next frame.
type Switches struct {
	muted, noChat atomic.Bool
}

// SetMuted turns all sound off, or back to the player's volume.
func (s *Switches) SetMuted(on bool) { s.muted.Store(on) }

// SetChat allows free text chat, or forbids it. The quick chat wheel always works.
func (s *Switches) SetChat(on bool) { s.noChat.Store(!on) }

// applySwitches applies what the page has switched since the last frame.
func (g *Game) applySwitches() {
	deps := g.deps
	if muted := deps.Switches.muted.Load(); muted != g.muted {
		g.muted = muted
		deps.applyPrefs()
	}
	if off := deps.Switches.noChat.Load(); off != g.noChat {
		g.noChat = off
		deps.online.MutesChanged()
	}
}
