// Command demo plays a match among bots, without a server, and shows it as the client
// would. `make screenshot` takes the README's picture of a match with it.
package main

import (
	"flag"
	"fmt"
	"image"
	"log"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/audio"
	"perihelion/client/game"
	"perihelion/client/game/ships"
	"perihelion/client/game/ships/demomatch"
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/scripts/harness"
	"perihelion/sim"
)

// demo is the window.
type demo struct {
	match    *demomatch.Match
	play     *ships.Play
	hud      *hud.HUD
	options  hud.Options
	sound    *audio.Audio
	audible  bool
	w, h     int
	x, y     float64 // from the ship to the middle of the view, in world units
	shot     string  // the file to write; empty: none
	after    int     // frames before the shot
	warm     int     // ticks before the first frame
	frames   int     // drawn so far
	drawTime time.Duration
}

func main() {
	d := &demo{}
	seats := flag.Int("seats", 16, "ships")
	seed := flag.Uint64("seed", 7, "of the match")
	flag.StringVar(&d.shot, "shot", "", "write the frame to this PNG and stop")
	flag.IntVar(&d.after, "after", 120, "frames before the shot")
	flag.IntVar(&d.warm, "warm", 600, "ticks to play before the first frame")
	flag.Float64Var(&d.x, "x", 0, "shift the view, world units")
	flag.Float64Var(&d.y, "y", 0, "shift the view, world units")
	flag.IntVar(&d.w, "w", 1280, "width")
	flag.IntVar(&d.h, "h", 720, "height")
	flag.BoolVar(&d.audible, "sound", false, "sound the fight")
	flag.BoolVar(&d.options.Scoreboard, "scores", false, "hold the scoreboard open")
	flag.BoolVar(&d.options.NetGraph, "net", false, "show the net graph")
	flag.Float64Var(&d.options.Scale, "scale", 1, "of the HUD")
	podium := flag.Bool("podium", false, "play on until the podium")
	flag.Parse()
	d.options.Devices = input.New(&ships.Controls)
	d.match = demomatch.New(*seats, *seed)
	for range d.warm {
		d.match.PlayTick()
	}
	for *podium && !atPodium(&d.match.View) {
		d.match.PlayTick()
	}
	ebiten.SetWindowSize(d.w, d.h)
	ebiten.SetWindowTitle("Perihelion demo")
	if err := ebiten.RunGame(d); err != nil {
		log.Fatal(err)
	}
}

func atPodium(v *netcode.View) bool {
	m, _ := shipstate.Match(v)
	return m.Phase == sim.PhasePodium
}

func (d *demo) Layout(w, h int) (int, int) { return w, h }

func (d *demo) Update() error {
	if d.play != nil {
		d.match.PlayTick()
	} else if err := d.createPlay(); err != nil {
		return err
	}
	d.play.Update(&d.match.View, 1.0/60)
	d.hud.Update(&d.match.View, 1.0/60)
	d.play.Listen(d.sound, &d.match.View, d.play.Camera(&d.match.View, 0, 0, d.w, d.h))
	if d.shot != "" && d.frames > d.after {
		return ebiten.Termination
	}
	return nil
}

// createPlay needs a running game.
func (d *demo) createPlay() error {
	r, err := render.New()
	if err != nil {
		return err
	}
	letters, err := ui.NewPen()
	if err != nil {
		return err
	}
	if d.play, err = ships.NewPlay(&game.Kit{Renderer: r}); err != nil {
		return err
	}
	d.hud, d.sound = hud.New(d.play, r.Sprites, letters), audio.New(d.audible)
	d.sound.UseBank(ships.Face.Name(), ships.Face.Sounds)
	return nil
}

func (d *demo) Draw(dst *ebiten.Image) {
	if d.play == nil {
		return
	}
	start := time.Now()
	b := dst.Bounds()
	cam := d.play.Camera(&d.match.View, 0, 0, b.Dx(), b.Dy())
	cam.X, cam.Y = cam.X+float32(d.x), cam.Y+float32(d.y)
	d.play.Draw(dst, &d.match.View, cam)
	d.hud.Draw(dst, &d.match.View, cam, d.options)
	d.drawTime += time.Since(start)
	d.frames++
	if d.shot != "" && d.frames == d.after {
		picture := image.NewRGBA(b)
		dst.ReadPixels(picture.Pix)
		if err := harness.SavePNG(picture, d.shot); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("draw %.2f ms, %.1f fps\n", d.drawTime.Seconds()*1000/float64(d.frames), ebiten.ActualFPS())
	}
}
