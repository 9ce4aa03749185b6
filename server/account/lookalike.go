package account

import (
	"strings"
	"unicode"

	"go.mau.fi/util/confusable"
	"golang.org/x/text/unicode/norm"
)

// families are letters and signs that can be taken for the first of each line:
// those of the fonts that a browser shows a name in, drawn as players abuse them.
// What Unicode itself calls a variant of a letter (full width, in a circle, of
// mathematics, with accents) is not listed, nor what it calls confusable (UTS 39) and
// players use less, such as Lisu. Its table knows little of Coptic and Runic.
var families = []string{
	"aàаαɑᴀ4@ΑАᎪⲁᚨ",
	"bвβʙ8ВΒᏴьЬⲃᛒ",
	"cсᴄςϲСϹᏟ(<¢©ⲥᚲ",
	"dԁɗᴅđᎠᛞ",
	"eеεᴇёєЕΕᎬ3€Σⲉᛖ",
	"fғϝꜰƒᚠ",
	"gɡɢԍ9Ꮐǥɠᚷ",
	"hһнʜΗНᎻħⲏᚺ",
	"iіıιɪlӏʟ1!|¡ІΙӀᏞľłℓ׀ⲓᛁᛚᏆ",
	"jјᴊЈϳᎫᛃ",
	"kкκᴋΚКᏦⲕᚴ",
	"mмᴍΜМᎷϻⲙᛗ",
	"nпɴηոΝŋⲛᚾ",
	"oоοᴏօ0ΟОσøӨө○ⲟᛟᏫ",
	"pрρᴘΡРᏢþⲣᛈ",
	"rгʀɾᎡя®ᚱ",
	"sѕꜱ5$ЅᏚ§ᛋᛊ",
	"tтτᴛ7+ΤТᎢŧ†ⲧᛏ",
	"uυᴜսʋцᚢ",
	"vνᴠѵᏙѴ",
	"wωᴡԝшᎳѡⲱᚹ",
	"xхχΧХ×ⲭ",
	"yуγʏүΥУҮ¥ⲩᛇ",
	"zᴢΖᏃ2ⲍᛉ",
}

// lookalikes leads from each letter of a family to the first.
var lookalikes = newLookalikes()

// newLookalikes adds the capitals and small letters that are not listed: those
// that are may look like another, as Ν and ν do.
func newLookalikes() map[rune]rune {
	m := map[rune]rune{}
	for _, family := range families {
		for _, c := range family {
			m[c] = rune(family[0])
		}
	}
	for _, family := range families {
		for _, c := range family {
			for _, other := range []rune{unicode.ToLower(c), unicode.ToUpper(c)} {
				if _, listed := m[other]; !listed {
					m[other] = rune(family[0])
				}
			}
		}
	}
	return m
}

// Signs in which Unicode has the Latin alphabet, and does not say so.
var alphabets = []rune{
	'\U0001F150', // white letters in black circles
	'\U0001F170', // white letters in black squares
	'\U0001F1E6', // halves of flags
}

// bones are the letters and digits that c stands for, in their simplest form and
// without accents; of what is neither, nothing.
func bones(c rune) string {
	if like, ok := lookalikes[c]; ok {
		return string(like)
	}
	for _, first := range alphabets {
		if c >= first && c < first+26 {
			c = 'A' + c - first
		}
	}
	return strings.Map(func(c rune) rune {
		like, known := lookalikes[c]
		switch {
		case known:
			return like
		case unicode.IsLetter(c), unicode.IsDigit(c):
			return unicode.ToLower(c)
		}
		return -1
	}, confusing(norm.NFKD.String(string(c))))
}

// confusing is a text in which each character that is in no family stands as the one
// that Unicode says it can be taken for.
func confusing(text string) string {
	var b strings.Builder
	for _, c := range text {
		like := confusable.GetReplacement(c)
		if _, known := lookalikes[c]; known || like == "" {
			like = string(c)
		}
		b.WriteString(like)
	}
	return b.String()
}

// skeleton is what two texts share that look alike. It is for comparing and not
// for showing.
func skeleton(text string) string {
	var b strings.Builder
	for _, c := range text {
		b.WriteString(bones(c))
	}
	return pairs.Replace(b.String())
}

// pairs are two letters that look like one.
var pairs = strings.NewReplacer("rn", "m", "vv", "w")
