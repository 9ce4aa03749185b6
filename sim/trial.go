package sim

// ArenaTools is what a game has for arenas that its players make.
type ArenaTools interface {
	// Try lets bots play rounds in an arena, and says what they were like: always the same of the
	// same arena. It asks before each tick whether to go on, and returns false when it was told not to.
	Try(g Game, a *Arena, goOn func() bool) (trials []Trial, ok bool)
	// Picture draws an arena as a PNG.
	Picture(a *Arena) []byte
}

// Trial is what rounds of bots in an arena were like in one mode.
type Trial struct {
	Mode     *Mode
	Rounds   int
	Ticks    int // of all rounds
	Lives    int // of avatars
	Deaths   int
	Entities int // in the fullest tick
	Findings []Finding
}

// Finding is a figure of a Trial, and what it should be.
type Finding struct {
	Name           string // lower case; it never changes
	Permille       int
	Fair, Playable Range // in 1/1000
}

// Range is of numbers, both ends among them.
type Range struct{ Least, Most int }

// Has reports whether n is in the range.
func (r Range) Has(n int) bool { return n >= r.Least && n <= r.Most }
