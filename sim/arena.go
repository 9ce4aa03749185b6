package sim

import (
	"errors"
	"fmt"
	"strings"
)

// Arena is a place in which a game is played, as data. Nobody changes it.
type Arena struct {
	Name   string // lower case; in the API and in settings
	Title  string // for players, in English
	Text   string // all of it, in one line: what is sent and stored
	Hash   uint64 // of Text
	Layout any    // what the game has read from Text
}

// Arenas are those of a match, of which one at a time is played in. Nobody changes them.
type Arenas []*Arena

const (
	MaxArenas     = 12      // of a match
	MaxArenaBytes = 110_000 // of the text of an arena
	MaxArenasText = 150_000 // bytes of the texts of all of them
)

// ErrArena: an arena that cannot be played here; the error says what is wrong with it.
var ErrArena = errors.New("sim: an arena that cannot be played")

// check reports what is wrong with a list of arenas, if anything.
func (as Arenas) check() error {
	if len(as) == 0 || len(as) > MaxArenas {
		return fmt.Errorf("%w: %d arenas, want 1 to %d", ErrArena, len(as), MaxArenas)
	}
	if n := len(as.text()); n > MaxArenasText {
		return fmt.Errorf("%w: %d bytes of arenas, want %d at most", ErrArena, n, MaxArenasText)
	}
	return nil
}

// text is the arenas in a form that is sent and stored: a line each.
func (as Arenas) text() string {
	var lines []string
	for _, a := range as {
		lines = append(lines, a.Text)
	}
	return strings.Join(lines, "\n")
}

// Named is the arena of that name.
func (as Arenas) Named(name string) (*Arena, bool) {
	for _, a := range as {
		if a.Name == name {
			return a, true
		}
	}
	return nil, false
}

// Rotator is implemented by a World that is played in several arenas, by turns.
type Rotator interface {
	// Withdraw takes arenas out of the turns before the next Step: a bit for each place in the Arenas
	// of its Config. It returns those that were in turn until now: none if no arena would be left.
	Withdraw(places uint16) (fresh uint16)
	// Place is which of the Arenas is played in.
	Place() int
}

// readArenas reads what text wrote. An arena that is the game's own is that very one.
func (a *About) readArenas(text string) (*Arenas, error) {
	if text == "" {
		return nil, nil
	}
	if a.ReadArena == nil {
		return nil, fmt.Errorf("%w: %s has none", ErrArena, a.Name)
	}
	var list Arenas
	for line := range strings.SplitSeq(text, "\n") {
		got, err := a.ReadArena([]byte(line))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrArena, err)
		}
		for _, own := range a.Arenas {
			if own.Text == got.Text {
				got = own
			}
		}
		list = append(list, got)
	}
	return &list, list.check()
}
