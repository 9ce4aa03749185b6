package api

import "time"

// NewGuest is the body of POST /v1/guests. Sent with the token of a guest it
// renews that token; with a link code it becomes that player on a new device.
type NewGuest struct {
	Name string `json:"name,omitempty" maxLength:"256" doc:"empty: the server invents one"`
	Link string `json:"link_code,omitempty" maxLength:"32" doc:"of POST /v1/players/me/link, to be the same player here"`
}

// Guest answers POST /v1/guests.
type Guest struct {
	PlayerID  string    `json:"player_id"`
	Name      string    `json:"name"`
	Token     string    `json:"token" doc:"send it as Authorization: Bearer; it is the only proof of who you are"`
	ExpiresAt time.Time `json:"expires_at"`
}

// Link answers POST /v1/players/me/link.
type Link struct {
	Code      string    `json:"code" doc:"good for one use; type it on the other device"`
	ExpiresAt time.Time `json:"expires_at"`
}

// Rename is the body of PATCH /v1/players/me.
type Rename struct {
	Name string `json:"name" minLength:"1" maxLength:"256"`
}

// Profile answers GET /v1/players/{id}; the id "me" is whoever asks.
type Profile struct {
	PlayerID  string         `json:"player_id"`
	Name      string         `json:"name"`
	CreatedAt time.Time      `json:"created_at"`
	Ratings   []Rating       `json:"ratings" doc:"of the modes that were played rated, with which the player goes into the next match"`
	Seasons   []PastRating   `json:"seasons" doc:"how the player ended the seasons that are over, newest first of each mode"`
	Matches   int            `json:"matches"`
	Wins      int            `json:"wins"`
	Figures   map[string]int `json:"figures" doc:"totals of the figures of finished matches, by name"`
	Kills     int            `json:"kills" doc:"that of figures; 0: there is none"`
	Deaths    int            `json:"deaths" doc:"that of figures; 0: there is none"`
	Level     Level          `json:"level"`
	Deeds     map[string]int `json:"deeds" doc:"what the player is counted for beyond a match, by name, such as wins and bold: points of kills beyond one each"`
	Looks     Looks          `json:"looks" doc:"that the player has chosen"`
}

// Looks are what a player has chosen to be seen by, by the numbers that all clients know. It is
// also the body of PATCH /v1/players/me/looks.
type Looks struct {
	Title int `json:"title" minimum:"0" maximum:"255" doc:"beside the name; 0: none"`
	Trail int `json:"trail" minimum:"0" maximum:"255" doc:"behind the ship; 0: the plain one"`

	Lines     int `json:"lines,omitempty" minimum:"0" maximum:"255" doc:"on the hull; 0: none"`
	KillSound int `json:"kill_sound,omitempty" minimum:"0" maximum:"255" doc:"that those around hear of a kill; 0: the plain one"`
}

// Level is what the experience of a player makes. It gives no advantage in a match.
type Level struct {
	Number     int `json:"number" doc:"from 1"`
	Experience int `json:"experience" doc:"from all rounds, against bots too"`
	Gained     int `json:"gained" doc:"of it since this level began"`
	Needed     int `json:"needed" doc:"that this level takes until the next"`
}

// Rating is how good a player is at a mode: a normal distribution of skill
// (Weng and Lin, 2011). A new season pulls it toward the mean and makes it less certain, once.
type Rating struct {
	Mode      string  `json:"mode"`
	Season    int     `json:"season" doc:"the present one"`
	Mu        float64 `json:"mu" doc:"expected skill; everyone starts at 25, and a season keeps three quarters of the difference"`
	Sigma     float64 `json:"sigma" doc:"how uncertain that is; everyone starts at 25/3, and a season makes it sqrt(sigma² + (25/6)²), but no more than that"`
	Score     float64 `json:"score" doc:"mu - 3 sigma: what leaderboards sort by"`
	Matches   int     `json:"matches" doc:"rated ones in the season"`
	Placement int     `json:"placement" doc:"rated matches that it takes in a season to have a rank"`
	Rank      int     `json:"rank,omitempty" doc:"on the leaderboard of the mode and season, from 1; absent: the placement is not done"`
	BestRank  int     `json:"best_rank,omitempty" doc:"the best one in the season; absent: none among the first hundred"`
}

