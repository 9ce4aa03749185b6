package api

// NewRoom is the body of POST /v1/rooms, which opens a private room.
type NewRoom struct {
	Mode    string `json:"mode,omitempty" maxLength:"32" doc:"empty: skirmish"`
	Seats   int    `json:"seats,omitempty" minimum:"0" maximum:"32" doc:"2 to 32; 0: as many as a public room of the mode has"`
	Bots    *bool  `json:"bots,omitempty" doc:"fill empty seats; absent: yes"`
	Points  int    `json:"points,omitempty" minimum:"0" maximum:"999" doc:"that win a round, of a side where there are any; 0: as in a public room of the mode"`
	Seconds int    `json:"seconds,omitempty" minimum:"0" maximum:"3600" doc:"that a round lasts at most; 0: as in a public room of the mode"`
}

// Room is one line of GET /v1/rooms.
type Room struct {
	ID         string `json:"id"`
	Mode       string `json:"mode"`
	Game       string `json:"game,omitempty" doc:"whose mode that is, such as ships"`
	Players    int    `json:"players" doc:"people, connected or expected back"`
	Bots       int    `json:"bots"`
	Seats      int    `json:"seats"`
	Free       int    `json:"free" doc:"seats that a person could take now"`
	Spectators int    `json:"spectators"`
	Phase      string `json:"phase" enum:"warmup,countdown,live,podium"`
	Rated      bool   `json:"rated"`
	Leader     string `json:"leader,omitempty" doc:"who is ahead"`
	Points     int    `json:"points,omitempty" doc:"of the leader"`
	Limit      int    `json:"limit,omitempty" doc:"points that win"`

	TickP50 float64 `json:"tick_p50_ms" doc:"what a step of the room took, lately"`
	TickP99 float64 `json:"tick_p99_ms"`
}

// Rooms answers GET /v1/rooms: public rooms, fullest first.
type Rooms struct {
	Rooms []Room `json:"rooms"`
	Next  string `json:"next,omitempty" doc:"cursor of the next page"`
}

// Party answers the requests below /v1/parties.
type Party struct {
	Code     string   `json:"code" doc:"tell it to friends"`
	LeaderID string   `json:"leader_id" doc:"who queues for all"`
	Members  []Member `json:"members" doc:"in the order in which they came"`
	TicketID string   `json:"ticket_id,omitempty" doc:"the party is queued, or was matched just now: every member follows this ticket"`
	Channel  string   `json:"channel" doc:"its chat"`
}

// Member is one of a Party.
type Member struct {
	PlayerID string `json:"player_id"`
	Name     string `json:"name"`
}
