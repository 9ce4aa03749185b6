package sim

import "errors"

// In a match whose Config is Editable players change the arena while they fly in it. What a change
// is the game says: here it is bytes, MaxChangeBytes at most.

// MaxChangeBytes is how long a change may be.
const MaxChangeBytes = 10_000

// Why a change is refused, beside what is wrong with the arena that it would make.
var (
	ErrGone      = errors.New("was removed meanwhile")
	ErrChanged   = errors.New("was changed meanwhile")
	ErrDone      = errors.New("sim: the change was made already")
	ErrNoEditing = errors.New("sim: the arena of this match is not changed")
)

// Editor is implemented by a World whose arena players may change.
type Editor interface {
	// Edit applies a change of by before the next Step, as a whole or not at all. Each player
	// numbers theirs, from 1: one whose number was made is ErrDone, whatever it says.
	Edit(by PlayerID, number uint32, change []byte) error
	// EditsOf are the changes of a player that were made.
	EditsOf(PlayerID) EditsMade
	// Arena is the present one; its Text and Hash may be empty. ArenaText is its Text.
	Arena() *Arena
	ArenaText() string
}

// EditsMade are the numbers of the changes of a player that were made, of the newest 64.
type EditsMade struct {
	Last uint32 // 0: none
	Mask uint64 // a bit for each number up to Last, which has the lowest
}

// Has reports whether a number was made, or is too old to tell.
func (m EditsMade) Has(number uint32) bool {
	back := m.Last - number
	return number <= m.Last && (back >= 64 || m.Mask>>back&1 == 1)
}

// Add notes that a number was made.
func (m *EditsMade) Add(number uint32) {
	if number > m.Last {
		m.Mask, m.Last = m.Mask<<(number-m.Last), number
	}
	m.Mask |= 1 << (m.Last - number)
}

// TakeArena makes the Arena of a Config that is Editable the present one of w.
func (c *Config) TakeArena(w World) {
	if e, ok := w.(Editor); ok && c.Editable {
		c.Arena = e.Arena()
	}
}

// Placed is implemented by a Predictor whose arena may change.
type Placed interface{ SetArena(*Arena) }
