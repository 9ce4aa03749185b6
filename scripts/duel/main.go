// Command duel draws a strip of pictures of a rail that kills: two clients on links of
// 150 ms fly against a real room, and afterwards what both screens showed at the same
// moments is drawn side by side, the shooter's above the victim's. They fly in real time:
// no two strips are alike.
package main

import (
	"errors"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"log"
	"os"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/ebitenutil"

	"perihelion/client/hud"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/shared/netsim"
	"perihelion/sim"
)

const (
	cellW, cellH = 480, 300
	moments      = 8
	columns      = 4
	apart        = 100 * time.Millisecond
	before       = apart // that the strip begins before the trigger
)

type strip struct {
	pilots []*pilot // shooter, victim
	pulled time.Time
	out    string
	err    error
	done   bool
}

func main() {
	s := &strip{}
	seed := flag.Uint64("seed", 3, "of the match and its networks")
	trip := flag.Duration("trip", 150*time.Millisecond, "round trip of both links")
	flag.StringVar(&s.out, "o", "duel.png", "write the strip to this PNG")
	flag.Parse()
	var err error
	if s.pilots, err = fly(netsim.Symmetric(*trip, 5*time.Millisecond, 0), *seed); err == nil {
		err = s.find()
	}
	if err == nil {
		ebiten.SetWindowSize(cellW, cellH)
		err = errors.Join(ebiten.RunGame(s), s.err)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// find sets the shooter first, and looks up when the trigger was pulled.
func (s *strip) find() error {
	for i, p := range s.pilots {
		var pulled time.Time
		for now, v := range p.again() {
			for j := range v.Events {
				e := &v.Events[j]
				if e.Kind == sim.EventRail && sim.Concerns(e, v.Me) {
					pulled = now
				}
				if k, ok := sim.KillOf(e); ok && k.Killer == v.Me && k.Weapon == sim.WeaponRail {
					s.pulled = pulled
					s.pilots[0], s.pilots[1] = p, s.pilots[1-i]
					return nil
				}
			}
		}
	}
	return errors.New("the kill is on no shooter's screen")
}

// again takes a client of its own through all that the pilot's went through.
func (p *pilot) again() func(yield func(time.Time, *netcode.View) bool) {
	return func(yield func(time.Time, *netcode.View) bool) {
		c := netcode.New(func([]byte) error { return nil }, netcode.Options{Build: "duel", HalfW: 500})
		for i := range p.beats {
			b := p.beats[i]
			v := b.pass(c, func() (in sim.Input) {
				in, b.held = b.held[0], b.held[1:]
				return in
			})
			if v == nil || !yield(b.now, v) {
				return
			}
		}
	}
}

func (s *strip) Layout(_, _ int) (int, int) { return cellW, cellH }

func (s *strip) Update() error {
	if s.done {
		return ebiten.Termination
	}
	return nil
}

// Draw does it all at once; drawing needs a running game.
func (s *strip) Draw(*ebiten.Image) {
	if s.done {
		return
	}
	s.done = true
	const rows = moments / columns
	whole := image.NewRGBA(image.Rect(0, 0, columns*cellW, 2*rows*cellH))
	for row, p := range s.pilots {
		if s.err = s.film(whole, row, p); s.err != nil {
			return
		}
	}
	s.err = save(whole, s.out)
}

// film draws the moments of one pilot into every second row of the strip.
func (s *strip) film(whole *image.RGBA, row int, p *pilot) error {
	r, err := render.New()
	if err != nil {
		return err
	}
	letters, err := ui.NewPen()
	if err != nil {
		return err
	}
	h, cell, n := hud.New(r.Sprites, letters), ebiten.NewImage(cellW, cellH), 0
	who := [...]string{"shooter", "victim"}[row]
	for now, v := range p.again() {
		r.Update(v, screen.Seconds())
		h.Update(v, screen.Seconds())
		at := time.Duration(n)*apart - before
		if n == moments || now.Before(s.pulled.Add(at)) {
			continue
		}
		cam := r.CameraFor(v, 0, 0, cellW, cellH)
		r.Draw(cell, v, cam)
		h.Draw(cell, v, cam, hud.Options{Scale: .8})
		ebitenutil.DebugPrintAt(cell, fmt.Sprintf("%s %+d ms", who, at.Milliseconds()), 8, cellH-20)
		paste(whole, cell, n%columns, n/columns*2+row)
		n++
	}
	if n < moments {
		return fmt.Errorf("%s saw only %d of %d moments", p.name, n, moments)
	}
	return nil
}

// paste copies a picture into a cell of the strip.
func paste(whole *image.RGBA, cell *ebiten.Image, column, row int) {
	pixels := image.NewRGBA(image.Rect(0, 0, cellW, cellH))
	cell.ReadPixels(pixels.Pix)
	at := image.Pt(column*cellW, row*cellH)
	draw.Draw(whole, pixels.Bounds().Add(at), pixels, image.Point{}, draw.Src)
}

func save(img image.Image, path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, img), f.Close())
}
