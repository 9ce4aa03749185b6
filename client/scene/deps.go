package scene

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"perihelion/client/audio"
	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/lobby"
	"perihelion/client/prefs"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// Platform is what lies around the window: a browser's page, or a desktop.
type Platform interface {
	Fullscreen() bool
	SetFullscreen(on bool)
	Copy(text string) bool        // to the clipboard
	Paste(into func(text string)) // asks the clipboard; may answer later, or never
	Invite(code string) string    // what to send a friend
}

// TextInputs are the platform's own lines of text, which stand in for fields: in a browser
// the page's. See client/textinput.
type TextInputs interface {
	ShowField(f *ui.Field, l ui.Theme, in *ui.Input, focused bool) (taken bool) // each frame
	EndFrame()                                                                  // after each frame
}

// BrowserHistory is the browser's list of pages, through which its Back goes. A desktop has
// none.
type BrowserHistory interface {
	CaptureBack(on bool) // Back comes to us, and not to the page before, until it is off again
	BackPressed() bool   // reports, once, that Back was pressed since Hold began
	ClearAddress()       // undo what a link asked for, so that a reload does not
}

// Options are what the command line, or the page's address, asked for.
type Options struct {
	Server string // its base URL
	Play   bool   // straight into a match
	Room   string // straight into the room with this code
	Name   string
	Bot    bool // the ship flies itself, on a server for developers
	Touch  bool // the device is made for fingers
	Build  string
	Dev    bool   // a developer is at the controls: F4 bends the network
	Netsim string // for a developer: the network to begin with
}

// Deps is what all scenes share.
type Deps struct {
	Options    Options
	Pen        *ui.Pen
	Renderer   *render.Renderer // nil: nothing of the world is drawn
	Audio      *audio.Audio     // silent until the first frame is drawn
	Devices    *input.Devices
	Prefs      *prefs.Prefs
	Platform   Platform
	History    BrowserHistory
	TextInputs TextInputs // nil: fields take their letters from the keys
	Log        *slog.Logger

	OpenAudio   func() *audio.Audio              // opens the sound device, which takes a while
	LobbyClient func(token string) *lobby.Client // one that speaks for the guest with this token
	Dial        Dialer
	Now         func() time.Time
	Lab         *Lab // nil: the network is as it is

	// DialLive connects to what the server tells of itself; nil: nobody does.
	DialLive func(ctx context.Context, url, token string) (transport.Conn, error)

	Switches Switches // of the page around the game

	identity *identity
	lobby    *LobbyState

	panicked atomic.Bool // something has panicked since the last frame

	lowQuality bool // this machine is too slow for bloom
}

// save keeps the preferences; a player can do without.
func (deps *Deps) savePrefs() {
	if err := deps.Prefs.Save(); err != nil {
		deps.Log.Warn("preferences not saved", "err", err)
	}
}

// isMuted reports whether the chat of an account is not shown.
func (deps *Deps) isMuted(who protocol.Account) bool {
	return deps.Switches.noChat.Load() || deps.Prefs.IsMuted(uint64(who))
}

// mute begins, or ceases, not to show it, and remembers that.
func (deps *Deps) toggleMute(who protocol.Account) {
	deps.Prefs.ToggleMute(uint64(who))
	deps.savePrefs()
}

// offer has the platform stand in for a field of a scene, and reports that the player
// has gone there.
func (deps *Deps) offerTextInput(f *Frame, field *ui.Field, form *ui.Form, focused bool) (taken bool) {
	return deps.TextInputs != nil && f.Top && deps.TextInputs.ShowField(field, widgetStyle(f, form), f.In, focused)
}

// deviceNotice is what a player should know about this device, at the title; mostly there is
// nothing.
func (deps *Deps) deviceNotice() string {
	if deps.Prefs.SaveFailed() {
		return "Nothing can be saved here: your name and settings last for this visit."
	}
	return ""
}

// applyPrefs makes the preferences true.
func (deps *Deps) applyPrefs() {
	p := deps.Prefs
	volume := float64(p.Volume)
	if deps.Switches.muted.Load() {
		volume = 0
	}
	deps.Audio.SetVolume(volume)
	deps.Devices.Bindings = input.DecodeBindings(p.Bindings)
	deps.Devices.ScreenRelative = p.ScreenRelative
	if deps.Renderer != nil {
		deps.Renderer.SetOptions(render.Options{Shake: p.Shake, Bloom: p.Bloom && !deps.lowQuality})
	}
}

// newHUD is a HUD for one match.
func (deps *Deps) newHUD() *hud.HUD {
	if deps.Renderer == nil {
		return nil
	}
	return hud.New(deps.Renderer.Sprites, deps.Pen)
}

// Switches are what the page around the game turns off, whatever the player has set: an
// advertisement wants silence, and some portals want no chat. The zero value turns off
// nothing. They are safe for concurrent use, and hold from the next frame on.
type Switches struct {
	muted, noChat atomic.Bool
}

// SetMuted ends all sound, or lets it be as loud as the player wants it.
func (s *Switches) SetMuted(on bool) { s.muted.Store(on) }

// SetChat lets players read and write lines of chat, or not. The wheel of ready words stays.
func (s *Switches) SetChat(on bool) { s.noChat.Store(!on) }

// chatOffText is what somebody is told who wants to say something where they may not.
const chatOffText = "Chat is off here."

// applySwitches makes true what the page has switched since the last frame.
func (g *Game) applySwitches() {
	deps := g.deps
	if muted := deps.Switches.muted.Load(); muted != g.muted {
		g.muted = muted
		deps.applyPrefs()
	}
	if off := deps.Switches.noChat.Load(); off != g.noChat {
		g.noChat = off
		deps.lobby.Chat.stale, deps.lobby.Party.Chat.stale = true, true
	}
}
