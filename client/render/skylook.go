package render

import (
	"math"

	"perihelion/client/rgba"
)

// SkyLook is what tells one sky from another. Whatever its hues, it is about as dark for the
// eye, so that ships and texts stand out from it.
type SkyLook struct {
	Nebula, Accent int // hues in degrees: of the clouds, and of what lies before them
	Haze           int // percent: how much of the sky has clouds, and how dense they are
	Stars          int // percent of the usual number
}

// UsualSky is the sky for which the colours below were chosen.
var UsualSky = SkyLook{Nebula: 222, Accent: 275, Haze: 50, Stars: 100}

// The colours of UsualSky, which other skies turn to their hues: that of the nebula turns the
// first two, and the accent the others; the last one by half, so that it stays warm.
var (
	skyDark  = rgba.Color{R: .012, G: .014, B: .036}
	skyVeil  = rgba.Color{R: .012, G: .075, B: .16}
	skyCloud = rgba.Color{R: .085, G: .03, B: .19}
	skyEmber = rgba.Color{R: .16, G: .045, B: .05}
)

// Calm is the look for players who want quiet pictures: not more in it than usual.
func (l SkyLook) Calm() SkyLook {
	l.Haze, l.Stars = min(l.Haze, UsualSky.Haze), min(l.Stars, UsualSky.Stars)
	return l
}

// uniforms are those of the shader that depend on the look.
func (l SkyLook) uniforms() map[string]any {
	nebula, accent := l.Nebula-UsualSky.Nebula, (l.Accent-UsualSky.Accent+540)%360-180
	more := float32(l.Haze-UsualSky.Haze) / 50 // -1 none, 0 usual, 1 most
	dense := 1 + more
	if more > 0 {
		dense = 1 + more*.25
	}
	of := func(c rgba.Color, degrees int, k float32) []float32 {
		c = turnHue(c, degrees)
		return []float32{c.R * k, c.G * k, c.B * k}
	}
	return map[string]any{
		"Dark":  of(skyDark, nebula, 1),
		"Veil":  of(skyVeil, nebula, dense),
		"Cloud": of(skyCloud, accent, dense),
		"Ember": of(skyEmber, accent/2, dense),
		"Edge":  .4 - .06*more,
		"Shift": []float32{float32(nebula) * .37, float32(accent) * .23},
	}
}

// starsOf returns how many stars a cell of a layer has: one in the usual sky.
func (l SkyLook) starsOf(i, j, layer int) int {
	n, rest := l.Stars/100, l.Stars%100
	if r := newCellRandom(i, j, layer+32); rest > 0 && r.nextFloat()*100 < float32(rest) {
		n++
	}
	return n
}

const mostBrighter = 1.3 // how much brighter for the eye a colour may be in another hue

// turnHue turns the hue of a colour, which becomes hardly brighter for the eye.
func turnHue(c rgba.Color, degrees int) rgba.Color {
	if degrees == 0 {
		return c
	}
	least, most := min(c.R, c.G, c.B), max(c.R, c.G, c.B)
	hue := hueOf(c) + float32(degrees)/60 + 12
	at := func(n float32) float32 { // a channel, by the formula of HSV
		k := n + hue
		for k >= 6 {
			k -= 6
		}
		return most - (most-least)*max(0, min(k, 4-k, 1))
	}
	t := rgba.Color{R: at(5), G: at(3), B: at(1), A: c.A}
	ratio := luma(c) / luma(t)
	k := min(1.4, float32(math.Sqrt(float64(ratio))), mostBrighter*ratio)
	return rgba.Color{R: t.R * k, G: t.G * k, B: t.B * k, A: c.A}
}

// hueOf returns the hue of a colour that is not grey, in sixths of the circle.
func hueOf(c rgba.Color) float32 {
	span := max(c.R, c.G, c.B) - min(c.R, c.G, c.B)
	switch {
	case c.R >= c.G && c.R >= c.B:
		return (c.G - c.B) / span
	case c.G >= c.B:
		return 2 + (c.B-c.R)/span
	}
	return 4 + (c.R-c.G)/span
}

// luma is how bright a colour is for the eye.
func luma(c rgba.Color) float32 { return .2126*c.R + .7152*c.G + .0722*c.B }
