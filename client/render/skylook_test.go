package render

import (
	"math"
	"testing"

	"perihelion/client/rgba"
)

func TestASkyHasItsHuesAndStaysDark(t *testing.T) {
	for _, c := range []rgba.Color{skyDark, skyVeil, skyCloud, skyEmber} {
		if turnHue(c, 0) != c {
			t.Errorf("%v: not turned, and yet another colour", c)
		}
		for degrees := -359; degrees < 360; degrees++ {
			got := turnHue(c, degrees)
			off := math.Remainder(float64(hueOf(got)-hueOf(c))*60-float64(degrees), 360)
			if math.Abs(off) > .5 {
				t.Errorf("%v turned by %d: its hue is %.1f degrees off", c, degrees, off)
			}
			if luma(got) > luma(c)*mostBrighter*1.001 {
				t.Errorf("%v turned by %d is %.2f times as bright", c, degrees, luma(got)/luma(c))
			}
		}
	}
}

func TestASkyHasAsManyStarsAsItSays(t *testing.T) {
	for _, percent := range []int{0, 35, 100, 180, 200} {
		look, n := SkyLook{Stars: percent}, 0
		for i := range 100 {
			for j := range 100 {
				n += look.starsOf(i-50, j-50, 1)
			}
		}
		if n < percent*97 || n > percent*103 {
			t.Errorf("%d stars in 10,000 cells, want %d percent", n, percent)
		}
	}
}

func TestAQuietSkyHasNoMoreInItThanTheUsual(t *testing.T) {
	got := SkyLook{Nebula: 20, Accent: 30, Haze: 90, Stars: 150}.Calm()
	if want := (SkyLook{Nebula: 20, Accent: 30, Haze: 50, Stars: 100}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Ships are as WCAG 2.2 asks of graphics, 3 to 1, even before the densest clouds of any sky.
func TestShipsStandOutFromEverySky(t *testing.T) {
	const dense = .7 // of the colours of the clouds: the noise seldom comes that far
	for nebula := 0; nebula < 360; nebula += 15 {
		for accent := 0; accent < 360; accent += 15 {
			u := SkyLook{Nebula: nebula, Accent: accent, Haze: 100}.uniforms()
			dark, veil, cloud := u["Dark"].([]float32), u["Veil"].([]float32), u["Cloud"].([]float32)
			at := func(i int) float32 { return dark[i] + dense*(veil[i]+cloud[i]) }
			sky := rgba.Color{R: at(0), G: at(1), B: at(2)}
			for sight, m := range blindnessMatrices {
				for i, c := range append(PlayerColors[:len(PlayerColors):len(PlayerColors)], Own) {
					if got := contrast(c, sky, m); got < 3 {
						t.Errorf("%s, nebula %d, accent %d: color %d has a contrast of %.1f, want 3", sight, nebula, accent, i, got)
					}
				}
			}
		}
	}
}

// contrast is that of a bright colour before a dark one, as seen through the matrix m.
func contrast(c, dark rgba.Color, m [9]float64) float64 {
	luminance := func(c rgba.Color) float64 { return math.Pow((cieLab(c, m)[0]+16)/116, 3) }
	return (luminance(c) + .05) / (luminance(dark) + .05)
}
