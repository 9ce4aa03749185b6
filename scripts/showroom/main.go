// Command showroom plays a match among pilots of its own, without a server, and
// shows it as the client would: to judge the picture, and to take the README's.
package main

import (
	"errors"
	"flag"
	"fmt"
	"image"
	"image/png"
	"log"
	"os"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/audio"
	"perihelion/client/hud"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/demomatch"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/sim"
)

type showroom struct {
	fight    *demomatch.Match
	renderer *render.Renderer
	hud      *hud.HUD
	show     hud.Options
	sound    *audio.Audio
	loud     bool
	w, h     int
	x, y     float64 // how far the view is moved off the ship
	shot     string
	after    int
	warm     int
	frames   int
	spent    time.Duration
}

func main() {
	s := &showroom{}
	seats := flag.Int("seats", 16, "ships")
	seed := flag.Uint64("seed", 7, "of the match")
	flag.StringVar(&s.shot, "shot", "", "write the frame to this PNG and stop")
	flag.IntVar(&s.after, "after", 120, "frames before the shot")
	flag.IntVar(&s.warm, "warm", 600, "ticks to play before the first frame")
	flag.Float64Var(&s.x, "x", 0, "shift the view, world units")
	flag.Float64Var(&s.y, "y", 0, "shift the view, world units")
	flag.IntVar(&s.w, "w", 1280, "width")
	flag.IntVar(&s.h, "h", 720, "height")
	flag.BoolVar(&s.loud, "sound", false, "sound the fight")
	flag.BoolVar(&s.show.Scoreboard, "scores", false, "hold the scoreboard open")
	flag.BoolVar(&s.show.NetGraph, "net", false, "show the net graph")
	flag.Float64Var(&s.show.Scale, "scale", 1, "of the HUD")
	podium := flag.Bool("podium", false, "play on until the podium")
	flag.Parse()
	s.show.ItemKey = "Q"
	s.fight = demomatch.New(*seats, *seed)
	for range s.warm {
		s.fight.Step()
	}
	for *podium && !atPodium(&s.fight.View) {
		s.fight.Step()
	}
	ebiten.SetWindowSize(s.w, s.h)
	ebiten.SetWindowTitle("Perihelion showroom")
	if err := ebiten.RunGame(s); err != nil {
		log.Fatal(err)
	}
}

func atPodium(v *netcode.View) bool {
	m, _ := viewstate.Match(v)
	return m.Phase == sim.PhasePodium
}

func (s *showroom) Layout(w, h int) (int, int) { return w, h }

func (s *showroom) Update() error {
	if s.renderer != nil {
		s.fight.Step()
	} else if err := s.open(); err != nil {
		return err
	}
	s.renderer.Update(&s.fight.View, 1.0/60)
	s.hud.Update(&s.fight.View, 1.0/60)
	s.sound.Update(&s.fight.View, s.renderer.CameraFor(&s.fight.View, 0, 0, s.w, s.h))
	if s.shot != "" && s.frames > s.after {
		return ebiten.Termination
	}
	return nil
}

// open makes what draws; that needs a running game.
func (s *showroom) open() error {
	r, err := render.New()
	if err != nil {
		return err
	}
	letters, err := ui.NewPen()
	if err != nil {
		return err
	}
	s.renderer, s.hud, s.sound = r, hud.New(r.Sprites, letters), audio.New(s.loud)
	return nil
}

func (s *showroom) Draw(dst *ebiten.Image) {
	if s.renderer == nil {
		return
	}
	start := time.Now()
	b := dst.Bounds()
	cam := s.renderer.CameraFor(&s.fight.View, 0, 0, b.Dx(), b.Dy())
	cam.X, cam.Y = cam.X+float32(s.x), cam.Y+float32(s.y)
	s.renderer.Draw(dst, &s.fight.View, cam)
	s.hud.Draw(dst, &s.fight.View, cam, s.show)
	s.spent += time.Since(start)
	s.frames++
	if s.shot != "" && s.frames == s.after {
		if err := save(dst, s.shot); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("draw %.2f ms, %.1f fps\n", s.spent.Seconds()*1000/float64(s.frames), ebiten.ActualFPS())
	}
}

func save(img *ebiten.Image, path string) error {
	b := img.Bounds()
	out := image.NewRGBA(b)
	img.ReadPixels(out.Pix)
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, out), f.Close())
}
