package sprites

import (
	"image"
	"testing"

	"perihelion/client/rgba"
)

func TestTilesDoNotOverlap(t *testing.T) {
	s := NewAtlas()
	rect := func(k tile) image.Rectangle { return image.Rect(k.x, k.y, k.x+k.size, k.y+k.size) }
	for i, a := range s.tiles {
		if !rect(a).In(image.Rect(0, 0, s.size(), s.size())) {
			t.Errorf("tile %d lies outside the atlas", i)
		}
		for j, b := range s.tiles[:i] {
			if rect(a).Overlaps(rect(b)) {
				t.Errorf("tiles %d and %d overlap", i, j)
			}
		}
	}
}

// sumLight returns the sum of the pixels of a tile, and the sum of its border only.
func (s *Atlas) sumLight(k tile) (sum, border int) {
	for y := range k.size {
		for x := range k.size {
			v := int(s.pix[((k.y+y)*atlasSize+k.x+x)*4])
			sum += v
			if x == 0 || y == 0 || x == k.size-1 || y == k.size-1 {
				border += v
			}
		}
	}
	return sum, border
}

func TestEverySpriteIsVisibleAndInsideItsTile(t *testing.T) {
	s := NewAtlas()
	for i, k := range s.tiles {
		sum, border := s.sumLight(k)
		if sum == 0 {
			t.Errorf("sprite %d is empty", i)
		}
		if i != int(Solid) && i != int(Beam) && border > k.size*4*8 {
			t.Errorf("sprite %d is cut off at its border", i)
		}
	}
}

func TestHullShapesDiffer(t *testing.T) {
	const grid = 24
	for i, a := range hullShapes {
		for j, b := range hullShapes[:i] {
			differ := 0
			for y := range grid {
				for x := range grid {
					px, py := float32(x)/grid*2-1, float32(y)/grid*2-1
					if (a.outlineDistance(px, py) < 0) != (b.outlineDistance(px, py) < 0) {
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

func TestHullsStayWithinTheHitRadius(t *testing.T) {
	for i, h := range hullShapes {
		for _, s := range h.half {
			if r := hypot(s.from.x, s.from.y); r > 1.08 {
				t.Errorf("hull %d reaches %v", i, r)
			}
		}
	}
}

func TestBatchIndexesOnlyItsOwnVertices(t *testing.T) {
	b := NewBatch(NewAtlas())
	b.AddUpright(Dot, 0, 0, 10, 10, rgba.Hex(0xffffff))
	b.AddLine(0, 0, 10, 10, 2, rgba.Hex(0xff0000))
	b.AddLine(5, 5, 5, 5, 2, rgba.Hex(0xff0000)) // no length: nothing
	b.AddArc(0, 0, 50, 0, 3, 4, rgba.Hex(0x00ff00))
	for _, i := range b.Indices {
		if int(i) >= len(b.Vertices) {
			t.Fatalf("index %d of %d vertices", i, len(b.Vertices))
		}
	}
	if len(b.Indices)%3 != 0 || len(b.Indices) != len(b.Vertices)/4*6 {
		t.Errorf("%d indices for %d vertices", len(b.Indices), len(b.Vertices))
	}
	if b.Reset(10, 10); len(b.Vertices) != 0 || cap(b.Vertices) == 0 {
		t.Error("Reset must empty the batch and keep its memory")
	}
}

func TestGlowHasNoAlpha(t *testing.T) {
	c := rgba.Hex(0x336699).Glow(.5)
	if c.A != 0 || c.R != .1 || c.B != .3 {
		t.Errorf("%+v", c)
	}
}

func BenchmarkAtlas(b *testing.B) {
	for b.Loop() {
		NewAtlas()
	}
}
