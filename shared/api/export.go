package api

import "time"

// Export answers GET /v1/players/me/export: everything that the server keeps about
// whoever asks.
type Export struct {
	ExportedAt    time.Time        `json:"exported_at"`
	Profile       Profile          `json:"profile"`
	SeenAt        time.Time        `json:"seen_at" doc:"when you were last given a token"`
	Devices       []ExportedDevice `json:"devices" doc:"the tokens by which you are known; of the tokens themselves nothing is kept but a hash"`
	LinkExpiresAt *time.Time       `json:"link_expires_at,omitempty" doc:"of the code for another device, if there is one"`
	Matches       []ExportedMatch  `json:"matches" doc:"newest first, with your own lines; those of others are at GET /v1/matches/{id}"`
	Deeds         []ExportedDeed   `json:"weekly_deeds" doc:"the same as in the profile, by week, of the last ones"`
	Runs          []ExportedRun    `json:"daily_runs" doc:"your best of each day, newest first"`
	Arenas        []ExportedArena  `json:"arenas" doc:"that you have made, with their texts"`
	Friends       []ExportedFriend `json:"friends" doc:"whom you want for a friend, or have asked"`
	Bans          []Sanction       `json:"bans"`
	Mutes         []Sanction       `json:"mutes"`
	Reports       []ExportedReport `json:"reports" doc:"that you made"`
	Messages      []Message        `json:"messages" doc:"what you have said outside of matches and is still remembered"`
}

// ExportedDevice is when a token was made and used, and until when it is good.
type ExportedDevice struct {
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// ExportedMatch is a match that one has played.
type ExportedMatch struct {
	Match
	Room string `json:"room"`
}

// Sanction is a ban or a mute.
type Sanction struct {
	Reason string     `json:"reason"`
	At     time.Time  `json:"at"`
	Until  *time.Time `json:"until,omitempty" doc:"absent: for good"`
}

// ExportedDeed is how often one has done something in a week.
type ExportedDeed struct {
	Week  time.Time `json:"week" doc:"when it began"`
	Deed  string    `json:"deed"`
	Total int       `json:"total"`
}

// ExportedFriend is whom one wants for a friend.
type ExportedFriend struct {
	PlayerID string    `json:"player_id"`
	Since    time.Time `json:"since"`
}

// ExportedReport is what one has reported.
type ExportedReport struct {
	ID       string     `json:"id"`
	At       time.Time  `json:"at"`
	Name     string     `json:"name" doc:"of the player it is about, as it was"`
	Room     string     `json:"room,omitempty"`
	Reason   string     `json:"reason"`
	Text     string     `json:"text,omitempty"`
	ClosedAt *time.Time `json:"closed_at,omitempty" doc:"when an operator had dealt with it"`
}
