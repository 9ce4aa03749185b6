package account

import (
	"strings"
	"unicode"

	"go.mau.fi/util/confusable"
	"golang.org/x/text/unicode/norm"
)

// letterFamilies are letters and signs that look like the first of each line, in the fonts
// in which a browser shows names. What Unicode itself calls a variant of a letter (full
// width, circled, mathematical, with accents) is not listed, nor rarely used ones that
// Unicode lists as confusable (UTS 39), such as Lisu. Its table has little of Coptic and
// Runic.
var letterFamilies = []string{
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

// lookalikeOf maps each letter of a family to the first.
var lookalikeOf = newLookalikeOf()

// newLookalikeOf also adds capital and small forms that are not listed. Listed ones may
// look like another letter than their other form does, as Ν and ν.
func newLookalikeOf() map[rune]rune {
	m := map[rune]rune{}
	for _, family := range letterFamilies {
		for _, c := range family {
			m[c] = rune(family[0])
		}
	}
	for _, family := range letterFamilies {
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

// signAlphabets are Latin alphabets in Unicode that are not decomposed by NFKD.
var signAlphabets = []rune{
	'\U0001F150', // white letters in black circles
	'\U0001F170', // white letters in black squares
	'\U0001F1E6', // halves of flags
}

// baseLetters are the letters and digits that c stands for, in their simplest form and
// without accents; empty for other characters.
func baseLetters(c rune) string {
	if like, ok := lookalikeOf[c]; ok {
		return string(like)
	}
	for _, first := range signAlphabets {
		if c >= first && c < first+26 {
			c = 'A' + c - first
		}
	}
	return strings.Map(func(c rune) rune {
		like, known := lookalikeOf[c]
		switch {
		case known:
			return like
		case unicode.IsLetter(c), unicode.IsDigit(c):
			return unicode.ToLower(c)
		}
		return -1
	}, replaceConfusables(norm.NFKD.String(string(c))))
}

// replaceConfusables replaces each character that is in no family by the one that Unicode
// lists as its lookalike.
func replaceConfusables(text string) string {
	var b strings.Builder
	for _, c := range text {
		like := confusable.GetReplacement(c)
		if _, known := lookalikeOf[c]; known || like == "" {
			like = string(c)
		}
		b.WriteString(like)
	}
	return b.String()
}

// skeleton is the same for two texts that look alike. It is for comparison only, not for
// display.
func skeleton(text string) string {
	var b strings.Builder
	for _, c := range text {
		b.WriteString(baseLetters(c))
	}
	return letterPairs.Replace(b.String())
}

// letterPairs are pairs of letters that look like one letter.
var letterPairs = strings.NewReplacer("rn", "m", "vv", "w")
