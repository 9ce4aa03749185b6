package ui

import (
	"image"
	"strings"
	"unicode"

	"golang.org/x/image/math/fixed"
)

// sketch is a letter as a system draws it, at one size: its mask, where that lies
// relative to the pen, and how far it moves the pen.
type sketch struct {
	alpha   *image.Alpha
	off     image.Point
	advance fixed.Int26_6
}

// alone are the scripts of which a letter can be drawn without its neighbours, from
// left to right. The others would be drawn wrongly, which reads worse than a word
// that they cannot be shown.
var alone = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Yi,
	unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Georgian, unicode.Armenian, unicode.Ethiopic, unicode.Cherokee,
	unicode.S, unicode.P, unicode.N,
}

// fromSystem reports whether it makes sense to ask the system for r.
func fromSystem(r rune) bool { return unicode.In(r, alone...) && !unicode.Is(unicode.M, r) }

// unseen stands for letters that cannot be drawn here.
const unseen = "(cannot be shown here)"

// Legible is s with words in the place of letters that neither our typefaces nor the
// system can draw.
func (p *Pen) Legible(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return !p.draws(r) }) {
		return s
	}
	var b strings.Builder
	hidden := false
	for _, r := range s {
		switch {
		case p.draws(r):
			hidden = hidden && unicode.IsSpace(r) // a blank between two words that are not shown is not either
			if !hidden {
				b.WriteRune(r)
			}
		case !hidden:
			hidden = true
			b.WriteString(unseen + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// draws reports whether r can be drawn.
func (p *Pen) draws(r rune) bool {
	if r < 128 {
		return true
	}
	ok, known := p.drawn[r]
	if !known {
		ok = fontOf(p.lib[Text], r) >= 0
		if !ok && fromSystem(r) {
			_, ok = p.system.sketch(r, 24)
		}
		p.drawn[r] = ok
	}
	return ok
}
