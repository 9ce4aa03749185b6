//go:build !js

package ui

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/font/gofont/gomono"
)

func TestMissingLettersAreDrawnWithSystemFonts(t *testing.T) {
	dir := t.TempDir()
	have := filepath.Join(dir, "have.ttf")
	if err := os.WriteFile(have, gomono.TTF, 0o600); err != nil {
		t.Fatal(err)
	}
	s := newSystemFonts()
	s.files = []string{filepath.Join(dir, "missing.ttf"), have}
	k, ok := s.renderGlyph('Ж', 30)
	if !ok || k.advance.Round() < 10 || k.alpha.Rect.Dy() < 15 || k.offset.Y > -15 {
		t.Errorf("a letter that the system has is %v, advance %v, at %v", ok, k.advance, k.offset)
	}
	inked := false
	for _, a := range k.alpha.Pix {
		inked = inked || a > 200
	}
	if !inked {
		t.Error("nothing is drawn")
	}
	if _, ok := s.renderGlyph('星', 30); ok {
		t.Error("the system has a letter that no font of it has")
	}
}

func TestReplaceUndrawable(t *testing.T) {
	p := newPen(t)
	p.systemFonts = &systemFonts{faces: nil, loaded: true} // a machine without fonts
	for _, tt := range []struct{ name, text, want string }{
		{"Latin", "Hello, Zoë!", "Hello, Zoë!"},
		{"Russian", "привет", "привет"},
		{"Vietnamese", "Xin chào, Nguyễn", "Xin chào, Nguyễn"},
		{"Chinese alone", "你好 世界", "(cannot be shown here)"},
		{"Chinese after a word", "gg 你好", "gg (cannot be shown here)"},
		{"before another", "你好！ gg", "(cannot be shown here) gg"},
		{"Arabic", "مرحبا Ada", "(cannot be shown here) Ada"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := p.ReplaceUndrawable(tt.text); got != tt.want {
				t.Errorf("Legible(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
	if n := testing.AllocsPerRun(100, func() { p.ReplaceUndrawable("привет, Zoë") }); n > 0 {
		t.Errorf("a text that can be drawn costs %v allocations each frame", n)
	}
}

func TestSystemCanDrawOnlyIsolatedScripts(t *testing.T) {
	for r, want := range map[rune]bool{'你': true, 'こ': true, '한': true, '🚀': true, 'ა': true, 'م': false, 'ש': false, 'ก': false, 'न': false, '\u0301': false} {
		if got := systemCanDraw(r); got != want {
			t.Errorf("asking the system for %c is %v, want %v", r, got, want)
		}
	}
}
