package ui

import (
	"image"
	"strings"
	"unicode"

	"golang.org/x/image/math/fixed"
)

// systemGlyph is a letter drawn with a font of the system, at one size.
type systemGlyph struct {
	alpha   *image.Alpha
	offset  image.Point // of alpha, relative to the origin of the glyph
	advance fixed.Int26_6
}

// isolatedScripts are the scripts whose letters can be drawn one by one from left to
// right. Others, such as Arabic, need shaping, which we do not have: their letters would
// be drawn wrongly, so they are replaced by undrawableText.
var isolatedScripts = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo, unicode.Yi,
	unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Georgian, unicode.Armenian, unicode.Ethiopic, unicode.Cherokee,
	unicode.S, unicode.P, unicode.N,
}

// systemCanDraw reports whether r belongs to a script of isolatedScripts and does not
// combine with the letter before it. The system may still have no font for it.
func systemCanDraw(r rune) bool {
	return unicode.In(r, isolatedScripts...) && !unicode.Is(unicode.M, r)
}

// undrawableText replaces letters that cannot be drawn.
const undrawableText = "(cannot be shown here)"

// ReplaceUndrawable is s with a short text in the place of letters that neither our fonts
// nor those of the system can draw.
func (p *Pen) ReplaceUndrawable(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return !p.canDraw(r) }) {
		return s
	}
	var b strings.Builder
	hidden := false
	for _, r := range s {
		switch {
		case p.canDraw(r):
			hidden = hidden && unicode.IsSpace(r) // a space between two replaced words is dropped
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

// canDraw reports whether r can be drawn. Its answers are cached.
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
