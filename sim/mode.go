package sim

// Mode is a kind of match that a game offers. Modes are data: lobby, matchmaker,
// boards and screens show what About.Modes lists. There is one Mode value for each
// mode of a game, so that pointers to modes can be compared.
type Mode struct {
	Name  string // lower case; it is in the API, in stored results and in metrics: never change it
	Text  string // for players: what it is, in one line
	Queue string // the matchmaker's queue for it; none: it is played in private rooms only
	Rated bool   // rounds of its queue change ratings
	Turns bool   // it takes turns with others: players are shown one of them a day, for few would meet in each

	Teams int  // 2; 0: everyone plays for themselves
	Seats int  // that a match has; 0: any number
	Alone bool // no bot plays for an absent player, and the matchmaker pairs equals

	// Endless is a match without rounds: who comes joins it, who leaves has left it, nobody
	// wins it and nothing is recorded of it. It goes on while somebody plays, with as many
	// seats as the server gives it.
	Endless bool

	Points  int // that win a round, unless Config.Points says otherwise
	Seconds int // that a round lasts, unless Config.Seconds says otherwise

	KillPoints bool // nothing but kills gives points; a bold one gives several
}

// String is the mode's name; "" for no mode.
func (m *Mode) String() string {
	if m == nil {
		return ""
	}
	return m.Name
}
