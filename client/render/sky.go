package render

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"
)

// sky is the nebula in the background: a tile as large as the window. Its shader runs only
// when the size or the look changes; in all other frames the tile is just moved.
type sky struct {
	shader *ebiten.Shader
	tile   *ebiten.Image
	look   SkyLook // of the tile
	quad   [4]ebiten.Vertex
	opt    ebiten.DrawTrianglesOptions
}

const (
	skyDepth = .035       // share of the camera's motion: the clouds are far away
	skyCell  = 260. / 900 // share of the window's height: approximate size of the largest cloud
)

// drawSky fills dst. brightness is a share of the usual.
func (s *sky) drawSky(dst *ebiten.Image, cam Camera, look SkyLook, brightness float32) {
	if fitted := resizeImage(s.tile, cam.W, cam.H); fitted != s.tile || look != s.look {
		s.tile, s.look = fitted, look
		s.paintTile(cam)
	}
	// Whole pixels only: with nearest sampling it is one texel per pixel and not blurred.
	x := float32(math.Floor(float64(cam.X * skyDepth * cam.Scale)))
	y := float32(math.Floor(float64(cam.Y * skyDepth * cam.Scale)))
	s.fillQuad(cam, x, y, brightness)
	s.opt.Address, s.opt.Blend = ebiten.AddressRepeat, ebiten.BlendCopy
	dst.DrawTriangles(s.quad[:], twoTriangles, s.tile, &s.opt)
}

var twoTriangles = []uint16{0, 1, 2, 0, 2, 3}

// fillQuad makes the quad cover the window, with the texture starting at x, y, times brightness.
func (s *sky) fillQuad(cam Camera, x, y, brightness float32) {
	w, h := float32(cam.W), float32(cam.H)
	for i := range s.quad {
		q := ebiten.Vertex{SrcX: x, SrcY: y, ColorR: brightness, ColorG: brightness, ColorB: brightness, ColorA: 1}
		if i == 1 || i == 2 {
			q.DstX, q.SrcX = w, x+w
		}
		if i >= 2 {
			q.DstY, q.SrcY = h, y+h
		}
		s.quad[i] = q
	}
}

// paintTile runs the shader once.
func (s *sky) paintTile(cam Camera) {
	cells := func(pixels int) float32 {
		return max(2, float32(math.Round(float64(float32(pixels)/(float32(cam.H)*skyCell)))))
	}
	u := s.look.uniforms()
	u["Size"] = []float32{float32(cam.W), float32(cam.H)}
	u["Cells"] = []float32{cells(cam.W), cells(cam.H)}
	s.fillQuad(cam, 0, 0, 1)
	s.tile.DrawTrianglesShader(s.quad[:], twoTriangles, s.shader, &ebiten.DrawTrianglesShaderOptions{Uniforms: u, Blend: ebiten.BlendCopy})
}
