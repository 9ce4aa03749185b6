package sprites

import (
	"image"
	"testing"

	"perihelion/client/rgba"
)

func TestTilesDoNotOverlap(t *testing.T) {
	s := NewSheet()
	rect := func(k tile) image.Rectangle { return image.Rect(k.x, k.y, k.x+k.size, k.y+k.size) }
	for i, a := range s.tiles {
		if !rect(a).In(image.Rect(0, 0, s.Size(), s.Size())) {
			t.Errorf("tile %d lies outside the sheet", i)
		}
		for j, b := range s.tiles[:i] {
			if rect(a).Overlaps(rect(b)) {
				t.Errorf("tiles %d and %d overlap", i, j)
			}
		}
	}
}

// light is the sum of the pixels of a tile, and of its border alone.
func (s *Sheet) light(k tile) (sum, border int) {
	for y := range k.size {
		for x := range k.size {
			v := int(s.Pix[((k.y+y)*sheetSize+k.x+x)*4])
			sum += v
			if x == 0 || y == 0 || x == k.size-1 || y == k.size-1 {
				border += v
			}
		}
	}
	return sum, border
}

func TestEverySpriteShowsSomethingAndEndsBeforeItsTileDoes(t *testing.T) {
	s := NewSheet()
	for i, k := range s.tiles {
		sum, border := s.light(k)
		if sum == 0 {
			t.Errorf("sprite %d is empty", i)
		}
		if i != int(Blank) && i != int(Beam) && border > k.size*4*8 {
			t.Errorf("sprite %d is cut off at its border", i)
		}
	}
}

func TestHullsDifferInOutline(t *testing.T) {
	const grid = 24
	for i, a := range hulls {
		for j, b := range hulls[:i] {
			differ := 0
			for y := range grid {
				for x := range grid {
					px, py := float32(x)/grid*2-1, float32(y)/grid*2-1
					if (a.distance(px, py) < 0) != (b.distance(px, py) < 0) {
						differ++
					}
				}
			}
			if differ < grid*grid/20 {
				t.Errorf("hulls %d and %d differ in %d of %d places", i, j, differ, grid*grid)
			}
		}
	}
}

func TestHullsStayWithinWhatShotsCanHit(t *testing.T) {
	for i, h := range hulls {
		for _, p := range h.side {
			if r := hypot(p.x, p.y); r > 1.08 {
				t.Errorf("hull %d reaches %v", i, r)
			}
		}
	}
}

func TestABatchDrawsOnlyItsOwnVertices(t *testing.T) {
	b := NewBatch(NewSheet())
	b.Upright(Dot, 0, 0, 10, 10, rgba.Hex(0xffffff))
	b.Line(0, 0, 10, 10, 2, rgba.Hex(0xff0000))
	b.Line(5, 5, 5, 5, 2, rgba.Hex(0xff0000)) // no length: nothing
	b.Arc(0, 0, 50, 0, 3, 4, rgba.Hex(0x00ff00))
	for _, i := range b.I {
		if int(i) >= len(b.V) {
			t.Fatalf("index %d of %d vertices", i, len(b.V))
		}
	}
	if len(b.I)%3 != 0 || len(b.I) != len(b.V)/4*6 {
		t.Errorf("%d indices for %d vertices", len(b.I), len(b.V))
	}
	if b.Reset(); len(b.V) != 0 || cap(b.V) == 0 {
		t.Error("Reset must empty the batch and keep its memory")
	}
}

func TestAGlowCoversNothing(t *testing.T) {
	c := rgba.Hex(0x336699).Glow(.5)
	if c.A != 0 || c.R != .1 || c.B != .3 {
		t.Errorf("%+v", c)
	}
}

func BenchmarkSheet(b *testing.B) {
	for b.Loop() {
		NewSheet()
	}
}
