package ui

import (
	"fmt"
	"image"
	"math"
	"syscall/js"

	"golang.org/x/image/math/fixed"

	"perihelion/client/page"
)

// systemFonts draws letters with the fonts of the browser, on a canvas of its own.
type systemFonts struct {
	canvas, ctx   js.Value
	missingGlyphs map[int]string // by size: the mask that the browser draws for a letter that no font has
	unavailable   bool           // the browser does not let pages read what they draw
}

// unassigned is a code point that no font has.
const unassigned = '\u0378'

func newSystemFonts() *systemFonts {
	s := &systemFonts{missingGlyphs: map[int]string{}}
	s.unavailable = page.Try(func() {
		s.canvas = js.Global().Get("document").Call("createElement", "canvas")
		s.ctx = s.canvas.Call("getContext", "2d", map[string]any{"willReadFrequently": true})
		s.canvas.Set("width", 2)
		s.canvas.Set("height", 2)
	}) != nil
	// Browsers that protect against fingerprinting return noise for an empty canvas.
	for _, a := range s.readMask(2, 2) {
		s.unavailable = s.unavailable || a != 0
	}
	return s
}

// renderGlyph draws r at a size in pixels; ok is false if no font has it.
func (s *systemFonts) renderGlyph(r rune, size int) (k systemGlyph, ok bool) {
	if s.unavailable {
		return k, false
	}
	none, known := s.missingGlyphs[size]
	if !known {
		box, err := s.drawGlyph(unassigned, size)
		if err != nil {
			return k, false
		}
		none = string(box.alpha.Pix)
		s.missingGlyphs[size] = none
	}
	k, err := s.drawGlyph(r, size)
	return k, err == nil && string(k.alpha.Pix) != none && k.advance > 0
}

func (s *systemFonts) drawGlyph(r rune, size int) (k systemGlyph, err error) {
	err = page.Try(func() {
		font := fmt.Sprintf("500 %dpx system-ui, sans-serif", size)
		s.ctx.Set("font", font)
		m := s.ctx.Call("measureText", string(r))
		at := func(name string) int { return int(math.Ceil(m.Get(name).Float())) + 1 }
		left, up := at("actualBoundingBoxLeft"), at("actualBoundingBoxAscent")
		w, h := left+at("actualBoundingBoxRight"), up+at("actualBoundingBoxDescent")
		w, h = min(max(1, w), 4*size), min(max(1, h), 4*size)
		s.canvas.Set("width", w) // this clears the canvas and resets the font
		s.canvas.Set("height", h)
		s.ctx.Set("font", font)
		s.ctx.Set("fillStyle", "#fff")
		s.ctx.Call("fillText", string(r), left, up)
		k.alpha = image.NewAlpha(image.Rect(0, 0, w, h))
		copy(k.alpha.Pix, s.readMask(w, h))
		k.offset = image.Pt(-left, -up)
		k.advance = fixed.Int26_6(math.Round(m.Get("width").Float() * 64))
	})
	return k, err
}

// readMask is the brightness of each pixel: the mask of a letter, or an emoji in grey.
func (s *systemFonts) readMask(w, h int) []byte {
	light := make([]byte, w*h)
	_ = page.Try(func() {
		data := s.ctx.Call("getImageData", 0, 0, w, h).Get("data")
		rgba := make([]byte, 4*w*h)
		bytes := js.Global().Get("Uint8Array").New(data.Get("buffer"))
		js.CopyBytesToGo(rgba, bytes)
		for i := range light {
			c := rgba[4*i : 4*i+4]
			light[i] = byte((2*int(c[0]) + 5*int(c[1]) + int(c[2])) * int(c[3]) / (8 * 255))
		}
	})
	return light
}
