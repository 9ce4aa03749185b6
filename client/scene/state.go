package scene

import (
	"encoding/json"
	"math"
	"sync/atomic"

	"perihelion/client/netcode"
	"perihelion/client/online"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// State describes the client for programs: tests, stream overlays, and pages that embed
// the game. The page returns it from perihelion.state(); the desktop client writes it to a
// file with -state. The JSON names must not change.
type State struct {
	Version     int     `json:"version"` // of this format
	Scene       string  `json:"scene"`
	Trouble     string  `json:"trouble,omitempty"` // the error that the player sees
	Notice      string  `json:"notice,omitempty"`  // a warning about this device, shown at the title
	Frames      uint64  `json:"frames"`            // drawn so far
	Width       int     `json:"width"`             // of a frame in pixels
	Height      int     `json:"height"`
	Ready       bool    `json:"ready"`          // the player controls a ship, or waits for the next one
	Me          int     `json:"me"`             // player id; -1: no seat
	Name        string  `json:"name,omitempty"` // at the title: the text of the name field
	Room        string  `json:"room,omitempty"`
	Code        string  `json:"code,omitempty"`
	Tick        uint32  `json:"tick"`     // shown on the screen
	OwnTick     uint32  `json:"own_tick"` // predicted
	Phase       string  `json:"phase,omitempty"`
	Round       int     `json:"round"`
	Own         *Ship   `json:"own,omitempty"` // missing while dead
	Ships       []Ship  `json:"ships"`         // other ships in view
	Scores      []Score `json:"scores"`
	Corrections uint64  `json:"corrections"`
	Snapshots   uint64  `json:"snapshots"`
	Keyframes   uint64  `json:"keyframes"`
	Resumed     int     `json:"resumed"` // how often a lost connection was restored
	Broken      bool    `json:"broken"`  // the connection is being restored now
	Board       bool    `json:"board"`   // the scoreboard is open
	Graph       bool    `json:"graph"`   // the net graph is open
	RTT         float64 `json:"rtt_ms"`
	BytesIn     uint64  `json:"bytes_in"`
	BytesOut    uint64  `json:"bytes_out"`
	Shots       int     `json:"shots"` // own pulse shots in flight

	Mode      string    `json:"mode,omitempty"`
	Watching  bool      `json:"watching"`
	Following int       `json:"following"`      // the player a spectator watches; -1: none
	Gain      string    `json:"gain,omitempty"` // change of the own rating in the round that has ended
	Said      []string  `json:"said"`           // chat of the match, oldest first
	Wheel     bool      `json:"wheel"`          // the quick chat wheel is open
	Controls  []Control `json:"controls"`       // of the top scene
	Lounge    LobbyInfo `json:"lounge"`
}

// Control is something to press or to type into; its rectangle is in pixels.
type Control struct {
	Label string  `json:"label"`
	X     float32 `json:"x"`
	Y     float32 `json:"y"`
	W     float32 `json:"w"`
	H     float32 `json:"h"`
	Focus bool    `json:"focus"`
}

// LobbyInfo is what the player sees of the lobby.
type LobbyInfo struct {
	Me      string   `json:"me,omitempty"` // player id
	Online  int      `json:"online"`
	News    []string `json:"news"` // news items, oldest first
	Chat    []string `json:"chat"` // of the lobby
	Party   string   `json:"party,omitempty"`
	Members []string `json:"members"`
	Said    []string `json:"said"`             // in the party
	Search  string   `json:"search,omitempty"` // the matchmaker's explanation
	Rooms   int      `json:"rooms"`            // number of rooms in the room list
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

var phaseNames = [...]string{sim.PhaseWarmup: "warmup", sim.PhaseCountdown: "countdown", sim.PhaseLive: "live", sim.PhasePodium: "podium"}

// State returns the current state of the client.
func (g *Game) State() State {
	s := State{Version: 1, Scene: g.stack.Top().Name(), Frames: g.frames, Width: g.frame.W, Height: g.frame.H, Me: -1, Ships: []Ship{}, Scores: []Score{}, Controls: []Control{}, Following: -1, Said: []string{}}
	if m, ok := g.stack.Top().(interface{ listControls() []Control }); ok {
		s.Controls = m.listControls()
	}
	s.Lounge, s.Notice = lobbyInfo(g.deps.online), g.deps.deviceNotice()
	for _, sc := range g.stack.scenes {
		switch sc := sc.(type) {
		case *matchScene:
			s.addMatch(sc)
		case *matchmakingScene:
			s.Trouble, s.Lounge.Search = sc.reasonText(), sc.searchText()
		case *endedScene:
			s.Trouble = sc.reason
		case *titleScene:
			s.Trouble, s.Name = sc.errText, sc.nameField.Value()
		case *roomsScene:
			s.Lounge.Rooms = len(sc.rooms)
		}
	}
	return s
}

// lobbyInfo returns what the lobby shows, for programs.
func lobbyInfo(s *online.Service) LobbyInfo {
	l := s.Lobby
	info := LobbyInfo{Me: s.Guest().ID, Online: l.Status.Players, Party: l.Party.Code, News: []string{}, Members: []string{}}
	for i := range l.News {
		e := newsEntry(&l.News[i])
		info.News = append(info.News, e.Author+" "+e.Text)
	}
	for _, m := range l.Party.Members() {
		info.Members = append(info.Members, m.Name)
	}
	info.Chat, info.Said = chatTexts(&l.Chat), chatTexts(&l.Party.Chat)
	return info
}

func chatTexts(c *online.ChatChannel) []string {
	list := []string{}
	for i := range c.Messages {
		list = append(list, c.Messages[i].Name+": "+c.Messages[i].Text)
	}
	return list
}

func (s *State) addMatch(m *matchScene) {
	s.Resumed, s.Broken = m.session.ResumeCount, !m.session.LostAt.IsZero()
	s.Board, s.Graph, s.Wheel = m.showScores, m.showNetGraph, m.wheel.open
	s.Said, s.Gain = append(s.Said, m.chatLog...), m.ratingChange.Text
	v := m.view
	if v == nil {
		return
	}
	s.Ready, s.Me, s.Room, s.Code = v.Ready && !s.Broken, int(v.Me), v.Room, v.Code
	s.Name = viewstate.PlayerName(v, v.Me)
	s.Mode, s.Watching = v.Config.Mode.String(), v.Watching
	if v.Watching && v.Follow != sim.NoPlayer {
		s.Following = int(v.Follow)
	}
	s.Tick, s.OwnTick = uint32(v.Tick), uint32(v.OwnTick)
	s.Corrections, s.Snapshots, s.Keyframes = v.Stats.Corrections, v.Stats.Snapshots, v.Stats.Keyframes
	s.RTT = float64(v.Stats.RTT.Microseconds()) / 1000
	s.BytesIn, s.BytesOut = v.Stats.BytesIn, v.Stats.BytesOut
	if own, ok := viewstate.OwnShip(v); ok {
		ship := newShip(own)
		s.Own = &ship
	}
	if stand, ok := viewstate.Match(v); ok {
		s.Phase, s.Round = phaseNames[stand.Phase], int(stand.Round)
	}
	for i := range v.Seen {
		s.addEntity(v, &v.Seen[i])
	}
}

func (s *State) addEntity(v *netcode.View, e *netcode.Seen) {
	switch e.Kind {
	case ships.KindShip:
		s.Ships = append(s.Ships, newShip(viewstate.ShipOf(e)))
	case ships.KindPulse:
		if ships.Owner(e.ID) == v.Me {
			s.Shots++
		}
	case ships.KindScore:
		p := ships.Owner(e.ID)
		line, _ := v.Player(p)
		s.Scores = append(s.Scores, Score{
			Player: int(p), Name: viewstate.PlayerName(v, p), Bot: line.Bot,
			Points: int(e.To[ships.ScorePoints]), Kills: int(e.To[ships.ScoreKills]), Deaths: int(e.To[ships.ScoreDeaths]),
		})
	}
}

func newShip(p viewstate.Ship) Ship {
	return Ship{
		Player: int(p.Player), X: float64(p.X), Y: float64(p.Y), VX: float64(p.VX), VY: float64(p.VY),
		Heading: math.Atan2(float64(p.Sin), float64(p.Cos)), Hull: float64(p.Hull), Shield: float64(p.Shield),
	}
}

// statePublisher makes the newest state readable from other goroutines.
type statePublisher struct {
	json atomic.Pointer[[]byte]
}

func (b *statePublisher) publishState(s State) {
	if text, err := json.Marshal(s); err == nil { // never fails for this struct
		b.json.Store(&text)
	}
}
