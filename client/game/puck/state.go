package puck

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
	"perihelion/sim/puck"
)

// MatchInfo is the part of the client's state that only this game has. The JSON names must
// not change.
type MatchInfo struct {
	Skater  *Skater  `json:"skater,omitempty"` // the own one
	Skaters []Skater `json:"skaters"`          // the others
	Puck    *Disc    `json:"puck,omitempty"`
	Goals   []Score  `json:"goals"`
}

// Skater is one skater on the screen, in world units.
type Skater struct {
	Player  int     `json:"player"`
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
	Heading float64 `json:"heading"` // radians
	Energy  float64 `json:"energy"`  // 0 to 1
}

// Disc is the puck on the screen.
type Disc struct {
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
	Carrier int     `json:"carrier"` // -1: nobody
}

// Score is one row of the scoreboard.
type Score struct {
	Player  int    `json:"player"`
	Name    string `json:"name"`
	Goals   int    `json:"goals"`
	Assists int    `json:"assists"`
	Saves   int    `json:"saves"`
}

// newMatchInfo returns the state of v; nil: there is no match.
func newMatchInfo(v *netcode.View) *MatchInfo {
	s := &MatchInfo{Skaters: []Skater{}, Goals: []Score{}}
	if v == nil {
		return s
	}
	for _, k := range appendSkaters(nil, v) {
		one := Skater{
			Player: int(k.player), X: float64(k.x), Y: float64(k.y),
			Heading: math.Atan2(float64(k.sin), float64(k.cos)), Energy: float64(k.energy),
		}
		if k.controlled {
			s.Skater = &one
			continue
		}
		s.Skaters = append(s.Skaters, one)
	}
	if d, ok := discOf(v); ok {
		s.Puck = &Disc{X: float64(d.x), Y: float64(d.y), Carrier: int(d.carrier)}
		if d.carrier == sim.NoPlayer {
			s.Puck.Carrier = -1
		}
	}
	for i := range v.Seen {
		if e := &v.Seen[i]; e.Kind == puck.KindScore {
			p, w := puck.Owner(e.ID), puck.ScoreOf(&e.To)
			s.Goals = append(s.Goals, Score{
				Player: int(p), Name: viewstate.PlayerName(v, p),
				Goals: int(w.Goals), Assists: int(w.Assists), Saves: int(w.Saves),
			})
		}
	}
	return s
}
