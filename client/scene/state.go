package scene

import (
	"encoding/json"
	"slices"
	"sync/atomic"

	"perihelion/client/game"
	"perihelion/client/online"
	"perihelion/client/render/viewstate"
	"perihelion/client/viewer"
	"perihelion/sim"
)

// State describes the client for programs: tests, stream overlays, and pages that embed
// the game. The page returns it from perihelion.state(); the desktop client writes it to a
// file with -state. There it is followed by what the game's Face tells of the match. The
// JSON names must not change.
type State struct {
	Version     int     `json:"version"` // of this format
	Scene       string  `json:"scene"`
	Trouble     string  `json:"trouble,omitempty"` // the error that the player sees
	Notice      string  `json:"notice,omitempty"`  // a warning about this device, shown at the title
	Frames      uint64  `json:"frames"`            // drawn so far
	Width       int     `json:"width"`             // of a frame in pixels
	Height      int     `json:"height"`
	Ready       bool    `json:"ready"`          // the player is in the match
	Me          int     `json:"me"`             // player id; -1: no seat
	Name        string  `json:"name,omitempty"` // at the title: the text of the name field
	Room        string  `json:"room,omitempty"`
	Code        string  `json:"code,omitempty"`
	Tick        uint32  `json:"tick"`     // shown on the screen
	OwnTick     uint32  `json:"own_tick"` // predicted
	Phase       string  `json:"phase,omitempty"`
	Round       int     `json:"round"`
	Corrections uint64  `json:"corrections"`
	Snapshots   uint64  `json:"snapshots"`
	Keyframes   uint64  `json:"keyframes"`
	Resumed     int     `json:"resumed"` // how often a lost connection was restored
	Broken      bool    `json:"broken"`  // the connection is being restored now
	Board       bool    `json:"board"`   // the scoreboard is open
	Graph       bool    `json:"graph"`   // the net graph is open
	RTT         float64 `json:"rtt_ms"`
	Datagrams   string  `json:"datagrams,omitempty"` // none, spare, used or blocked: beside the WebSocket
	BytesIn     uint64  `json:"bytes_in"`
	BytesOut    uint64  `json:"bytes_out"`

	Mode      string    `json:"mode,omitempty"`
	Watching  bool      `json:"watching"`
	Following int       `json:"following"`           // the player who is watched; -1: none
	Verified  int       `json:"verified"`            // hashes that a match which is played from its log has met
	Lesson    string    `json:"lesson,omitempty"`    // that a new player is taught
	Gain      string    `json:"gain,omitempty"`      // change of the own rating in the round that has ended
	Announced string    `json:"announced,omitempty"` // what has just happened to the player, in words
	Said      []string  `json:"said"`                // chat of the match, oldest first
	Wheel     bool      `json:"wheel"`               // the quick chat wheel is open
	Controls  []Control `json:"controls"`            // of the top scene
	Tables    []Table   `json:"tables"`              // on it
	Texts     []string  `json:"texts"`               // on it, beside its controls
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
	Group int     `json:"group"`           // tabs of one group are alternatives
	Role  string  `json:"role,omitempty"`  // button, tab, switch, slider, textbox or list
	Value string  `json:"value,omitempty"` // of a tab or switch on or off, else as the player sees it
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

// state returns the current state of the client.
func (g *Game) state() State {
	s := State{Version: 1, Scene: g.stack.top().Name(), Frames: g.frames, Width: g.frame.w, Height: g.frame.h, Me: -1, Controls: []Control{}, Tables: []Table{}, Texts: []string{}, Following: -1, Said: []string{}}
	if m, ok := g.stack.top().(controlLister); ok {
		s.Controls = m.listControls()
	}
	if t, ok := g.stack.top().(tableLister); ok {
		s.Tables = append(s.Tables, t.listTables()...)
	}
	if t, ok := g.stack.top().(textLister); ok {
		s.Texts = append(s.Texts, t.listTexts()...)
	}
	s.Lounge, s.Notice = lobbyInfo(g.deps.online), g.deps.deviceNotice()
	for _, sc := range g.stack.scenes {
		switch sc := sc.(type) {
		case *matchScene:
			s.addMatch(sc)
		case *localScene:
			s.addLocal(sc)
		case *replayScene:
			s.addViewer(sc.viewer, sc.errText)
		case *watchScene:
			s.addViewer(sc.viewer, sc.errText)
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

// matchInfo returns what the game tells of the match.
func (g *Game) matchInfo() any {
	for _, sc := range slices.Backward(g.stack.scenes) {
		switch m := sc.(type) {
		case *matchScene:
			if m.view != nil {
				return g.deps.face.State(m.view)
			}
		case *localScene:
			return g.deps.face.State(&m.match.View)
		}
	}
	return g.deps.face.State(nil)
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
	s.Said, s.Gain = append(s.Said, m.chatLog...), m.gain.Rating
	v := m.view
	if v == nil {
		return
	}
	if m.play != nil && m.teaching() {
		s.Lesson = m.lessons.text(m.deps.Devices)
	}
	s.Announced = announcement(m.play)
	s.Ready, s.Me, s.Room, s.Code = v.Ready && !s.Broken, int(v.Me), v.Room, v.Code
	s.Name = viewstate.PlayerName(v, v.Me)
	s.Mode = v.Config.Mode.String()
	s.Tick, s.OwnTick = uint32(v.Tick), uint32(v.OwnTick)
	s.Corrections, s.Snapshots, s.Keyframes = v.Stats.Corrections, v.Stats.Snapshots, v.Stats.Keyframes
	s.RTT = float64(v.Stats.RTT.Microseconds()) / 1000
	s.Datagrams = v.Stats.Datagrams.String()
	s.BytesIn, s.BytesOut = v.Stats.BytesIn, v.Stats.BytesOut
	if stand, ok := m.play.Match(v); ok {
		s.Phase, s.Round = stand.Phase.String(), int(stand.Round)
	}
}

// announcement is what the game says in words of what has just happened to its player.
func announcement(p game.Play) string {
	if a, ok := p.(game.Announcer); ok {
		return a.Announcement()
	}
	return ""
}

// addLocal tells of a match that is played here.
func (s *State) addLocal(m *localScene) {
	v := &m.match.View
	s.Ready, s.Me, s.Name, s.Mode = true, int(v.Me), viewstate.PlayerName(v, v.Me), v.Config.Mode.String()
	s.Tick, s.OwnTick, s.Board = uint32(v.Tick), uint32(v.OwnTick), m.showScores
	s.Lesson, s.Announced = m.lessons.text(m.deps.Devices), announcement(m.play)
	if stand, ok := m.play.Match(v); ok {
		s.Phase, s.Round = stand.Phase.String(), int(stand.Round)
	}
}

// addViewer tells of a match that is played from its log; v is nil before it has come.
func (s *State) addViewer(v *viewer.Viewer, trouble string) {
	s.Trouble, s.Watching = trouble, true
	if v == nil {
		return
	}
	s.Ready, s.Room, s.Tick, s.Verified = v.Err == nil, v.Index.Room, uint32(v.View.Tick), v.Verified()
	s.Mode = v.View.Config.Mode.String()
	if v.View.Follow != sim.NoPlayer {
		s.Following = int(v.View.Follow)
	}
}

// statePublisher makes the newest state readable from other goroutines.
type statePublisher struct {
	json atomic.Pointer[[]byte]
}

// publishState publishes s and match, what the game tells, as one object.
func (b *statePublisher) publishState(s State, match any) {
	text, err := json.Marshal(s)
	more, err2 := json.Marshal(match)
	if err != nil || err2 != nil { // never, for these structs
		return
	}
	if len(more) > len("{}") {
		text = append(append(text[:len(text)-1], ','), more[1:]...)
	}
	b.json.Store(&text)
}
