package sim

import "perihelion/sim/rng"

// Daily is the run that a game offers anew each day: one player against bots, in a match
// that is the same for everybody. Its World must end the round by its time alone.
type Daily struct {
	Version int // counts the changes of this struct and of the bots: runs of another version are another match

	Mode    *Mode
	Seconds int     // that the round lasts
	Bots    []Skill // of the seats from 1 on; seat 0 is the player's
}

// Config is the match of a day, counted from 1970-01-01 UTC, of the game of that name. The
// seed is no secret: whoever knows the day can compute it.
func (d *Daily) Config(game string, day int) Config {
	luck := rng.Source(day)
	for _, c := range []byte(game) {
		luck = rng.Source(luck.Next() ^ uint64(c))
	}
	return Config{
		Seed: luck.Next(), Mode: d.Mode, Seats: 1 + len(d.Bots), Rate: DefaultRate,
		Points:  MaxPoints, // out of reach within the time
		Seconds: d.Seconds,
	}
}
