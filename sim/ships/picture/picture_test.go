package picture

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// BenchmarkDraw draws the arena that takes longest: as many things as there may be, and as large.
func BenchmarkDraw(b *testing.B) {
	a := largest(b)
	for b.Loop() {
		Draw(a)
	}
}

// largest is an arena of as many things as there may be.
func largest(tb testing.TB) *sim.Arena {
	const orbit = `"distance":900,"period":3600`
	list := func(name, fields string, n int) string {
		all := make([]string, n)
		for i := range all {
			all[i] = fmt.Sprintf(`{"id":"%s%d",%s}`, name, i, fields)
		}
		return fmt.Sprintf("%q:[%s]", name, strings.Join(all, ","))
	}
	a, err := ships.Rules.About().ReadArena([]byte(`{"name":"n","title":"t",` + strings.Join([]string{
		list("stars", `"kind":"black-hole","radius":100,"pull":1000`, 3), list("rocks", `"radius":200,`+orbit, 512),
		list("pads", `"period":3600,"count":1`, 64), list("spawns", `"inner":500`, 32), list("zones", `"use":"beacon","distance":950`, 400),
	}, ",") + "}"))
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// Every pixel of a ring is blended once, and no other.
func TestARingIsWhatIsBetweenItsRadii(t *testing.T) {
	t.Parallel()
	for _, r := range [][2]int{{0, 1}, {0, 2}, {0, 30}, {25, 30}, {380, 385}, {0, 500}} {
		c := newCanvas(1_000, color.RGBA{})
		c.fill(fixed.Vec{}, r[0], r[1], color.RGBA{R: 255, A: 100})
		for i := range fine * fine {
			x, y, want := i%fine-fine/2, i/fine-fine/2, uint8(0)
			if d := x*x + y*y; d >= r[0]*r[0] && d < r[1]*r[1] {
				want = 100
			}
			if c.Pix[4*i] != want {
				t.Fatalf("ring %v: %d at %d, %d, want %d", r, c.Pix[4*i], x, y, want)
			}
		}
	}
}

// The pictures are written to the folder that PERIHELION_SCREENS names, to be looked at.
func TestEveryArenaHasAPictureOfItsOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, a := range ships.Rules.About().Arenas {
		p := Draw(a)
		drawn, err := png.Decode(bytes.NewReader(p))
		if err != nil || drawn.Bounds().Dx() != size || drawn.Bounds().Dy() != size || len(p) > 64<<10 {
			t.Errorf("%s: %d bytes, %v", a.Name, len(p), err)
		}
		if other := seen[string(p)]; other != "" {
			t.Errorf("%s looks like %s", a.Name, other)
		}
		if seen[string(p)] = a.Name; !bytes.Equal(p, Draw(a)) {
			t.Errorf("%s: another picture each time", a.Name)
		}
		if dir := os.Getenv("PERIHELION_SCREENS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, "arena-"+a.Name+".png"), p, 0o644); err != nil {
				t.Error(err)
			}
		}
	}
}
