package chat

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A letter is one of a text as it is compared, and the rune that it came from.
type letter struct {
	r    rune
	from int // index of the rune in the text
}

// A word is letters without anything between them.
type word struct {
	letters []letter
	plain   bool // not made of digits and signs alone, which are a number
	spaced  bool // a blank comes before it, and not only a dot or a dash
}

// fold reads text the way somebody does who looks for the word behind the
// disguise: without case and accents, through letters of other alphabets, and
// through digits and signs that stand for letters.
func fold(text []rune) (words []word) {
	spaced, within := true, false
	for i, c := range text {
		if unicode.Is(unicode.M, c) || unicode.Is(unicode.Cf, c) {
			continue // seen by nobody, or a scratch across the letter
		}
		letters, plain := unmask(text, i)
		if len(letters) == 0 {
			spaced, within = spaced && !within || unicode.IsSpace(c), false
			continue
		}
		if !within {
			words = append(words, word{spaced: spaced})
			spaced, within = false, true
		}
		w := &words[len(words)-1]
		w.plain = w.plain || plain
		for _, r := range letters {
			w.letters = append(w.letters, letter{r, i})
		}
	}
	return words
}

// unmask is what the rune at i stands for: nothing, if it separates words. It is
// plain if it is a letter by itself.
func unmask(text []rune, i int) (letters []rune, plain bool) {
	c := text[i]
	if r, ok := stands[c]; ok {
		return []rune{r}, false
	}
	if r, ok := signs[c]; ok && i > 0 && i+1 < len(text) && unicode.IsLetter(text[i-1]) && unicode.IsLetter(text[i+1]) {
		return []rune{r}, false
	}
	for _, r := range norm.NFKD.String(string(c)) {
		r = unicode.ToLower(r)
		switch twins, ok := alike[r]; {
		case ok:
			letters = append(letters, []rune(twins)...)
		case unicode.IsLetter(r), unicode.IsDigit(r):
			letters = append(letters, r)
		}
		plain = plain || unicode.IsLetter(r)
	}
	return letters, plain
}

// stands are digits and signs that are typed for letters; 1 is typed for i and
// for l, and so all three count as one.
var stands = map[rune]rune{
	'0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g', '@': 'a', '$': 's', '€': 'e',
}

// signs stand for letters only between letters: elsewhere they mean themselves.
var signs = map[rune]rune{'!': 'i', '|': 'i', '+': 't'}

// alike maps letters to those of the Latin alphabet that look the same.
var alike = map[rune]string{
	'l': "i", 'ı': "i", 'ł': "i", 'ø': "o", 'đ': "d", 'ħ': "h", 'ß': "ss", 'æ': "ae", 'œ': "oe",
	'а': "a", 'в': "b", 'е': "e", 'ё': "e", 'з': "e", 'і': "i", 'ї': "i", 'к': "k", 'м': "m", 'н': "h", 'о': "o", 'п': "n",
	'р': "p", 'с': "c", 'т': "t", 'у': "y", 'х': "x", 'ѕ': "s", 'ј': "j", 'ԁ': "d", 'ԛ': "q", 'ԝ': "w", 'һ': "h", 'ь': "b",
	'α': "a", 'β': "b", 'ε': "e", 'η': "n", 'ι': "i", 'κ': "k", 'ν': "v", 'ο': "o", 'ρ': "p", 'σ': "o", 'τ': "t", 'υ': "u", 'χ': "x", 'ω': "w",
	'ƒ': "f", 'ɑ': "a", 'ɡ': "g", 'ɩ': "i", 'ʀ': "r", 'ᴜ': "u", 'ᴄ': "c", 'ᴋ': "k", 'ɴ': "n", 'ꜰ': "f", 'ꜱ': "s", 'ʜ': "h",
}
