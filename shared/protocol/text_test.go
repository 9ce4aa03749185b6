package protocol

import (
	"errors"
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"perihelion/sim"
)

func TestCleanName(t *testing.T) {
	for what, c := range map[string]struct {
		in, want string
		err      error
	}{
		"a plain name":                    {"Ada", "Ada", nil},
		"blanks around and within":        {"\t Ada \n  Lovelace\u00a0", "Ada Lovelace", nil},
		"letters with marks":              {"Zoë Nguyễn", "Zoë Nguyễn", nil},
		"another script":                  {"гагарин", "гагарин", nil},
		"a heart as a phone types it":     {"Ada\u2665\ufe0f", "Ada♥", nil},
		"right to left":                   {"שלום", "", errForeign},
		"a script that is drawn nowhere":  {"ᚨᛞᚨ", "", errForeign},
		"Chinese":                         {"你好", "", errForeign},
		"an emoji":                        {"Ada🚀", "", errForeign},
		"an accent of its own":            {"Zoe\u0308", "", errForeign},
		"the longest":                     {strings.Repeat("я", MaxName), strings.Repeat("я", MaxName), nil},
		"one too long":                    {strings.Repeat("a", MaxName+1), "", errTooLong},
		"10 kB":                           {strings.Repeat("a", 10<<10), "", errTooLong},
		"10 kB of blanks":                 {strings.Repeat(" ", 10<<10), "", errTooLong},
		"nothing":                         {"", "", errEmpty},
		"nothing but blanks":              {" \u3000\u3164\u2800 ", "", errEmpty},
		"nothing but joiners":             {"\u200c\u200d", "", errEmpty},
		"joiners that hide a blank":       {"\u200d \u200d", "", errEmpty},
		"a control character":             {"a\x00b", "", ErrUnprintable},
		"a terminal escape":               {"\x1b[31mred", "", ErrUnprintable},
		"an override of direction":        {"abc\u202egpj.exe", "", ErrUnprintable},
		"an isolate of direction":         {"\u2066abc", "", ErrUnprintable},
		"a zero-width space":              {"Ada\u200b", "", ErrUnprintable},
		"a byte order mark":               {"\ufeffAda", "", ErrUnprintable},
		"a tag":                           {"Ada\U000e0041", "", ErrUnprintable},
		"a letter of private use":         {"\ue000", "", ErrUnprintable},
		"marks that climb":                {"a" + strings.Repeat("\u0301", 4), "", ErrUnprintable},
		"bytes that are no text":          {"a\xffb", "", ErrGarbled},
		"half of a surrogate pair":        {"\xed\xa0\x80", "", ErrGarbled},
		"a sentence that fits only chats": {"what a beautiful orbit", "", errTooLong},
	} {
		got, err := CleanName(c.in)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: CleanName(%.40q) = %q, %v, want %q, %v", what, c.in, got, err, c.want, c.err)
		}
	}
}

// ignorable is Default_Ignorable_Code_Point as the Unicode standard derives it
// (DerivedCoreProperties.txt).
func ignorable(c rune) bool {
	annotation, hieroglyph := c >= 0xfff9 && c <= 0xfffb, c >= 0x13430 && c <= 0x13440
	return unicode.In(c, unicode.Other_Default_Ignorable_Code_Point, unicode.Cf, unicode.Variation_Selector) &&
		!unicode.In(c, unicode.White_Space, unicode.Prepended_Concatenation_Mark) && !annotation && !hieroglyph
}

func TestNothingInvisibleIsLeftInWhatPlayersType(t *testing.T) {
	cleaners := map[string]func(string) (string, error){"CleanName": CleanName, "CleanChat": CleanChat}
	seen := 0
	for c := rune(0); c <= unicode.MaxRune; c++ {
		if !ignorable(c) {
			continue
		}
		seen++
		for name, clean := range cleaners {
			if got, err := clean("Ad" + string(c) + "a"); err == nil && got != "Ada" && got != "Ad a" {
				t.Errorf("%s of a text with %U within = %q, want it without or an error", name, c, got)
			}
			if got, err := clean("Ada" + string(c)); err == nil && got != "Ada" {
				t.Errorf("%s of a text with %U at its end = %q, want it without or an error", name, c, got)
			}
			if got, err := clean(string(c)); err == nil {
				t.Errorf("%s of %U alone = %q, want an error", name, c, got)
			}
		}
	}
	if seen < 4000 {
		t.Errorf("looked at %d code points; the class has more than 4000", seen)
	}
}

func TestCleanChat(t *testing.T) {
	for in, want := range map[string]string{
		"  what a\nbeautiful   orbit ": "what a beautiful orbit",
		strings.Repeat("é", MaxChat):   strings.Repeat("é", MaxChat),
	} {
		if got, err := CleanChat(in); err != nil || got != want {
			t.Errorf("CleanChat(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
	if _, err := CleanChat(strings.Repeat("é", MaxChat+1)); !errors.Is(err, errTooLong) {
		t.Errorf("a line too long: %v, want ErrTooLong", err)
	}
}

func TestTheFullestRosterFitsItsFrame(t *testing.T) {
	o := Roster{Full: true}
	for i := range maxRoster {
		name := strings.Repeat(string(utf8.MaxRune), MaxName)
		id := sim.PlayerID(sim.MaxPlayers - 1 - i)
		o.Players = append(o.Players, Player{ID: id, Name: name, Bot: true, Away: true, Ping: 65535, Account: math.MaxUint64})
		o.Left = append(o.Left, id)
	}
	frame := AppendRoster(nil, &o)
	if len(frame) > MaxServerFrame {
		t.Errorf("it takes %d bytes, want at most %d", len(frame), MaxServerFrame)
	}
	if got, err := DecodeRoster(frame); err != nil || len(got.Players) != maxRoster || len(got.Left) != maxRoster {
		t.Errorf("%d players and %d leaves arrived, want %d each: %v", len(got.Players), len(got.Left), maxRoster, err)
	}
}
