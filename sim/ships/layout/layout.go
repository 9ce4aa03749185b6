// Package layout is the form in which an arena of Perihelion is written down: what is where
// and how it moves. ARENA.md describes it. The rules of the game, the client, the command line
// and the editor read it with Read, which is the only one that says what is allowed. An Arena
// holds whole numbers only and is never changed.
package layout

import (
	"strings"

	"perihelion/sim/fixed"
)

// Arena is what a file holds. Distances are from the middle, in 1/1000 of the radius of the
// arena, which grows with the seats of a match; sizes are in units.
type Arena struct {
	Version  int
	Name     string
	Title    string
	Radius   int // units, at least; there the soft edge begins
	PerSeat  int // units of radius, times the square root of the seats
	Stars    []Star
	Belts    []Belt
	Rocks    []Rock
	Gates    []Gate
	Pads     []Pads
	Spawns   []Spawn
	Zones    []Zone
	Backdrop Backdrop

	Lanes  []Lane // of Belts and Rocks, from the inside to the outside
	Rings  []int  // which of the Lanes are Belts, in order
	Course []Zone // the Zones that are checkpoints
}

// Orbit is where something is and how it goes round the middle.
type Orbit struct {
	Distance int // 1/1000 of the radius of the arena
	Phase    int // where it is at tick 0, in 1/65536 turn from +X towards +Y
	Period   int // seconds for a turn; below 0: the other way round; 0: it stays where it is
}

// Named is what every object has: the id by which edits and other objects name it.
type Named struct{ ID string }

func (n *Named) named() *string { return &n.ID }

func (o *Orbit) orbit() *Orbit { return o }

// Kinds of a Star.
const (
	KindStar  = "star"
	KindBlack = "black-hole"
)

// Star is a body that pulls.
type Star struct {
	Named
	Kind   string
	Radius int // units, in the smallest arena; it grows with the root of the arena
	Pull   int // units per second² at its surface; it falls with the distance
	Orbit
}

// Belt is a ring of rocks that the seed places.
type Belt struct {
	Named
	Inner, Outer      int // Inner 0: UsualInner
	Count, Every      int // rocks: Count, and one more for each Every units of the arena's radius; 0: no more
	Smallest, Largest int // units of radius of a rock
	Pace              int // percent of the speed of a free orbit
	Retrograde        int // percent of the rocks that go the other way round
}

// UsualInner is where a belt with Inner 0 begins: a sixth of the way from what burns, out to a
// distance, to the edge. What burns grows less than the arena, so it is farthest out, as a share of
// the radius, in the smallest one.
func UsualInner[N int | fixed.Num](burns, radius N) N { return burns + (radius-burns)/6 }

// Rock is a single rock.
type Rock struct {
	Named
	Radius int
	Orbit
}

// Gate is one of a pair: what flies into one comes out of the other.
type Gate struct {
	Named
	To     string
	Radius int
	Orbit
}

// Pads are places where items appear: spread over a turn, on two rings in turn.
type Pads struct {
	Named
	Count, Every int // as those of a Belt
	Inner, Outer int
	Period       int // seconds for a turn
}

// Spawn is a ring in which ships begin.
type Spawn struct {
	Named
	Inner, Outer int
}

// What a Zone is for.
const (
	UseBeacon     = "beacon"     // the orbit of the beacon
	UseComet      = "comet"      // the orbit on which a comet begins
	UseCheckpoint = "checkpoint" // to be passed in a race, in the order of the list
)

// Zone is a place that a mode uses.
type Zone struct {
	Named
	Use    string
	Radius int
	Orbit
}

// Backdrop is what an arena looks like. It changes nothing of what is played.
type Backdrop struct {
	Nebula, Accent int // hues in degrees
	Haze           int // percent
	Stars          int // percent of the usual number
}

// Lane is where rocks are: a Belt or a single Rock, the other is nil.
type Lane struct {
	Belt *Belt
	Rock *Rock
}

// ID is that of the belt or the rock.
func (l *Lane) ID() string {
	if l.Rock != nil {
		return l.Rock.ID
	}
	return l.Belt.ID
}

// Span is the range of distances of the rocks of a lane. A lane begins where the one before ends, or
// farther out.
func (l *Lane) Span() (inner, outer int) {
	if l.Rock != nil {
		return l.Rock.Distance, l.Rock.Distance
	}
	return l.Belt.Inner, l.Belt.Outer
}

// Count is how many rocks, or pads, there are in an arena of so many units of radius.
func Count(least, every, radius int) int {
	if every == 0 {
		return least
	}
	return least + radius/every
}

// Zone is the first zone for a use; ok is false if there is none.
func (a *Arena) Zone(use string) (z Zone, ok bool) {
	for _, z := range a.Zones {
		if z.Use == use {
			return z, true
		}
	}
	return z, false
}

// isID reports whether s can name an object or an arena.
func isID(s string) bool {
	return s != "" && len(s) <= maxID && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && s[0] != '-'
}