// PastRating is how a player ended a season in a mode.
type PastRating struct {
	Season   int     `json:"season" doc:"from 1; 0: what was before there were seasons"`
	Mode     string  `json:"mode"`
	Score    float64 `json:"score"`
	Matches  int     `json:"matches" doc:"rated ones in the season"`
	Rank     int     `json:"rank,omitempty" doc:"at its end; absent: the placement was not done"`
	BestRank int     `json:"best_rank,omitempty" doc:"the best one in it; absent: none among the first hundred"`
}

// Season is a span of weeks with leaderboards of its own.
type Season struct {
	Number    int        `json:"number" doc:"from 1; 0: what was before there were seasons"`
	BeganAt   *time.Time `json:"began_at,omitempty" doc:"absent for number 0"`
	EndsAt    time.Time  `json:"ends_at"`
	Present   bool       `json:"present" doc:"it is the present one"`
	Placement int        `json:"placement" doc:"rated matches that it takes to be on the board"`
}

// Board answers GET /v1/leaderboards/{mode}.
type Board struct {
	Mode   string      `json:"mode"`
	Game   string      `json:"game,omitempty" doc:"whose mode that is, such as ships; absent: it is not played here"`
	Season Season      `json:"season"`
	Total  int         `json:"total" doc:"players on the board"`
	Lines  []BoardLine `json:"lines"`
	Next   string      `json:"next,omitempty" doc:"cursor of the next page"`
}

// BoardLine is one player on a leaderboard.
type BoardLine struct {
	Rank     int     `json:"rank"`
	PlayerID string  `json:"player_id"`
	Name     string  `json:"name"`
	Score    float64 `json:"score"`
	Matches  int     `json:"matches"`
	Wins     int     `json:"wins"`
	Me       bool    `json:"me,omitempty" doc:"this is whoever asked"`
}

// Match is a round that was played to its end: GET /v1/matches/{id}.
type Match struct {
	ID      string      `json:"id"`
	Mode    string      `json:"mode"`
	Game    string      `json:"game,omitempty" doc:"whose mode that is, such as ships; absent: it is not played here"`
	Rated   bool        `json:"rated"`
	Aborted bool        `json:"aborted,omitempty" doc:"it ended before anybody could win: the server stopped, everyone left, or somebody left before it was fought; it changed no rating"`
	BeganAt time.Time   `json:"began_at"`
	EndedAt time.Time   `json:"ended_at"`
	Lines   []MatchLine `json:"lines" doc:"best first"`
	Replay  *Replay     `json:"replay,omitempty" doc:"absent: there is none, or not for you; lists of matches never have it"`
}

// Replay is the log of a match: GET /v1/matches/{id}/replay.
type Replay struct {
	Rules   int     `json:"rules" doc:"the version of the game's rules that it can be played with"`
	Seconds float64 `json:"seconds"`
	Bytes   int64   `json:"bytes" doc:"uncompressed"`
	Whole   bool    `json:"whole" doc:"it holds the match from its beginning to its end"`
	Private bool    `json:"private,omitempty" doc:"it is of a private room, and for those who played there"`
}

// MatchLine is what one pilot did in a match.
type MatchLine struct {
	PlayerID string         `json:"player_id,omitempty" doc:"absent: a bot, or a player who has deleted their data"`
	Name     string         `json:"name"`
	Bot      bool           `json:"bot,omitempty"`
	Team     int            `json:"team,omitempty" doc:"from 1; 0: everyone for themselves"`
	Place    int            `json:"place" doc:"from 1; equals share one"`
	Points   int            `json:"points"`
	Figures  map[string]int `json:"figures" doc:"what the game counts, by name, such as kills and deaths, or goals, assists and saves"`
	Kills    int            `json:"kills" doc:"that of figures; 0: there is none"`
	Deaths   int            `json:"deaths" doc:"that of figures; 0: there is none"`
	Left     bool           `json:"left,omitempty" doc:"was gone at the end"`
	Gain     float64        `json:"gain,omitempty" doc:"by how much the score on the leaderboard changed"`

	Experience int `json:"experience,omitempty" doc:"that the match gave its player"`
}

// Matches answers GET /v1/players/{id}/matches, newest first.
type Matches struct {
	Matches []Match `json:"matches"`
	Next    string  `json:"next,omitempty" doc:"cursor of the next page"`
}
