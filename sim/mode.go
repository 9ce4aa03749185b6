package sim

// Mode is the kind of match.
type Mode uint8

const (
	Skirmish Mode = iota // everyone for themselves
	Teams                // two sides
	Duel                 // one against one

	modes
)

// modeRules is what a Mode says of a round, if the Config does not.
type modeRules struct {
	points   int // that win
	seconds  int // it lasts
	hasTeams bool
	alone    bool
}

var rulesOfModes = [modes]modeRules{
	Skirmish: {points: 20, seconds: 360},
	Teams:    {points: 40, seconds: 360, hasTeams: true},
	Duel:     {points: 7, seconds: 240, hasTeams: true, alone: true},
}

// Limit is the points that win a round of c.
func (c Config) Limit() int {
	if c.Points > 0 {
		return c.Points
	}
	return rulesOfModes[c.Mode].points
}

// Alone reports whether everyone is on their own: nobody flies for who is absent,
// where it is one against one.
func (c Config) Alone() bool { return rulesOfModes[c.Mode].alone }

// RoundTicks is how many ticks a round of c lasts, overtime aside.
func (c Config) RoundTicks() Tick { return Tick(c.length() * int64(c.TicksPerSecond()) / 1000) }

// length is what a round of c lasts, in ms.
func (c Config) length() int64 {
	if c.Seconds > 0 {
		return int64(c.Seconds) * 1000
	}
	return int64(rulesOfModes[c.Mode].seconds) * 1000
}
