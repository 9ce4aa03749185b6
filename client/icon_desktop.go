//go:build !js

package main

import (
	"image"
	"image/color"
	"math"

	"github.com/hajimehoshi/ebiten/v2"
)

// setWindowIcon gives the window its icon, in several sizes: the star, an orbit and a ship on it.
func setWindowIcon() {
	var list []image.Image
	for _, size := range []int{16, 32, 48, 128} {
		list = append(list, drawIcon(size))
	}
	ebiten.SetWindowIcon(list)
}

// drawIcon draws the icon with a side of size pixels. The colour of a pixel comes from its
// distance to each part, which gives smooth edges.
func drawIcon(size int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	unit := 64 / float64(size)
	for y := range size {
		for x := range size {
			u, v := (float64(x)+.5)*unit, (float64(y)+.5)*unit
			r := math.Hypot(u-32, v-32)
			c := [3]float64{5, 6, 13}
			blend(&c, [3]float64{51, 84, 216}, coverage(math.Abs(r-23)-1.6, unit))
			blend(&c, [3]float64{255, 138, 60}, .6*coverage(r-15, 4))
			blend(&c, [3]float64{255, 179, 92}, coverage(r-10, unit))
			blend(&c, [3]float64{143, 243, 255}, coverage(math.Hypot(u-48.5, v-16)-6, unit))
			corner := math.Hypot(max(0, math.Abs(u-32)-18), max(0, math.Abs(v-32)-18)) - 14
			img.SetNRGBA(x, y, color.NRGBA{uint8(c[0]), uint8(c[1]), uint8(c[2]), uint8(255 * coverage(corner, unit))})
		}
	}
	return img
}

// coverage is 1 inside, 0 outside, and a gradient over the width of the edge. distance is
// that to the edge, negative inside.
func coverage(distance, width float64) float64 { return max(0, min(1, .5-distance/width)) }

// blend mixes over into c; k is its part, 0 to 1.
func blend(c *[3]float64, over [3]float64, k float64) {
	for i := range c {
		c[i] += (over[i] - c[i]) * k
	}
}
