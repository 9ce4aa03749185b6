package account

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"perihelion/shared/protocol"
)

// TextFilter knows forbidden words. It returns the text as it may be shown, and whether
// nothing was replaced.
type TextFilter interface {
	Clean(text string) (shown string, clean bool)
}

// BadName is why a name cannot be used, in words for players.
type BadName string

func (b BadName) Error() string { return "this name cannot be used: " + string(b) }

// reservedWords are the names of people who run the server. No player may have one, in any
// spelling.
var reservedWords = []string{
	"admin", "admins", "administrator", "moderator", "mod", "mods", "server", "system", "bot", "bots",
	"official", "staff", "perihelion", "operator", "gamemaster", "support", "developer", "deleted", "owner",
}

// minRepeatedLen is how long a reserved word must be to be found with repeated letters,
// such as "aadminn": "mood" is not "mod".
const minRepeatedLen = 5

// lookalikeNames are the reserved words, as skeletons.
type lookalikeNames struct{ exact, collapsed map[string]bool }

func newLookalikeNames() lookalikeNames {
	l := lookalikeNames{exact: map[string]bool{}, collapsed: map[string]bool{}}
	for _, word := range reservedWords {
		form := skeleton(word)
		l.exact[form] = true
		if len(word) >= minRepeatedLen {
			l.collapsed[collapseRepeats(form)] = true
		}
	}
	return l
}

// cleanName returns the name as all players see it, or a BadName. Cleaning it again changes
// nothing.
func (s *Service) cleanName(wanted string) (string, error) {
	if strings.ContainsRune(wanted, utf8.RuneError) { // an escaped half of a surrogate pair becomes one
		return "", BadName(protocol.ErrGarbled.Error())
	}
	name, err := protocol.CleanName(wanted)
	if err != nil {
		return "", BadName(err.Error())
	}
	if s.lookalikes.matchesName(name) {
		return "", BadName("it could be taken for somebody who runs this server")
	}
	if _, clean := s.filter.Clean(name); !clean {
		return "", BadName("it holds a word that is not welcome here")
	}
	return name, nil
}

// matchesName reports whether name is, or contains as separate words, a reserved word in
// any spelling.
func (l lookalikeNames) matchesName(name string) bool {
	for _, words := range [][]string{splitWords(name, false), splitWords(name, true)} {
		for from := range words {
			for to := from + 1; to <= len(words); to++ {
				if l.matchesWord(strings.Join(words[from:to], "")) {
					return true
				}
			}
		}
	}
	return false
}

// matchesWord reports whether a word is reserved, with or without digits around it: each
// digit may stand for a letter. A number is not a word.
func (l lookalikeNames) matchesWord(word string) bool {
	const digits = "0123456789"
	lead := len(word) - len(strings.TrimLeft(word, digits))
	if lead == len(word) {
		return false
	}
	for from := range lead + 1 {
		for to := len(word); ; to-- {
			form := skeleton(word[from:to])
			if l.exact[form] || l.collapsed[collapseRepeats(form)] {
				return true
			}
			if !strings.ContainsRune(digits, rune(word[to-1])) {
				break
			}
		}
	}
	return false
}

// splitWords splits a name into words: at characters that do not look like letters and, if
// humps is set, between a small letter and a capital.
func splitWords(name string, humps bool) []string {
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
			continue // part of the previous letter
		case baseLetters(c) == "":
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

// collapseRepeats replaces runs of equal letters by one letter.
func collapseRepeats(s string) string {
	return string(slices.Compact([]rune(s)))
}

// comets are the invented names of players without an allowed name.
var comets = [...]string{
	"Halley", "Encke", "Biela", "Faye", "Olbers", "Tempel", "Swift", "Tuttle", "Borrelly", "Wolf",
	"Finlay", "Holmes", "Brooks", "Kopff", "Schaumasse", "Comas", "Whipple", "Arend", "Wirtanen", "Ikeya",
	"Seki", "Kohoutek", "West", "Bradfield", "Hyakutake", "Hale", "Lovejoy", "McNaught", "Catalina", "Neowise",
}

// inventName is the invented name of a player, always the same one.
func inventName(player string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(player)) // never fails
	n := h.Sum32()
	return fmt.Sprintf("%s %d", comets[n%uint32(len(comets))], 10+n/uint32(len(comets))%990)
}

// enforceNameRules gives a player another name if the stored one is not allowed any more:
// rules and word lists change. While the store is unavailable the new name is used for this
// response only.
func (s *Service) enforceNameRules(ctx context.Context, p Player) Player {
	name := s.allowedName(p)
	if name == p.Name {
		return p
	}
	if err := s.store.Rename(ctx, p.ID, name); err != nil {
		s.log.Debug("a name that is not allowed any more stays in the store", "player", p.ID, "err", err)
	} else {
		s.log.Info("a name that is not allowed any more was replaced", "player", p.ID, "name", name)
	}
	p.Name = name
	return p
}

// allowedName is the name as it is, or as cleanName changes it, or an invented one.
func (s *Service) allowedName(p Player) string {
	name, err := s.cleanName(norm.NFC.String(p.Name)) // older releases allowed decomposed accents
	if err != nil {
		return inventName(p.ID)
	}
	return name
}
