// Package lang says texts in the player's language. As in gettext, the English text is the key:
// T, F and N look it up in the table of the language, and Key marks a text that is looked up
// later. Widgets of client/ui look up their Label, Names and Placeholder when they are drawn. A
// text without a translation is said in English. Safe for concurrent use.
package lang

import (
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	"perihelion/assets/languages"
)

// Language is one that the client speaks.
type Language struct {
	Tag  string // as in BCP 47, and the name of its table
	Name string // in itself
}

// All are the languages, English first.
var All = []Language{{English, "English"}, {"de", "Deutsch"}, {"fr", "Français"}, {"es", "Español"}, {"pt-BR", "Português (Brasil)"}}

// English is the language of the keys, which needs no table.
const English = "en"

// Table holds the translations of one language. It must not change once it is used.
type Table struct {
	Tag   string
	Texts map[string]string // by the English text
}

// Load returns the table of a language of All. It panics if the tag is of none.
func Load(tag string) *Table {
	t := &Table{Tag: tag}
	if tag == English {
		return t
	}
	text, err := languages.Files.ReadFile(tag + ".json")
	if err == nil {
		err = json.Unmarshal(text, &t.Texts)
	}
	if err != nil {
		panic(fmt.Sprintf("lang: no table of %q: %v", tag, err))
	}
	return t
}

// current is the language of the process, as the locale is in C: every text of every scene
// has the same, and it is read by goroutines that explain errors.
var current atomic.Pointer[Table]

// Use says all texts by a table from now on.
func Use(t *Table) { current.Store(t) }

// Tag is that of the language in use.
func Tag() string {
	if t := current.Load(); t != nil {
		return t.Tag
	}
	return English
}

// Key marks a text that T looks up later, so that the tables must have it.
func Key(text string) string { return text }

// T is the translation of a text.
func T(text string) string {
	if t := current.Load(); t != nil {
		if s, ok := t.Texts[text]; ok {
			return s
		}
	}
	return text
}

// F formats args by the translation of format, which may take them in another order: "%[2]s".
func F(format string, args ...any) string {
	if translated := T(format); translated != format {
		return fmt.Sprintf(translated, args...)
	}
	return fmt.Sprintf(format, args...)
}

// N is the translation of the text for n things. English has two, for one and for any other
// number, and so have all languages of All.
func N(n int, one, several string) string {
	if n == 1 || n == 0 && zeroIsSingular[Tag()] {
		return T(one)
	}
	return T(several)
}

// zeroIsSingular are the languages in which nothing is counted like one thing.
var zeroIsSingular = map[string]bool{"fr": true, "pt-BR": true}

// Ordinal is the place n as it is written in a list of results: 1st, 2nd, 3rd, 4th.
func Ordinal(n int) string {
	if n == 1 {
		return T("1st")
	}
	format := Key("%dth")
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			format = Key("%dst")
		case 2:
			format = Key("%dnd")
		case 3:
			format = Key("%drd")
		}
	}
	return F(format, n)
}

var months = [...]string{
	time.January: Key("Jan"), time.February: Key("Feb"), time.March: Key("Mar"), time.April: Key("Apr"),
	time.May: Key("May"), time.June: Key("Jun"), time.July: Key("Jul"), time.August: Key("Aug"),
	time.September: Key("Sep"), time.October: Key("Oct"), time.November: Key("Nov"), time.December: Key("Dec"),
}

// Day is a day of the year: 2 Jan.
func Day(t time.Time) string { return F("%d %s", t.Day(), T(months[t.Month()])) }
