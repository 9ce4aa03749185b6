package scene

import (
	"cmp"
	"errors"
	"image"
	"image/png"
	"math"
	"os"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/audio"
	"perihelion/client/input"
	"perihelion/client/render"
	"perihelion/client/ui"
)

const (
	designHeight    = 780                    // minimum height of the window in points
	minWindowWidth  = 460                    // minimum width in points, so that a menu fits an upright phone
	minWindowHeight = 400                    // minimum height in points, whatever the scale, so that a menu fits a phone on its side
	soundFrame      = 2                      // the sound device is opened after this frame, so that the picture comes first
	statePeriod     = 100 * time.Millisecond // time between two published states, while they are wanted
)

// Game is what Ebitengine runs.
type Game struct {
	StateWanted  func() bool // whether the state is read by anybody; nil: no
	OnFirstFrame func()      // called after the first frame is drawn; may be nil

	deps        *Deps
	stack       *stack
	frame       frame
	paste       chan string
	published   statePublisher
	publishedAt time.Time
	frames      uint64
	scale       float64     // device pixels per CSS pixel
	panics      []time.Time // times of the latest panics
	screenshot  screenshot

	muted, noChat bool // the page's switches when they were last applied
}

// screenshot is a picture of the window that was asked for.
type screenshot struct {
	path  string
	after time.Time
	err   error
	done  bool
}

// NewGame returns the game, showing its first scene.
func NewGame(deps *Deps) (*Game, error) {
	pen, err := ui.NewPen()
	if err != nil {
		return nil, err
	}
	deps.pen, deps.audio = pen, &audio.Audio{}
	if deps.renderer, err = render.New(); err != nil {
		return nil, err
	}
	deps.applyPrefs()
	if deps.Options.Touch {
		deps.Devices.SetActive(input.Touch)
	}
	g := &Game{deps: deps, stack: newStack(newTitle(deps)), paste: make(chan string, 1), scale: 1}
	g.published.publishState(g.state(), g.matchInfo())
	return g, nil
}

// Screenshot writes a picture of the window to path after some time, and then ends the
// game.
func (g *Game) Screenshot(path string, after time.Duration) {
	g.screenshot = screenshot{path: path, after: g.deps.Now().Add(after)}
}

// Close gives up the seat, if there is one. Call it after Ebitengine has returned.
func (g *Game) Close() {
	for _, sc := range g.stack.scenes {
		if m, ok := sc.(*matchScene); ok {
			m.session.Quit()()
		}
	}
}

// Layout implements ebiten.Game; Ebitengine calls LayoutF instead.
func (g *Game) Layout(w, h int) (int, int) { return w, h }

// LayoutF implements ebiten.LayoutFer: it uses the full resolution of the screen.
func (g *Game) LayoutF(w, h float64) (float64, float64) {
	g.scale = ebiten.Monitor().DeviceScaleFactor()
	return math.Ceil(w * g.scale), math.Ceil(h * g.scale)
}

// Update implements ebiten.Game. Ebitengine calls it once per frame.
func (g *Game) Update() error {
	return errors.Join(g.updateFrame(), g.handlePanics())
}

func (g *Game) updateFrame() error {
	defer g.deps.recoverPanic()
	if g.screenshot.done {
		return cmp.Or(g.screenshot.err, ebiten.Termination)
	}
	g.openAudio()
	g.applySwitches()
	f := &g.frame
	f.advance(g.deps.Now())
	g.watchQuality()
	if f.w == 0 {
		return nil // Draw has not set the size yet
	}
	f.unit = pointSize(f.w, f.h, g.scale, float64(g.deps.Prefs.TextScale))
	f.minTarget = g.deps.minTarget(g.scale)
	d := g.deps.Devices
	d.Poll(f.w, f.h, f.unit, f.dt)
	f.in = d.MenuInput()
	g.stack.carryOutPress(&g.deps.Presses, f.in)
	g.pasteClipboard()
	g.stack.updateScenes(f)
	if g.deps.TextInputs != nil {
		g.deps.TextInputs.EndFrame()
	}
	if g.StateWanted != nil && g.StateWanted() && f.now.Sub(g.publishedAt) > statePeriod {
		g.publishedAt = f.now
		g.published.publishState(g.state(), g.matchInfo())
	}
	return nil
}

// openAudio opens the sound device, once, after the first frames. Keys have names by then,
// too.
func (g *Game) openAudio() {
	if g.frames != soundFrame || g.deps.OpenAudio == nil {
		return
	}
	g.deps.audio, g.deps.OpenAudio = g.deps.OpenAudio(), nil
	g.deps.Devices.RefreshKeyLabels()
	g.deps.setFace(g.deps.face)
	g.deps.applyPrefs()
}

// minFingerTarget is the minimum width and height of a touch target in CSS pixels. With
// less, every third tap misses.
const minFingerTarget = 40

// minTarget is minFingerTarget in pixels while touch is in use, else 0.
func (deps *Deps) minTarget(scale float64) float32 {
	if deps.Devices.Active() == input.Touch {
		return float32(minFingerTarget * scale)
	}
	return 0
}

// pasteClipboard asks for the clipboard when the player pastes, and passes the text on
// once it arrives, which may be frames later.
func (g *Game) pasteClipboard() {
	if g.deps.Devices.WantsPaste() {
		g.deps.Platform.Paste(func(text string) {
			select {
			case g.paste <- text:
			default: // one paste at a time
			}
		})
	}
	select {
	case g.frame.in.Paste = <-g.paste:
	default:
	}
}

// pointSize is the number of pixels per point: the device's scale, more in a large window,
// less where a menu would not fit.
func pointSize(w, h int, scale, text float64) float32 {
	u := max(scale, float64(h)/designHeight) * text
	return float32(min(u, float64(w)/minWindowWidth, float64(h)/minWindowHeight))
}

func (g *Game) Draw(dst *ebiten.Image) {
	f := &g.frame
	b := dst.Bounds()
	f.w, f.h = b.Dx(), b.Dy()
	if f.in == nil {
		return // Update has not run yet
	}
	g.drawScenes(dst)
	g.frames++
	if g.frames == 1 && g.OnFirstFrame != nil {
		g.OnFirstFrame()
	}
	if g.screenshot.path != "" && !g.screenshot.done && f.now.After(g.screenshot.after) {
		g.screenshot.done, g.screenshot.err = true, savePNG(dst, g.screenshot.path)
	}
}

func (g *Game) drawScenes(dst *ebiten.Image) {
	defer g.deps.recoverPanic()
	g.stack.draw(dst, &g.frame)
}

// StateJSON is the newest State as JSON. Safe from any goroutine.
func (g *Game) StateJSON() []byte { return *g.published.json.Load() }

func savePNG(img *ebiten.Image, path string) error {
	out := image.NewRGBA(img.Bounds())
	img.ReadPixels(out.Pix)
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, out); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
