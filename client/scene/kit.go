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

// Desk is what lies around the window: a browser's page, or a desktop.
type Desk interface {
	Fullscreen() bool
	SetFullscreen(on bool)
	Copy(text string) bool        // to the clipboard
	Paste(into func(text string)) // asks the clipboard; may answer later, or never
	Invite(code string) string    // what to send a friend
}

// Lines are the platform's own lines of text, which stand in for fields: in a browser
// the page's. See client/textinput.
type Lines interface {
	ShowField(f *ui.Field, l ui.Theme, in *ui.Input, focused bool) (taken bool) // each frame
	EndFrame()                                                                  // after each frame
}

// History is the browser's list of pages, through which its Back goes. A desktop has
// none.
type History interface {
	Hold(on bool) // Back comes to us, and not to the page before, until it is off again
	Back() bool   // reports, once, that Back was pressed since Hold began
	Restore()     // undo what a link asked for, so that a reload does not
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

// Kit is what all scenes share.
type Kit struct {
	Options  Options
	Pen      *ui.Pen
	Renderer *render.Renderer // nil: nothing of the world is drawn
	Audio    *audio.Audio     // silent until the first frame is drawn
	Devices  *input.Devices
	Prefs    *prefs.Prefs
	Desk     Desk
	History  History
	Lines    Lines // nil: fields take their letters from the keys
	Log      *slog.Logger

	Sound func() *audio.Audio              // opens the sound device, which takes a while
	Lobby func(token string) *lobby.Client // one that speaks for the guest with this token
	Dial  Dialer
	Now   func() time.Time
	Lab   *Lab // nil: the network is as it is

	// Listen connects to what the server tells of itself; nil: nobody does.
	Listen func(ctx context.Context, url, token string) (transport.Conn, error)

	Switches Switches // of the page around the game

	self   *self
	lounge *lounge

	faulted atomic.Bool // something has panicked since the last frame

	plain bool // this machine is too slow for bloom
}

// save keeps the preferences; a player can do without.
func (k *Kit) save() {
	if err := k.Prefs.Save(); err != nil {
		k.Log.Warn("preferences not saved", "err", err)
	}
}

// mutes reports whether the chat of an account is not shown.
func (k *Kit) mutes(who protocol.Account) bool {
	return k.Switches.noChat.Load() || k.Prefs.IsMuted(uint64(who))
}

// mute begins, or ceases, not to show it, and remembers that.
func (k *Kit) mute(who protocol.Account) {
	k.Prefs.ToggleMute(uint64(who))
	k.save()
}

// offer has the platform stand in for a field of a scene, and reports that the player
// has gone there.
func (k *Kit) offer(f *Frame, field *ui.Field, form *ui.Form, focused bool) (taken bool) {
	return k.Lines != nil && f.Top && k.Lines.ShowField(field, look(f, form), f.In, focused)
}

// notice is what a player should know about this device, at the title; mostly there is
// nothing.
func (k *Kit) notice() string {
	if k.Prefs.SaveFailed() {
		return "Nothing can be saved here: your name and settings last for this visit."
	}
	return ""
}

// apply makes the preferences true.
func (k *Kit) apply() {
	p := k.Prefs
	volume := float64(p.Volume)
	if k.Switches.mute.Load() {
		volume = 0
	}
	k.Audio.SetVolume(volume)
	k.Devices.Bindings = input.DecodeBindings(p.Bindings)
	k.Devices.ScreenRelative = p.ScreenRelative
	if k.Renderer != nil {
		k.Renderer.Options(render.Options{Shake: p.Shake, Bloom: p.Bloom && !k.plain})
	}
}

// newHUD is a HUD for one match.
func (k *Kit) newHUD() *hud.HUD {
	if k.Renderer == nil {
		return nil
	}
	return hud.New(k.Renderer.Ink, k.Pen)
}
