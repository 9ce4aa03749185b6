package account

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"perihelion/shared/protocol"
)

// Words knows what may not be said. It answers with the text as it may be shown,
// and whether that is all of it.
type Words interface {
	Clean(text string) (shown string, clean bool)
}

// BadName is why a name cannot be used, fit for a player.
type BadName string

func (b BadName) Error() string { return "this name cannot be used: " + string(b) }

// reserved are the words of those who speak for the house. Nobody else may be
// called by one, in whatever letters.
var reserved = []string{
	"admin", "admins", "administrator", "moderator", "mod", "mods", "server", "system", "bot", "bots",
	"official", "staff", "perihelion", "operator", "gamemaster", "support", "developer", "deleted", "owner",
}

// minStretch is how long a reserved word must be for "aadminn" to count as one:
// "mood" is no "mod".
const minStretch = 5

// impostors are the reserved words, as skeletons.
type impostors struct{ exact, stretched map[string]bool }

func newImpostors() impostors {
	i := impostors{exact: map[string]bool{}, stretched: map[string]bool{}}
	for _, word := range reserved {
		form := skeleton(word)
		i.exact[form] = true
		if len(word) >= minStretch {
			i.stretched[squeeze(form)] = true
		}
	}
	return i
}

// CleanName is the name as everyone will see it, or a BadName. Cleaning it again
// changes nothing.
func (b *Service) CleanName(wanted string) (string, error) {
	if strings.ContainsRune(wanted, utf8.RuneError) { // half a surrogate pair, escaped, becomes one
		return "", BadName(protocol.ErrGarbled.Error())
	}
	name, err := protocol.CleanName(wanted)
	if err != nil {
		return "", BadName(err.Error())
	}
	if b.impostors.match(name) {
		return "", BadName("it could be taken for somebody who runs this server")
	}
	if _, clean := b.words.Clean(name); !clean {
		return "", BadName("it holds a word that is not welcome here")
	}
	return name, nil
}

// match reports whether name is, or holds as words of its own, a reserved word
// in any spelling.
func (i impostors) match(name string) bool {
	for _, words := range [][]string{split(name, false), split(name, true)} {
		for from := range words {
			for to := from + 1; to <= len(words); to++ {
				if i.word(strings.Join(words[from:to], "")) {
					return true
				}
			}
		}
	}
	return false
}

// word reports whether one word is reserved, with or without digits around it:
// any of those may be meant as a letter. A number is no word.
func (i impostors) word(word string) bool {
	const digits = "0123456789"
	lead := len(word) - len(strings.TrimLeft(word, digits))
	if lead == len(word) {
		return false
	}
	for from := range lead + 1 {
		for to := len(word); ; to-- {
			form := skeleton(word[from:to])
			if i.exact[form] || i.stretched[squeeze(form)] {
				return true
			}
			if !strings.ContainsRune(digits, rune(word[to-1])) {
				break
			}
		}
	}
	return false
}

// split cuts a name into words: where something stands that looks like no letter
// and, if humps, where a small letter meets a capital.
func split(name string, humps bool) []string {
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	last := ' '
	for _, c := range name {
		switch {
		case unicode.Is(unicode.M, c):
			continue // it belongs to the letter before
		case bones(c) == "":
			end()
		case humps && unicode.IsUpper(c) && unicode.IsLower(last):
			end()
			word.WriteRune(c)
		default:
			word.WriteRune(c)
		}
		last = c
	}
	end()
	return words
}

// squeeze leaves one of each run of equal letters.
func squeeze(s string) string {
	return string(slices.Compact([]rune(s)))
}
