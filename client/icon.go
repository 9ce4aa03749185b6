package main

import (
	"image"
	"image/color"
	"math"
)

// icons are the window's: the star, an orbit and a ship on it.
func icons() []image.Image {
	var list []image.Image
	for _, size := range []int{16, 32, 48, 128} {
		list = append(list, icon(size))
	}
	return list
}

// icon paints every pixel by its distance to the parts, which gives soft edges.
func icon(size int) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	unit := 64 / float64(size)
	for y := range size {
		for x := range size {
			u, v := (float64(x)+.5)*unit, (float64(y)+.5)*unit
			r := math.Hypot(u-32, v-32)
			c := [3]float64{5, 6, 13}
			blend(&c, [3]float64{51, 84, 216}, cover(math.Abs(r-23)-1.6, unit))
			blend(&c, [3]float64{255, 138, 60}, .6*cover(r-15, 4))
			blend(&c, [3]float64{255, 179, 92}, cover(r-10, unit))
			blend(&c, [3]float64{143, 243, 255}, cover(math.Hypot(u-48.5, v-16)-6, unit))
			corner := math.Hypot(max(0, math.Abs(u-32)-18), max(0, math.Abs(v-32)-18)) - 14
			img.SetNRGBA(x, y, color.NRGBA{uint8(c[0]), uint8(c[1]), uint8(c[2]), uint8(255 * cover(corner, unit))})
		}
	}
	return img
}

// cover is 1 well inside, 0 well outside, and soft over the width of an edge.
func cover(distance, width float64) float64 { return max(0, min(1, .5-distance/width)) }

func blend(c *[3]float64, over [3]float64, k float64) {
	for i := range c {
		c[i] += (over[i] - c[i]) * k
	}
}
