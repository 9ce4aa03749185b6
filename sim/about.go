package sim

import (
	"errors"
	"fmt"
	"slices"

	"perihelion/sim/fixed"
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
	Main    int       // as many of Columns, from the first, are shown in tables; 0: all

	// Present: clients predict everything that moves, and draw it in the present; see
	// Predictor.AppendEntities. Else others are drawn a little in the past, as they were.
	Present bool

	Daily *Daily // nil: the game offers none

	// Arenas are those that the game has, the first one by default; none: it has one place,
	// which is part of its rules. ReadArena reads the text of an arena, whoever wrote it: its
	// error says which object and which field of it is wrong, and how.
	Arenas    Arenas
	ReadArena func(text []byte) (*Arena, error)

	// EditArena is an arena after a change, in a match whose Config is Editable; nil: the game has
	// none. The error says what is wrong with the change, or with the arena that it would make. Its
	// Text and Hash are empty.
	EditArena func(a *Arena, change []byte) (*Arena, error)

	// EditsIn is how many edits a change has, for what it costs, and the title that it gives the arena;
	// "": none. It is nil as EditArena is.
	EditsIn func(change []byte) (n int, title string)

	View      View
	Interest  Interest  // read it by Distances
	Smoothing Smoothing // read it by Distances
	Leap      int32     // units: nothing moves that far in a tick, at any rate; what did was placed anew
}

// View is how much of the world a player sees. Its area is the same in every window, so that
// neither a bigger nor a wider screen is an advantage; its shape is that of the window.
type View struct {
	HalfWidth, HalfHeight int32 // in the usual window, of 16 by 9, in units

	// The limits of its shape, in Aspect. A window beyond them shows less.
	MinAspect, MaxAspect int32
}

// Aspect is the width of a window of so many pixels, in thousandths of its height.
func Aspect(width, height int) int32 {
	return int32(min(max(width, 1)*1000/max(height, 1), MaxAspect))
}

// Aspects of windows.
const (
	UsualAspect = 16_000 / 9 // of screens, and of what has none
	MaxAspect   = 1_000_000  // that a client may name
)

// Half is the half width and the half height of the view in a window of an aspect.
func (v *View) Half(aspect int32) (w, h int32) {
	area := int64(v.HalfWidth) * int64(v.HalfHeight)
	square := area * int64(min(max(aspect, v.MinAspect), v.MaxAspect)) / 1000
	w = max(int32(fixed.Root(uint64(max(square, 0)))), 1)
	return w, int32(area / int64(w))
}

// Schema describes the words of k; none: there is no such kind.
func (a *About) Schema(k Kind) []Field {
	if int(k) >= len(a.Kinds) {
		return nil
	}
	return a.Kinds[k]
}

// MainColumns are those of Columns that tables show.
func (a *About) MainColumns() []string {
	if a.Main > 0 {
		return a.Columns[:a.Main]
	}
	return a.Columns
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
	case c.Arenas != nil && a.ReadArena == nil || c.Arena != nil && a.ReadArena == nil:
		return fmt.Errorf("%s: the game has no arenas", a.Name)
	case c.Editable && a.EditArena == nil:
		return fmt.Errorf("%s: nobody changes an arena of the game", a.Name)
	case c.Editable && c.Arenas != nil && len(*c.Arenas) != 1:
		return fmt.Errorf("%s: a match whose arena is changed has one arena", a.Name)
	}
	if c.Arenas != nil {
		if err := c.Arenas.check(); err != nil {
			return err
		}
	}
	return a.checkMode(c)
}

func (a *About) checkMode(c Config) error {
	switch {
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

	Arenas   string `json:",omitempty"` // the texts of Config.Arenas, a line each; "": the game's first alone
	Editable bool   `json:",omitempty"` // as in Config
}

// Describe names a match of c.
func Describe(g Rules, c Config) Match {
	a := g.About()
	if c.Mode == nil {
		c.Mode = a.Modes[0]
	}
	m := Match{
		Game: a.Name, Rules: a.Rules, Mode: c.Mode.Name, Seed: c.Seed, Seats: c.Seats,
		Rate: c.TicksPerSecond(), Points: c.Points, Seconds: c.Seconds, Editable: c.Editable,
	}
	if c.Arenas != nil && !(len(*c.Arenas) == 1 && (*c.Arenas)[0] == a.Arenas[0]) {
		m.Arenas = c.Arenas.text()
	}
	return m
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
	c := Config{Seed: m.Seed, Seats: m.Seats, Rate: m.Rate, Points: m.Points, Seconds: m.Seconds, Editable: m.Editable}
	if c.Mode, ok = a.Mode(m.Mode); !ok {
		return Game{}, Config{}, fmt.Errorf("%s: unknown mode %q", a.Name, m.Mode)
	}
	var err error
	if c.Arenas, err = a.readArenas(m.Arenas); err != nil {
		return Game{}, Config{}, err
	}
	if err := g.Check(c); err != nil {
		return Game{}, Config{}, err
	}
	return g, c, nil
}
