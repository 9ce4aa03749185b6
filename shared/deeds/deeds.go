// Package deeds says for what players are counted beyond a match, and what that earns: titles
// and trails, which are looks only, and the goals of a week. All rows and numbers are here;
// both ends use them, and only the server decides what was earned.
package deeds

import (
	"strconv"
	"strings"
	"time"
)

// The names of deeds, as they are stored. Wins of a mode are WinsOf of its name.
const (
	Rounds = "rounds" // played to their end
	Wins   = "wins"
	Kills  = "kills"
	Goals  = "goals"
	Saves  = "saves"
	Bold   = "bold"  // points that kills gave beyond one each: in the corona, or for a bounty
	sharp  = "sharp" // rounds in which most rails hit, of several
	Daily  = "daily" // days on which the daily run was flown

	Placements = "placements" // done, of a season and mode
)

// WinsOf is the deed of winning a round of a mode.
func WinsOf(mode string) string { return Wins + " " + mode }

// Round is what a player did in a round that was played to its end.
type Round struct {
	Mode    string
	ByKills bool // points are of kills alone, so those beyond one each are Bold
	Private bool // in a room in which a player has said what wins
	Length  time.Duration
	Won     bool
	Points  int
	Figures map[string]int // by name, as the game has them
}

// leastPrivate is how long a round of a private room must last to count: two friends who let
// one point win would have a title in minutes.
const leastPrivate = time.Minute

// The figures of rails that were fired and that hit, and how many of each make a round sharp.
const (
	figureRails, figureRailHits = "rails", "rail-hits"

	leastRailHits, sharpPercent = 6, 50
)

// OfRound counts a round. Who has done nothing in it has not played it.
func OfRound(r *Round) map[string]int {
	if r.Private && r.Length < leastPrivate {
		return nil
	}
	d := map[string]int{}
	for _, name := range []string{Kills, Goals, Saves} {
		if n := r.Figures[name]; n > 0 {
			d[name] = n
		}
	}
	if kills := d[Kills]; kills > 0 && r.Points > kills && r.ByKills {
		d[Bold] = r.Points - kills
	}
	if hits := r.Figures[figureRailHits]; hits >= leastRailHits && hits*100 >= r.Figures[figureRails]*sharpPercent {
		d[sharp] = 1
	}
	if len(d) == 0 && r.Points <= 0 {
		return nil
	}
	if d[Rounds] = 1; r.Won {
		d[Wins], d[WinsOf(r.Mode)] = 1, 1
	}
	return d
}

// Words are the words for one of a deed, and for several. With a mode, %s in them is its name.
func Words(deed string) (one, several, mode string) {
	if mode, ok := strings.CutPrefix(deed, Wins+" "); ok {
		return "round of %s won", "rounds of %s won", mode
	}
	w := words[deed]
	return w[0], w[1], ""
}

// Describe says a number of deeds, such as "250 kills".
func Describe(deed string, n int) string {
	text, several, mode := Words(deed)
	if n != 1 {
		text = several
	}
	return strconv.Itoa(n) + " " + strings.Replace(text, "%s", mode, 1)
}

var words = map[string][2]string{
	Rounds: {"round played", "rounds played"},
	Wins:   {"round won", "rounds won"},
	Kills:  {"kill", "kills"},
	Goals:  {"goal", "goals"},
	Saves:  {"save", "saves"},
	Bold:   {"bonus point for a bold kill", "bonus points for bold kills"},
	sharp:  {"round with a sharp rail", "rounds with a sharp rail"},
	Daily:  {"daily run flown", "daily runs flown"},

	Placements: {"season placed", "seasons placed"},
}
