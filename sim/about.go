package sim

import (
	"errors"
	"fmt"
	"slices"
)

// About describes a game as data. The netcode, the lobby and the screens read it;
// nobody changes it.
type About struct {
	Name  string // lower case; on the wire, in replays and in the API: never change it
	Title string // for players
	Rules int    // counts the changes of the rules; both ends must have the same

	Modes   []*Mode
	Inputs  *InputSchema
	Kinds   [][]Field // the words of each Kind, in their order; a Kind without words is none
	Columns []string  // the names of the figures in a Standing. A round in which nobody has any of the first was not played

	// Present: clients predict everything that moves, and draw it in the present; see
	// Predictor.AppendEntities. Else others are drawn a little in the past, as they were.
	Present bool

	Daily *Daily // nil: the game offers none

	View      View
	Interest  Interest  // read it by Distances
	Smoothing Smoothing // read it by Distances
	Leap      int32     // units: nothing moves that far in a tick, at any rate; what did was placed anew
}

// View is how much of the world a player sees, in units. Its height is the same in every
// window, so that a bigger screen is no advantage; its width is that of the window.
type View struct {
	HalfHeight, MinHalfWidth, MaxHalfWidth int32
}

// Schema describes the words of k; none: there is no such kind.
func (a *About) Schema(k Kind) []Field {
	if int(k) >= len(a.Kinds) {
		return nil
	}
	return a.Kinds[k]
}

// Mode is the mode of that name.
func (a *About) Mode(name string) (m *Mode, ok bool) {
	i := slices.IndexFunc(a.Modes, func(m *Mode) bool { return m.Name == name })
	if i < 0 {
		return nil, false
	}
	return a.Modes[i], true
}

// ShownOn reports whether m is shown on a day, counted from 1970-01-01 UTC.
func (a *About) ShownOn(m *Mode, day int) bool {
	if !m.Turns {
		return true
	}
	var turns []*Mode
	for _, other := range a.Modes {
		if other.Turns {
			turns = append(turns, other)
		}
	}
	return turns[day%len(turns)] == m
}

// Limits of a Config, whatever the game.
const (
	MinRate, MaxRate = 10, 120 // ticks per second
	MaxPoints        = 999     // that a round may ask for: three digits on every board
	MaxSeconds       = 3_600   // of a round
)

// Check reports what is wrong with c in any game: a number out of range, or a mode
// that is not the game's.
func (a *About) Check(c Config) error {
	switch {
	case c.Seats < 1 || c.Seats > MaxPlayers:
		return fmt.Errorf("%s: %d seats, want 1 to %d", a.Name, c.Seats, MaxPlayers)
	case c.Rate != 0 && (c.Rate < MinRate || c.Rate > MaxRate):
		return fmt.Errorf("%s: %d ticks per second, want %d to %d", a.Name, c.Rate, MinRate, MaxRate)
	case c.Points < 0 || c.Points > MaxPoints:
		return fmt.Errorf("%s: %d points to win, want 0 to %d", a.Name, c.Points, MaxPoints)
	case c.Seconds < 0 || c.Seconds > MaxSeconds:
		return fmt.Errorf("%s: rounds of %d seconds, want 0 to %d", a.Name, c.Seconds, MaxSeconds)
	case c.Mode == nil:
		return nil
	case !slices.Contains(a.Modes, c.Mode):
		return fmt.Errorf("%s: unknown mode %q", a.Name, c.Mode)
	case c.Mode.Teams > 0 && c.Seats%c.Mode.Teams != 0:
		return fmt.Errorf("%s: %d seats for %d teams", a.Name, c.Seats, c.Mode.Teams)
	case c.Mode.Seats > 0 && c.Seats != c.Mode.Seats:
		return fmt.Errorf("%s: %d seats for a %s", a.Name, c.Seats, c.Mode)
	}
	return nil
}

// Match describes a match in a form that is sent and stored: in Welcome and in the head
// of a replay.
type Match struct {
	Game  string
	Rules int
	Mode  string
	Seed  uint64
	Seats int
	Rate  int // ticks per second

	Points  int // that win a round; 0: as the mode has it
	Seconds int // that a round lasts; 0: as the mode has it
}

// Describe names a match of c.
func Describe(g Rules, c Config) Match {
	a := g.About()
	if c.Mode == nil {
		c.Mode = a.Modes[0]
	}
	return Match{
		Game: a.Name, Rules: a.Rules, Mode: c.Mode.Name, Seed: c.Seed, Seats: c.Seats,
		Rate: c.TicksPerSecond(), Points: c.Points, Seconds: c.Seconds,
	}
}

// What is wrong with a Match that cannot be played here.
var (
	ErrGame  = errors.New("sim: a game that is not installed here")
	ErrRules = errors.New("sim: rules of another version")
)

// Games are those that are installed, the first one by default.
type Games []Game

// Find returns the game of that name; "" is the first.
func (gs Games) Find(name string) (g Game, ok bool) {
	if name == "" && len(gs) > 0 {
		return gs[0], true
	}
	i := slices.IndexFunc(gs, func(g Game) bool { return g.About().Name == name })
	if i < 0 {
		return Game{}, false
	}
	return gs[i], true
}

// Mode returns the mode of that name and whose it is; "" is the first of the first game.
// No two games have modes of one name: a name says what is played.
func (gs Games) Mode(name string) (g Game, m *Mode, ok bool) {
	for _, g := range gs {
		if name == "" {
			return g, g.About().Modes[0], true
		}
		if m, ok = g.About().Mode(name); ok {
			return g, m, true
		}
	}
	return Game{}, nil, false
}

// Modes lists the modes of all games.
func (gs Games) Modes() (modes []*Mode) {
	for _, g := range gs {
		modes = append(modes, g.About().Modes...)
	}
	return modes
}

// Open finds the game of a match and its Config, checked. The error says in words
// what is missing: ErrGame, ErrRules, or what is wrong with the Config.
func (gs Games) Open(m Match) (Game, Config, error) {
	g, ok := gs.Find(m.Game)
	if !ok {
		return Game{}, Config{}, fmt.Errorf("%w: %q", ErrGame, m.Game)
	}
	a := g.About()
	if m.Rules != a.Rules {
		return Game{}, Config{}, fmt.Errorf("%w: %s has version %d here, and %d there", ErrRules, a.Name, a.Rules, m.Rules)
	}
	c := Config{Seed: m.Seed, Seats: m.Seats, Rate: m.Rate, Points: m.Points, Seconds: m.Seconds}
	if c.Mode, ok = a.Mode(m.Mode); !ok {
		return Game{}, Config{}, fmt.Errorf("%s: unknown mode %q", a.Name, m.Mode)
	}
	if err := g.Check(c); err != nil {
		return Game{}, Config{}, err
	}
	return g, c, nil
}
