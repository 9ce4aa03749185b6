// Command duel draws a strip of pictures of a kill by the rail: two clients on links of
// 150 ms play in a real room, and afterwards what both screens showed at the same moments
// is drawn, the shooter's above the victim's. They play in real time, so no two strips are
// the same.
package main

import (
	"errors"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"log"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/ebitenutil"

	"perihelion/client/game"
	face "perihelion/client/game/ships"
	"perihelion/client/hud"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/scripts/harness"
	"perihelion/shared/netsim"
	"perihelion/sim/ships"
)

const (
	cellW, cellH = 480, 300
	moments      = 8
	columns      = 4
	interval     = 100 * time.Millisecond // between two moments
	before       = interval               // from the first moment to the shot
)

type strip struct {
	players []*player // shooter, victim
	firedAt time.Time
	out     string
	err     error
	done    bool
}

func main() {
	s := &strip{}
	seed := flag.Uint64("seed", 3, "of the match and its networks")
	trip := flag.Duration("trip", 150*time.Millisecond, "round trip of both links")
	flag.StringVar(&s.out, "o", "duel.png", "write the strip to this PNG")
	flag.Parse()
	var err error
	if s.players, err = playMatch(netsim.Symmetric(*trip, 5*time.Millisecond, 0), *seed); err == nil {
		err = s.findShot()
	}
	if err == nil {
		ebiten.SetWindowSize(cellW, cellH)
		err = errors.Join(ebiten.RunGame(s), s.err)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// findShot puts the shooter first, and finds when the shot was fired.
func (s *strip) findShot() error {
	for i, p := range s.players {
		var firedAt time.Time
		for now, v := range p.replay() {
			for j := range v.Events {
				e := &v.Events[j]
				if e.Kind == ships.EventRail && ships.Concerns(e, v.Me) {
					firedAt = now
				}
				if k, ok := ships.KillOf(e); ok && k.Killer == v.Me && k.Weapon == ships.WeaponRail {
					s.firedAt = firedAt
					s.players[0], s.players[1] = p, s.players[1-i]
					return nil
				}
			}
		}
	}
	return errors.New("the kill is on no shooter's screen")
}

func (s *strip) Layout(_, _ int) (int, int) { return cellW, cellH }

func (s *strip) Update() error {
	if s.done {
		return ebiten.Termination
	}
	return nil
}

// Draw draws the whole strip in one frame: nothing can be drawn before the game runs.
func (s *strip) Draw(*ebiten.Image) {
	if s.done {
		return
	}
	s.done = true
	const rows = moments / columns
	whole := image.NewRGBA(image.Rect(0, 0, columns*cellW, 2*rows*cellH))
	for row, p := range s.players {
		if s.err = s.drawRow(whole, row, p); s.err != nil {
			return
		}
	}
	s.err = harness.SavePNG(whole, s.out)
}

// drawRow draws the moments of one player into every second row of the strip.
func (s *strip) drawRow(whole *image.RGBA, row int, p *player) error {
	r, err := render.New()
	if err != nil {
		return err
	}
	letters, err := ui.NewPen()
	if err != nil {
		return err
	}
	match, err := face.NewPlay(&game.Kit{Renderer: r})
	if err != nil {
		return err
	}
	h, cell, n := hud.New(match, r.Sprites, letters), ebiten.NewImage(cellW, cellH), 0
	who := [...]string{"shooter", "victim"}[row]
	for now, v := range p.replay() {
		match.Update(v, harness.ScreenFrame.Seconds())
		h.Update(v, harness.ScreenFrame.Seconds())
		at := time.Duration(n)*interval - before
		if n == moments || now.Before(s.firedAt.Add(at)) {
			continue
		}
		cam := match.Camera(v, 0, 0, cellW, cellH)
		match.Draw(cell, v, cam)
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
