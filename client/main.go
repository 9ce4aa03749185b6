// Command client is Perihelion on the desktop and, compiled for js/wasm, in a
// browser. It reads its options, opens the window and hands over to client/scene.
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
	"perihelion/client/input"
	"perihelion/client/lobby"
	"perihelion/client/prefs"
	"perihelion/client/scene"
	"perihelion/client/textinput"
)

var version = "dev" // set by the linker

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "perihelion:", err)
		os.Exit(1)
	}
}

// options are what the platform asks for: see options_js.go and options_flag.go.
type options struct {
	scene.Options
	silent          bool // for good
	muted, noChat   bool // until the page switches them on
	width, height   int
	fullscreen      bool
	screenshot      string
	screenshotAfter time.Duration
	exposeState     func(*scene.Game, *scene.Switches) // tells machines what happens
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
	kit, err := newDeps(&opt, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	game, err := scene.NewGame(kit)
	if err != nil {
		return err
	}
	if opt.screenshot != "" {
		game.Screenshot(opt.screenshot, opt.screenshotAfter)
	}
	opt.exposeState(game, &kit.Switches)
	openWindow(opt)
	defer game.Close()
	err = ebiten.RunGameWithOptions(game, &ebiten.RunGameOptions{X11ClassName: "Perihelion", X11InstanceName: "perihelion"})
	if errors.Is(err, ebiten.Termination) {
		return nil
	}
	return err
}

// newDeps is what scenes get of the platform and of the options, whose server is a valid
// address.
func newDeps(opt *options, log *slog.Logger) (*scene.Deps, error) {
	store, err := prefs.NewStore()
	if err != nil {
		return nil, err
	}
	remembered, err := prefs.Load(store)
	if err != nil {
		log.Warn("playing with default preferences", "err", err)
	}
	remembered.SetWindow(prefs.NewWindow())
	devices := input.New(input.DefaultBindings())
	devices.Subscribe()
	kit := &scene.Deps{
		Options:    opt.Options,
		Devices:    devices,
		Prefs:      remembered,
		Platform:   newPlatform(opt.Server),
		History:    newBrowserHistory(),
		TextInputs: textinput.New(),
		Log:        log,
		OpenAudio:  func() *audio.Audio { return audio.New(!opt.silent) },
		LobbyClient: func(token string) *lobby.Client {
			c, _ := lobby.New(opt.Server) // a valid address
			c.Token = token
			return c
		},
		Dial:     dial.Dial,
		DialLive: dial.DialLive,
		Now:      time.Now,
	}
	if opt.Dev {
		if kit.Lab, err = scene.NewLab(opt.Netsim); err != nil {
			return nil, err
		}
		kit.Dial = kit.Lab.WrapDialer(dial.Dial)
	}
	kit.Switches.SetMuted(opt.muted)
	kit.Switches.SetChat(!opt.noChat)
	return kit, nil
}

func openWindow(opt options) {
	ebiten.SetWindowTitle("Perihelion")
	ebiten.SetWindowSize(opt.width, opt.height)
	ebiten.SetWindowResizingMode(ebiten.WindowResizingModeEnabled)
	ebiten.SetWindowSizeLimits(480, 320, -1, -1)
	ebiten.SetFullscreen(opt.fullscreen)
	ebiten.SetWindowIcon(windowIcons())
	ebiten.SetRunnableOnUnfocused(true)     // a match does not wait
	ebiten.SetTPS(ebiten.SyncWithFPS)       // ticks come from time, not from counting updates
	ebiten.SetScreenClearedEveryFrame(true) // scenes with gaps show the night
}
