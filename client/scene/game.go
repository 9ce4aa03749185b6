package scene

import (
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
	designHeight = 780                    // points that a window is high at the least
	narrowest    = 460                    // points that it is wide at the least, so that a menu fits a phone that is upright
	lowest       = 400                    // and high, whatever that makes of a point, so that it fits one that lies flat
	soundFrame   = 2                      // the sounds are made once there is something to see
	statePeriod  = 100 * time.Millisecond // between two states, while anyone asks
)

// Game is what Ebitengine runs.
type Game struct {
	Watch func() bool // whether anyone wants States at all; nil: nobody
	Ready func()      // called after the first frame; may be nil

	kit    *Kit
	stack  *Stack
	frame  Frame
	paste  chan string
	board  board
	posted time.Time
	frames uint64
	scale  float64     // of the device
	faults []time.Time // the last ones
	shot   shot
	thrift thrift

	muted, noChat bool // as the page's switches were
}

// shot is a picture to be taken.
type shot struct {
	path  string
	after time.Time
	err   error
	done  bool
}

// NewGame returns the game at its first scene.
func NewGame(k *Kit) (*Game, error) {
	pen, err := ui.NewPen()
	if err != nil {
		return nil, err
	}
	k.Pen, k.Audio = pen, &audio.Audio{}
	if k.Renderer, err = render.New(); err != nil {
		return nil, err
	}
	k.apply()
	if k.Options.Touch {
		k.Devices.SetActive(input.Touch)
	}
	g := &Game{kit: k, stack: NewStack(NewHome(k)), paste: make(chan string, 1), scale: 1}
	g.board.publish(g.State())
	return g, nil
}

// Shoot has a picture of the window written to path, after a while; then the
// game ends.
func (g *Game) Shoot(path string, after time.Duration) {
	g.shot = shot{path: path, after: g.kit.Now().Add(after)}
}

// Close gives up the seat, if there is one, after Ebitengine has returned.
func (g *Game) Close() {
	for _, sc := range g.stack.scenes {
		if m, ok := sc.(*match); ok {
			m.quit()()
		}
	}
}

// Layout implements ebiten.Game; LayoutF is what is called.
func (g *Game) Layout(w, h int) (int, int) { return w, h }

// LayoutF implements ebiten.LayoutFer: as many pixels as the screen has.
func (g *Game) LayoutF(w, h float64) (float64, float64) {
	g.scale = ebiten.Monitor().DeviceScaleFactor()
	return math.Ceil(w * g.scale), math.Ceil(h * g.scale)
}

// Update implements ebiten.Game. It is called once a frame.
func (g *Game) Update() error {
	return errors.Join(g.update(), g.rescue())
}

func (g *Game) update() error {
	defer g.kit.guard()
	if g.shot.done {
		if g.shot.err != nil {
			return g.shot.err
		}
		return ebiten.Termination
	}
	if g.frames == soundFrame && g.kit.Sound != nil {
		g.kit.Audio, g.kit.Sound = g.kit.Sound(), nil
		g.kit.Devices.RefreshKeyLabels()
		g.kit.apply()
	}
	g.heed()
	f := &g.frame
	now := g.kit.Now()
	if !f.Now.IsZero() {
		f.DT = min(now.Sub(f.Now).Seconds(), .25)
	}
	f.Now = now
	if g.thrift.frame(now, ebiten.IsFocused()) && !g.kit.plain {
		g.kit.Log.Info("too slow for everything that shines")
		g.kit.plain = true
		g.kit.apply()
	}
	if f.W == 0 {
		return nil // Draw has not told us yet
	}
	f.Unit = unit(f.W, f.H, g.scale, float64(g.kit.Prefs.TextScale))
	f.Least = g.kit.leastTarget(g.scale)
	d := g.kit.Devices
	d.Poll(f.W, f.H, f.Unit, f.DT)
	f.In = d.MenuInput()
	g.clipboard()
	g.stack.Update(f)
	if g.kit.Lines != nil {
		g.kit.Lines.EndFrame()
	}
	if g.Watch != nil && g.Watch() && now.Sub(g.posted) > statePeriod {
		g.posted = now
		g.board.publish(g.State())
	}
	return nil
}

// fingertip is how wide and high a target must be for a finger, in the CSS pixels of a
// page: less, and every third tap misses.
const fingertip = 40

// leastTarget is that in pixels, while fingers are in use.
func (k *Kit) leastTarget(scale float64) float32 {
	if k.Devices.Active() == input.Touch {
		return float32(fingertip * scale)
	}
	return 0
}

// clipboard brings what was asked of it, which may take a while.
func (g *Game) clipboard() {
	if g.kit.Devices.WantsPaste() {
		g.kit.Desk.Paste(func(text string) {
			select {
			case g.paste <- text:
			default: // one at a time
			}
		})
	}
	select {
	case g.frame.In.Paste = <-g.paste:
	default:
	}
}

// unit is the pixels of a point: as the device scales, larger in a large window,
// smaller where a menu would not fit.
func unit(w, h int, scale, text float64) float32 {
	u := max(scale, float64(h)/designHeight) * text
	return float32(min(u, float64(w)/narrowest, float64(h)/lowest))
}

// Draw implements ebiten.Game.
func (g *Game) Draw(dst *ebiten.Image) {
	f := &g.frame
	b := dst.Bounds()
	f.W, f.H = b.Dx(), b.Dy()
	if f.In == nil {
		return // Update has not run yet
	}
	g.drawScenes(dst)
	g.frames++
	if g.frames == 1 && g.Ready != nil {
		g.Ready()
	}
	if g.shot.path != "" && !g.shot.done && f.Now.After(g.shot.after) {
		g.shot.done, g.shot.err = true, save(dst, g.shot.path)
	}
}

func (g *Game) drawScenes(dst *ebiten.Image) {
	defer g.kit.guard()
	g.stack.Draw(dst, &g.frame)
}

// Report is the newest State as JSON. It may be called from any goroutine.
func (g *Game) Report() []byte { return *g.board.text.Load() }

func save(img *ebiten.Image, path string) error {
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
