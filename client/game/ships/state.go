package ships

import (
	"math"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/netcode"
	"perihelion/sim/ships"
)

// MatchInfo is the part of the client's state that only this game has. The JSON names must not
// change.
type MatchInfo struct {
	Own         *Ship   `json:"own,omitempty"` // missing while dead
	Ships       []Ship  `json:"ships"`         // other ships in view
	Scores      []Score `json:"scores"`
	Shots       int     `json:"shots"`                 // own pulse shots in flight
	Arena       string  `json:"arena,omitempty"`       // its title, as whoever made it wrote it
	Checkpoints int     `json:"checkpoints,omitempty"` // of a lap
}

// Ship is one ship on the screen.
type Ship struct {
	Player  int     `json:"player"`
	X       float64 `json:"x"` // world units
	Y       float64 `json:"y"`
	VX      float64 `json:"vx"`
	VY      float64 `json:"vy"`
	Heading float64 `json:"heading"` // radians
	Hull    float64 `json:"hull"`
	Shield  float64 `json:"shield"`
}

// Score is one row of the scoreboard.
type Score struct {
	Player int    `json:"player"`
	Name   string `json:"name"`
	Bot    bool   `json:"bot"`
	Points int    `json:"points"`
	Kills  int    `json:"kills"`
	Deaths int    `json:"deaths"`
}

// newMatchInfo returns the state of v; nil: there is no match.
func newMatchInfo(v *netcode.View) *MatchInfo {
	s := &MatchInfo{Ships: []Ship{}, Scores: []Score{}}
	if v == nil {
		return s
	}
	s.Arena, s.Checkpoints = layoutOf(v).Title, len(layoutOf(v).Course)
	if own, ok := shipstate.OwnShip(v); ok {
		ship := newShip(own)
		s.Own = &ship
	}
	for i := range v.Seen {
		s.addEntity(v, &v.Seen[i])
	}
	return s
}

func (s *MatchInfo) addEntity(v *netcode.View, e *netcode.Seen) {
	switch e.Kind {
	case ships.KindShip:
		s.Ships = append(s.Ships, newShip(shipstate.ShipOf(e)))
	case ships.KindPulse:
		if ships.Owner(e.ID) == v.Me {
			s.Shots++
		}
	case ships.KindScore:
		p := ships.Owner(e.ID)
		line, _ := v.Player(p)
		score := ships.ScoreOf(&e.To)
		s.Scores = append(s.Scores, Score{
			Player: int(p), Name: shipstate.PlayerName(v, p), Bot: line.Bot,
			Points: int(score.Points), Kills: int(score.Kills), Deaths: int(score.Deaths),
		})
	}
}

func newShip(p shipstate.Ship) Ship {
	return Ship{
		Player: int(p.Player), X: float64(p.X), Y: float64(p.Y), VX: float64(p.VX), VY: float64(p.VY),
		Heading: math.Atan2(float64(p.Sin), float64(p.Cos)), Hull: float64(p.Hull), Shield: float64(p.Shield),
	}
}
