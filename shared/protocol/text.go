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
	ErrEmpty       = errors.New("it is empty")
	ErrTooLong     = errors.New("it is too long")
	ErrUnprintable = errors.New("it holds invisible or control characters")
	ErrGarbled     = errors.New("it is not valid text")
)

// maxMarks is how many combining marks one letter may carry. Vietnamese and
// Hebrew need two, Thai three; a name that climbs over its neighbours needs dozens.
const maxMarks = 3

// CleanName is the name as everyone will see it: without blanks around it or
// runs of them within. What could make it look like another name, or like none,
// is an error and not silently mended, so that nobody plays under a name unawares.
func CleanName(s string) (string, error) {
	s, err := clean(s, MaxName)
	if err != nil {
		return "", fmt.Errorf("name of up to %d characters: %w", MaxName, err)
	}
	return s, nil
}

// CleanChat is a line of chat as everyone will see it, by the rules of names.
func CleanChat(s string) (string, error) {
	s, err := clean(s, MaxChat)
	if err != nil {
		return "", fmt.Errorf("line of up to %d characters: %w", MaxChat, err)
	}
	return s, nil
}

func clean(s string, runes int) (string, error) {
	if len(s) > 16*runes { // not worth looking at: blanks alone do not add up to that
		return "", ErrTooLong
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
			return "", ErrTooLong
		}
	}
	if s == "" {
		return "", ErrEmpty
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
