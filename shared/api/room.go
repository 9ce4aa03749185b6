package api

// NewRoom is the body of POST /v1/rooms, which opens a private room.
type NewRoom struct {
	Mode    string `json:"mode,omitempty" maxLength:"32" doc:"empty: skirmish"`
	Seats   int    `json:"seats,omitempty" minimum:"0" maximum:"32" doc:"2 to 32; 0: as many as a public room of the mode has"`
	Bots    *bool  `json:"bots,omitempty" doc:"fill empty seats; absent: yes"`
	Arena   string `json:"arena,omitempty" maxLength:"36" doc:"the only one to play in: a name of arenas in /v1/meta, or the id of one in /v1/arenas, with @ and a version for another one than the published; empty: those of public rooms in turn"`
	Points  int    `json:"points,omitempty" minimum:"0" maximum:"999" doc:"that win a round, of a side where there are any; 0: as in a public room of the mode"`
	Seconds int    `json:"seconds,omitempty" minimum:"0" maximum:"3600" doc:"that a round lasts at most; 0: as in a public room of the mode"`

	Edit bool `json:"edit,omitempty" doc:"players change the arena while they fly in it, you and whom you let: there are no rounds then, so neither points nor seconds"`

	Log []byte `json:"log,omitempty" maxLength:"45056" doc:"a match that goes on in the room, instead of all of the above: base64 of a log (LOG.md) with one segment, its state and its seats, of which a player holds one: that is yours, and bots have the others until friends come. The round that goes on counts for nothing"`
}

// Room is one line of GET /v1/rooms.
type Room struct {
	ID      string `json:"id"`
	Mode    string `json:"mode"`
	Game    string `json:"game,omitempty" doc:"whose mode that is, such as ships"`
	Players int    `json:"players" doc:"people, connected or expected back"`
	Bots    int    `json:"bots"`
	Seats   int    `json:"seats"`
	Free    int    `json:"free" doc:"seats that a person could take now"`
	Phase   string `json:"phase" enum:"warmup,countdown,live,podium"`
	Rated   bool   `json:"rated"`
	Leader  string `json:"leader,omitempty" doc:"who is ahead"`
	Points  int    `json:"points,omitempty" doc:"of the leader"`
	Limit   int    `json:"limit,omitempty" doc:"points that win"`

	TickP50 float64 `json:"tick_p50_ms" doc:"what a step of the room took, lately"`
	TickP99 float64 `json:"tick_p99_ms"`
}

// Rooms answers GET /v1/rooms: public rooms, fullest first.
type Rooms struct {
	Rooms []Room `json:"rooms"`
	Next  string `json:"next,omitempty" doc:"cursor of the next page"`
}

// RoomLog answers GET /v1/rooms/{room}/log: what may be seen of a match that is played.
type RoomLog struct {
	DelayMS int       `json:"delay_ms" doc:"how much later than it is played a segment is listed"`
	Logs    []LiveLog `json:"logs" doc:"the last two, oldest first: a log ends with its round, and the next one begins"`
}

// LiveLog is a log that is being written. Its header, which is segment 0, and its segments
// in order are the log up to there.
type LiveLog struct {
	Log      int64         `json:"log" doc:"its number in the room"`
	Ended    bool          `json:"ended" doc:"nothing comes after these segments"`
	Header   int           `json:"header" doc:"bytes of segment 0"`
	Segments []LiveSegment `json:"segments"`
}

// LiveSegment is a segment that never changes.
type LiveSegment struct {
	Segment int    `json:"segment" doc:"from 1"`
	Tick    uint32 `json:"tick" doc:"of the world, before its first tick"`
	AfterMS int64  `json:"after_ms" doc:"since the log began"`
	Bytes   int    `json:"bytes"`
	State   bool   `json:"state" doc:"it begins with a state of the world, so that a viewer can begin with it"`
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
