// Command client is the game for the desktop and, compiled for js/wasm, for the browser. It
// reads its options, opens the window and runs the Game of client/scene.
package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/audio"
	"perihelion/client/dial"
	"perihelion/client/game/faces"
	"perihelion/client/input"
	"perihelion/client/lobby"
	"perihelion/client/online"
	"perihelion/client/prefs"
	"perihelion/client/scene"
	"perihelion/client/textinput"
	"perihelion/sim/games"
)

var version = "dev" // set by the linker

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "perihelion:", err)
		os.Exit(1)
	}
}

// options are those of the command line (options_desktop.go) or of the page
// (options_js.go).
type options struct {
	scene.Options
	silent          bool // no sound device is opened
	muted, noChat   bool // until the page switches sound or chat on
	width, height   int
	fullscreen      bool
	screenshot      string // file to write a screenshot to; empty: none
	screenshotAfter time.Duration
	exposeState     func(*scene.Game, *scene.Deps) // makes the state of the game readable to test programs
}

func run() error {
	opt, err := parseOptions()
	if err != nil {
		return err
	}
	opt.Build = version
	if _, err := lobby.New(opt.Server); err != nil {
		return err
	}
	deps, err := newDeps(&opt, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	game, err := scene.NewGame(deps)
	if err != nil {
		return err
	}
	if opt.screenshot != "" {
		game.Screenshot(opt.screenshot, opt.screenshotAfter)
	}
	opt.exposeState(game, deps)
	openWindow(opt)
	defer game.Close()
	err = ebiten.RunGameWithOptions(game, &ebiten.RunGameOptions{X11ClassName: "Perihelion", X11InstanceName: "perihelion"})
	if errors.Is(err, ebiten.Termination) {
		return nil
	}
	return err
}

// newDeps creates what all scenes share. The server of opt must be a valid URL.
func newDeps(opt *options, log *slog.Logger) (*scene.Deps, error) {
	store, err := prefs.NewStore()
	if err != nil {
		return nil, err
	}
	preferences, err := prefs.Load(store)
	if err != nil {
		log.Warn("playing with default preferences", "err", err)
	}
	preferences.SetWindow(prefs.NewWindow())
	devices := input.New(faces.All[0].Controls())
	devices.Subscribe()
	deps := &scene.Deps{
		Options:     opt.Options,
		Games:       games.All,
		Faces:       faces.All,
		Devices:     devices,
		Prefs:       preferences,
		Platform:    newPlatform(opt.Server),
		History:     newBrowserHistory(),
		TextInputs:  textinput.New(),
		Log:         log,
		OpenAudio:   func() *audio.Audio { return audio.New(!opt.silent) },
		LobbyClient: func(token string) *lobby.Client { return newLobbyClient(opt.Server, token) },
		Dial:        dial.Dial,
		DialLive:    dial.DialLive,
		Now:         time.Now,
	}
	if opt.Dev {
		if deps.Lab, err = online.NewLab(opt.Netsim); err != nil {
			return nil, err
		}
		deps.Dial = deps.Lab.WrapDialer(dial.Dial)
	}
	deps.Switches.SetMuted(opt.muted)
	deps.Switches.SetChat(!opt.noChat)
	return deps, nil
}

// newLobbyClient makes a client of a server, whose URL is valid, with the token of a guest.
func newLobbyClient(server, token string) *lobby.Client {
	c, _ := lobby.New(server)
	c.Token = token
	return c
}

func openWindow(opt options) {
	ebiten.SetWindowTitle("Perihelion")
	ebiten.SetWindowSize(opt.width, opt.height)
	ebiten.SetWindowResizingMode(ebiten.WindowResizingModeEnabled)
	ebiten.SetWindowSizeLimits(480, 320, -1, -1)
	ebiten.SetFullscreen(opt.fullscreen)
	setWindowIcon()
	ebiten.SetRunnableOnUnfocused(true)      // a match goes on without the focus
	ebiten.SetTPS(ebiten.SyncWithFPS)        // one Update per frame: ticks of the simulation are counted by time
	ebiten.SetScreenClearedEveryFrame(false) // the lowest scene that is drawn covers it
}
