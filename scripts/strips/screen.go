package main

import (
	"image"
	"image/draw"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/ebitenutil"

	"perihelion/client/game"
	face "perihelion/client/game/ships"
	"perihelion/client/hud"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/ui"
)

// screen shows a match as the client does, in a cell of a strip. It needs a running game.
type screen struct {
	play *face.Play
	hud  *hud.HUD
	cell *ebiten.Image
}

func newScreen(w, h int) (*screen, error) {
	r, err := render.New()
	if err != nil {
		return nil, err
	}
	letters, err := ui.NewPen()
	if err != nil {
		return nil, err
	}
	play, err := face.NewPlay(&game.Kit{Renderer: r})
	if err != nil {
		return nil, err
	}
	return &screen{play, hud.New(play, r.Sprites, letters), ebiten.NewImage(w, h)}, nil
}

// playFrame plays dt seconds of effects and handles the events of v.
func (s *screen) playFrame(v *netcode.View, dt float64) {
	s.play.Update(v, dt)
	s.hud.Update(v, dt)
	w, h := s.size()
	s.play.Camera(v, 0, 0, w, h) // it follows
}

// drawFrame draws the frame, with a caption in its corner.
func (s *screen) drawFrame(v *netcode.View, caption string) {
	w, h := s.size()
	cam := s.play.Camera(v, 0, 0, w, h)
	s.play.Draw(s.cell, v, cam)
	s.hud.Draw(s.cell, v, cam, hud.Options{Scale: .8})
	ebitenutil.DebugPrintAt(s.cell, caption, 8, h-20)
}

func (s *screen) size() (w, h int) { return s.cell.Bounds().Dx(), s.cell.Bounds().Dy() }

// paste copies the frame into a cell of the strip.
func (s *screen) paste(whole *image.RGBA, column, row int) {
	w, h := s.size()
	pixels := image.NewRGBA(image.Rect(0, 0, w, h))
	s.cell.ReadPixels(pixels.Pix)
	draw.Draw(whole, pixels.Bounds().Add(image.Pt(column*w, row*h)), pixels, image.Point{}, draw.Src)
}
