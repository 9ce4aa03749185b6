package ui

import (
	"image"
	"strings"
	"unicode"

	"golang.org/x/image/math/fixed"
)

// systemGlyph is a letter as a system draws it, at one size: its mask, where that lies
// relative to the pen, and how far it moves the pen.
type systemGlyph struct {
	alpha   *image.Alpha
	offset  image.Point
	advance fixed.Int26_6
}

// isolatedScripts are the scripts of which a letter can be drawn without its neighbours, from
// left to right. The others would be drawn wrongly, which reads worse than a word
// that they cannot be shown.
var isolatedScripts = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Yi,
	unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Georgian, unicode.Armenian, unicode.Ethiopic, unicode.Cherokee,
	unicode.S, unicode.P, unicode.N,
}

// systemCanDraw reports whether it makes sense to ask the system for r.
func systemCanDraw(r rune) bool {
	return unicode.In(r, isolatedScripts...) && !unicode.Is(unicode.M, r)
}

// undrawableText stands for letters that cannot be drawn here.
const undrawableText = "(cannot be shown here)"

// ReplaceUndrawable is s with words in the place of letters that neither our typefaces nor the
// system can draw.
func (p *Pen) ReplaceUndrawable(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return !p.canDraw(r) }) {
		return s
	}
	var b strings.Builder
	hidden := false
	for _, r := range s {
		switch {
		case p.canDraw(r):
			hidden = hidden && unicode.IsSpace(r) // a blank between two words that are not shown is not either
			if !hidden {
				b.WriteRune(r)
			}
		case !hidden:
			hidden = true
			b.WriteString(undrawableText + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// canDraw reports whether r can be drawn.
func (p *Pen) canDraw(r rune) bool {
	if r < 128 {
		return true
	}
	ok, known := p.drawable[r]
	if !known {
		ok = fontIndex(p.chains[Text], r) >= 0
		if !ok && systemCanDraw(r) {
			_, ok = p.systemFonts.renderGlyph(r, 24)
		}
		p.drawable[r] = ok
	}
	return ok
}
