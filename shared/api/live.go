package api

import "time"

// Kinds of Live.
const (
	LiveStatus  = "status"  // Status
	LiveKill    = "kill"    // Kill
	LiveGoal    = "goal"    // Goal
	LiveRound   = "round"   // Round
	LiveBoard   = "board"   // BoardMove
	LiveMessage = "message" // Message
)

// Live is one event of GET /v1/live: a text frame of the WebSocket, or the data
// of a server-sent event of the type Kind. Exactly one of the others is set.
type Live struct {
	Kind    string     `json:"kind" enum:"status,kill,goal,round,board,message"`
	At      time.Time  `json:"at"`
	Game    string     `json:"game,omitempty" doc:"of what was played, such as ships; absent: of no match"`
	Status  *Status    `json:"status,omitempty"`
	Kill    *Kill      `json:"kill,omitempty"`
	Goal    *Goal      `json:"goal,omitempty"`
	Round   *Round     `json:"round,omitempty"`
	Board   *BoardMove `json:"board,omitempty"`
	Message *Message   `json:"message,omitempty"`
}

// Status is how lively the server is; it comes first, and whenever it changes,
// at most once a second.
type Status struct {
	Players int    `json:"players"`
	Bots    int    `json:"bots"`
	Rooms   []Room `json:"rooms" doc:"the liveliest public ones, 10 at most"`
	Queued  int    `json:"queued" doc:"tickets that wait"`
}

// Kill is what a player did in a public room, or died of without a killer, in games in
// which one kills. What bots do is no news.
type Kill struct {
	RoomID string `json:"room_id"`
	Killer string `json:"killer,omitempty" doc:"absent: nobody"`
	Victim string `json:"victim"`
	Weapon string `json:"weapon" doc:"in a word of the game, such as rail; it may be what killed without a killer, such as star"`
}

// Goal is what a player scored in a public room, in games in which one scores.
type Goal struct {
	RoomID string `json:"room_id"`
	Player string `json:"player"`
}

// Round is the end of a round in a public room.
type Round struct {
	RoomID  string `json:"room_id"`
	MatchID string `json:"match_id"`
	Mode    string `json:"mode"`
	Winner  string `json:"winner,omitempty" doc:"absent: a draw, or a side won"`
	Team    int    `json:"team,omitempty" doc:"the side that won, 1 or 2"`
	Points  int    `json:"points" doc:"of the winner, or of the side: what a round ends by"`
}

// BoardMove is a change near the top of a leaderboard.
type BoardMove struct {
	Mode string `json:"mode"`
	From int    `json:"from,omitempty" doc:"rank before; absent: was not on the board"`
	BoardLine
}
