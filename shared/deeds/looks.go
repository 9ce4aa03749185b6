package deeds

import "strconv"

// A Look is a title, a trail, the lines of a hull or the sound of a kill that can be earned: by a level, or by having done a deed
// often enough. Its number never changes, and no other gets it.
type Look struct {
	Number int // from 1; 0 is none
	Name   string
	Level  int    // that it takes; 0: it takes a deed
	Deed   string // that it takes,
	Need   int    // so many times
}

// Titles stand beside the name of a player.
var Titles = []Look{
	{Number: 1, Name: "Wanderer", Level: 3},
	{Number: 2, Name: "Sungrazer", Deed: Bold, Need: 50},
	{Number: 3, Name: "Hunter", Deed: Kills, Need: 100},
	{Number: 4, Name: "Champion", Deed: Wins, Need: 25},
	{Number: 5, Name: "Daily ace", Deed: Daily, Need: 7},
	{Number: 6, Name: "Duelist", Deed: WinsOf("duel"), Need: 20},
	{Number: 7, Name: "Wingman", Deed: WinsOf("teams"), Need: 20},
	{Number: 8, Name: "Striker", Deed: Goals, Need: 50},
	{Number: 9, Name: "Keeper", Deed: Saves, Need: 50},
	{Number: 10, Name: "Veteran", Level: 15},
	{Number: 11, Name: "Reaper", Deed: Kills, Need: 2500},
	{Number: 12, Name: "Legend", Level: 40},
	{Number: 13, Name: "Contender", Deed: Placements, Need: 1},
	{Number: 14, Name: "Marksman", Deed: sharp, Need: 20},
}

// The numbers of trails: how the path behind a ship is drawn.
const (
	TrailPlain = iota
	TrailTwin
	TrailPulse
	TrailComet
	TrailThread
)

// Trails are drawn in the colour of the player: it tells who is who.
var Trails = []Look{
	{Number: TrailTwin, Name: "Twin", Level: 4},
	{Number: TrailPulse, Name: "Pulse", Deed: Kills, Need: 150},
	{Number: TrailThread, Name: "Thread", Level: 10},
	{Number: TrailComet, Name: "Comet", Deed: Bold, Need: 100},
}

// The numbers of the lines on a hull.
const (
	LinesPlain = iota
	LinesKeel
	LinesChevrons
	LinesBands
	LinesWings
	LinesStar
)

// HullLines are painted on the ship, in the colour of the player.
var HullLines = []Look{
	{Number: LinesKeel, Name: "Keel", Level: 2},
	{Number: LinesChevrons, Name: "Chevrons", Deed: Kills, Need: 75},
	{Number: LinesBands, Name: "Bands", Level: 8},
	{Number: LinesWings, Name: "Wings", Deed: sharp, Need: 5},
	{Number: LinesStar, Name: "Star", Deed: Bold, Need: 200},
}

// The numbers of what is heard when a player destroys somebody.
const (
	KillSoundPlain = iota
	KillSoundBell
	KillSoundDrum
	KillSoundGlass
	KillSoundFanfare
)

// KillSounds are heard by who was there. They come with what is heard anyway.
var KillSounds = []Look{
	{Number: KillSoundBell, Name: "Bell", Level: 5},
	{Number: KillSoundDrum, Name: "Drum", Deed: Kills, Need: 300},
	{Number: KillSoundGlass, Name: "Glass", Level: 12},
	{Number: KillSoundFanfare, Name: "Fanfare", Deed: Wins, Need: 10},
}

// Find returns the row of a number; ok is false if there is none, as for 0.
func Find(rows []Look, number int) (l Look, ok bool) {
	for _, r := range rows {
		if r.Number == number {
			return r, true
		}
	}
	return l, false
}

// Earned reports whether a player of a level who has done so many deeds may have the look.
func (l *Look) Earned(level int, done map[string]int) bool {
	if l.Level > 0 {
		return level >= l.Level
	}
	return done[l.Deed] >= l.Need
}

// Allowed reports whether such a player may choose a number out of rows; anybody may choose 0.
func Allowed(rows []Look, number, level int, done map[string]int) bool {
	l, known := Find(rows, number)
	return number == 0 || known && l.Earned(level, done)
}

// Condition says what it takes, such as "level 4" or "250 kills".
func (l *Look) Condition() string {
	if l.Level > 0 {
		return "level " + strconv.Itoa(l.Level)
	}
	return Describe(l.Deed, l.Need)
}
