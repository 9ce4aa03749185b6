package protocol

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What can be wrong with what a player typed. The messages are fit for a player.
var (
	errEmpty       = errors.New("it is empty")
	errTooLong     = errors.New("it is too long")
	ErrUnprintable = errors.New("it holds invisible or control characters")
	ErrGarbled     = errors.New("it is not valid text")
	errForeign     = errors.New("it holds characters that not every player's game can show; letters can be Latin, Greek or Cyrillic")
)

// nameable is what a name may be made of beside blanks: what the client has typefaces
// for on every machine. A test of client/ui holds the two together. Accents come with
// their letters, as one character (Unicode's NFC).
var nameable = []*unicode.RangeTable{
	{R16: []unicode.Range16{{'!', '~', 1}, {0xa1, 0xac, 1}, {0xae, 0xff, 1}}, LatinOffset: 3},
	{R16: []unicode.Range16{{0x100, 0x17f, 1}, {0x1cd, 0x1dc, 1}, {0x1fa, 0x1ff, 1}, {0x218, 0x21b, 1}}},                    // more Latin: Polish, Turkish, Pinyin, Romanian
	{R16: []unicode.Range16{{0x1e80, 0x1e85, 1}, {0x1e9e, 0x1e9e, 1}, {0x1ea0, 0x1ef9, 1}}},                                 // Welsh, German, Vietnamese
	{R16: []unicode.Range16{{0x386, 0x386, 1}, {0x388, 0x38a, 1}, {0x38c, 0x38c, 1}, {0x38e, 0x3a1, 1}, {0x3a3, 0x3ce, 1}}}, // Greek
	{R16: []unicode.Range16{{0x400, 0x45f, 1}, {0x490, 0x491, 1}}},                                                          // Cyrillic, of the Slavic languages
	{R16: []unicode.Range16{{0x2013, 0x2014, 1}, {0x2018, 0x201a, 1}, {0x201c, 0x201e, 1}, {0x2020, 0x2022, 1}, {0x2026, 0x2026, 1}, {0x2039, 0x203a, 1}}},
	{R16: []unicode.Range16{{0x20ac, 0x20ac, 1}, {0x2116, 0x2116, 1}, {0x2122, 0x2122, 1}, {0x2190, 0x2193, 1}}}, // euro, number, trade mark, arrows
	{R16: []unicode.Range16{{0x2660, 0x2660, 1}, {0x2663, 0x2663, 1}, {0x2665, 0x2666, 1}, {0x266a, 0x266a, 1}}}, // suits, a note
}

// nameableRune reports whether a name may hold c.
func nameableRune(c rune) bool { return c == ' ' || unicode.In(c, nameable...) }

// maxMarks is how many combining marks one letter may carry. Vietnamese and
// Hebrew need two, Thai three; a line that climbs over its neighbours needs dozens.
const maxMarks = 3

// CleanName is the name as everyone will see it: without blanks around it or
// runs of them within. What could make it look like another name, or like none,
// is an error and not silently mended, so that nobody plays under a name unawares.
func CleanName(s string) (string, error) {
	s, err := clean(s, MaxName)
	if err == nil && strings.ContainsFunc(s, func(c rune) bool { return !nameableRune(c) }) {
		s, err = "", errForeign
	}
	if err != nil {
		return "", fmt.Errorf("name of up to %d characters: %w", MaxName, err)
	}
	return s, nil
}

// CleanChat is a line of chat as everyone will see it, in any script there is.
func CleanChat(s string) (string, error) {
	s, err := clean(s, MaxChat)
	if err != nil {
		return "", fmt.Errorf("line of up to %d characters: %w", MaxChat, err)
	}
	return s, nil
}

func clean(s string, runes int) (string, error) {
	if len(s) > 16*runes { // not worth looking at: blanks alone do not add up to that
		return "", errTooLong
	}
	if !utf8.ValidString(s) {
		return "", ErrGarbled
	}
	s = strings.Map(dropIgnorables, s) // first: what they stand between may be blank
	s = strings.Join(strings.FieldsFunc(s, blank), " ")
	n, marks := 0, 0
	for _, c := range s {
		if marks = marksAfter(marks, c); marks > maxMarks || !unicode.IsPrint(c) {
			return "", ErrUnprintable
		}
		if n++; n > runes {
			return "", errTooLong
		}
	}
	if s == "" {
		return "", errEmpty
	}
	return s, nil
}

// blank holds for spaces and for the letters that are drawn as nothing.
func blank(c rune) bool {
	switch c {
	case '\u115f', '\u1160', '\u3164', '\uffa0', // Hangul fillers
		'\u2800': // Braille without dots
		return true
	}
	return unicode.IsSpace(c)
}

// dropIgnorables drops the characters that Unicode says are drawn as nothing and
// that honest text is full of: the two joiners, in Persian and in emoji made of
// several; the variation selectors, in most emoji that a phone types; and the few
// marks of that class. Without them a text reads the same, and two texts that read
// the same are the same. The rest of the class, the format characters, is not
// printable and so refused, and its letters are blank.
func dropIgnorables(c rune) rune {
	if c == '\u200c' || c == '\u200d' || unicode.Is(unicode.M, c) && unicode.In(c, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
		return -1
	}
	return c
}

func marksAfter(marks int, c rune) int {
	if unicode.Is(unicode.M, c) {
		return marks + 1
	}
	return 0
}
