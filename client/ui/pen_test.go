package ui

import (
	"strings"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"
)

func newPen(t testing.TB) *Pen {
	t.Helper()
	p, err := NewPen()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWidths(t *testing.T) {
	p := newPen(t)
	st := Style{Size: 20}
	tests := []struct {
		name, text string
		narrower   string // wider than this
	}{
		{"more letters are wider", "PLAYER", "PLAY"},
		{"a wide letter is wider than a narrow one", "M", "i"},
		{"Polish is found in the second font", "Łódź", "Łód"},
		{"Greek is found in the third font", "Αθήνα", "Αθήν"},
		{"Cyrillic is found in the third font", "Звезда", "Звезд"},
		{"what no font has is still seen", "星", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, less := p.Width(tt.text, st), p.Width(tt.narrower, st); got <= less {
				t.Errorf("width of %q = %v, want more than %v of %q", tt.text, got, less, tt.narrower)
			}
		})
	}
}

func TestMonoDigitsHaveOneWidth(t *testing.T) {
	p := newPen(t)
	st := Style{Face: Mono, Size: 17}
	for _, d := range "0123456789. " {
		if got, want := p.Width(string(d), st), p.Width("0", st); got != want {
			t.Errorf("width of %q = %v, want %v", d, got, want)
		}
	}
}

func TestTruncateAddsAnEllipsis(t *testing.T) {
	p := newPen(t)
	st := Style{Size: 16}
	if got := p.Truncate("Ada", 500, st); got != "Ada" {
		t.Errorf("fit = %q, want it whole", got)
	}
	got := p.Truncate(strings.Repeat("Ünïcode", 9), 100, st)
	if !strings.HasSuffix(got, "…") || p.Width(got, st) > 100 {
		t.Errorf("fit = %q of width %v, want an ellipsis within 100", got, p.Width(got, st))
	}
}

func TestDrawingTheSameTextAgainAllocatesNothing(t *testing.T) {
	p := newPen(t)
	st := Style{Size: 18, Glow: .5, Color: White}
	figures := []byte("12.5 ms Ł")
	draw := func() {
		p.vertices, p.indices = p.vertices[:0], p.indices[:0]
		c := p.sizedFaceFor(st)
		appendGlyphs(p, c, "Perihelion Łódź", 10, 10, st.Color, true)
		appendGlyphs(p, c, figures, 10, 10, st.Color, false)
		textWidth(p, c, figures)
	}
	draw()
	if got := testing.AllocsPerRun(100, draw); got != 0 {
		t.Errorf("%v allocations, want none", got)
	}
}

func TestAFullAtlasIsCleared(t *testing.T) {
	p := newPen(t)
	dst := ebiten.NewImage(8, 8)
	clears := p.atlasClears
	for size := float32(20); size < 240; size += 3 {
		p.Text(dst, "PERIHELION", 0, 0, Style{Face: Title, Size: size, Glow: 1})
		for _, v := range p.vertices {
			if v.SrcX < 0 || v.SrcX > atlasSize || v.SrcY < 0 || v.SrcY > atlasSize {
				t.Fatalf("size %v: a letter lies outside the atlas, at %v, %v", size, v.SrcX, v.SrcY)
			}
		}
		if want := 4 * 2 * len("PERIHELION"); len(p.vertices) != want {
			t.Fatalf("size %v: %d corners, want %d", size, len(p.vertices), want)
		}
	}
	if p.atlasClears == clears {
		t.Error("the atlas never filled up: the test tests nothing")
	}
}

func TestAtlasPlacesDoNotOverlap(t *testing.T) {
	var s atlas
	s.clearAll()
	taken := map[[2]int]bool{}
	for x := range whiteSize {
		for y := range whiteSize {
			taken[[2]int{x, y}] = true
		}
	}
	for k := range 200 {
		w, h := 5+k*7%40, 5+k*11%30
		at, ok := s.allocate(w, h)
		if !ok {
			t.Fatalf("no room for mask %d", k)
		}
		for x := at.X; x < at.X+w; x++ {
			for y := at.Y; y < at.Y+h; y++ {
				if taken[[2]int{x, y}] || x >= atlasSize || y >= atlasSize {
					t.Fatalf("mask %d overlaps at %d, %d", k, x, y)
				}
				taken[[2]int{x, y}] = true
			}
		}
	}
}
