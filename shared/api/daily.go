package api

import "time"

// Daily answers GET /v1/daily: what everybody flies today, and how that goes.
type Daily struct {
	Date    string `json:"date" doc:"the day, of UTC"`
	Game    string `json:"game" doc:"such as ships"`
	Mode    string `json:"mode"`
	Rules   int    `json:"rules" doc:"version of the rules of the game"`
	Version int    `json:"version" doc:"of the run by those rules, and of its bots"`
	Seed    string `json:"seed" doc:"of the match, in hexadecimal"`
	Seats   int    `json:"seats" doc:"seat 0 is yours; bots have the others"`
	Rate    int    `json:"rate" doc:"ticks per second"`
	Points  int    `json:"points" doc:"that would win the round; out of reach"`
	Seconds int    `json:"seconds" doc:"that the round lasts"`

	EndsAt  time.Time `json:"ends_at" doc:"when the next day begins"`
	TakenMS int64     `json:"taken_ms" doc:"for how long after that runs of this day are still taken"`

	Total int        `json:"total" doc:"players on the board"`
	Me    *DailyLine `json:"me,omitempty" doc:"your line on it; absent: there is none, or no token was sent"`
}

// DailyLine is a player on the board of a day.
type DailyLine struct {
	Rank     int       `json:"rank" doc:"from 1; equal scores share one"`
	Run      string    `json:"run" doc:"its id; its log is at /v1/daily/{date}/runs/{run}/log"`
	PlayerID string    `json:"player_id"`
	Name     string    `json:"name"`
	Score    int       `json:"score" doc:"points at the end of the round"`
	SentAt   time.Time `json:"sent_at" doc:"among equal scores the first one stands above"`
	Me       bool      `json:"me,omitempty" doc:"this is whoever asked"`
}

// DailyBoard answers GET /v1/daily/{date}/board.
type DailyBoard struct {
	Date  string      `json:"date"`
	Game  string      `json:"game"`
	Total int         `json:"total" doc:"players on the board"`
	Lines []DailyLine `json:"lines" doc:"the best run of each, best first"`
	Next  string      `json:"next,omitempty" doc:"cursor of the next page"`
}

// DailyResult answers POST /v1/daily/{date}/runs: what the server makes of a run.
type DailyResult struct {
	Score int        `json:"score" doc:"of this run, as the server has played it"`
	Best  bool       `json:"best" doc:"it is your best of the day, and on the board"`
	Line  *DailyLine `json:"line,omitempty" doc:"your line on the board now"`
	Total int        `json:"total" doc:"players on the board"`
}

// ExportedRun is a run of a day that one has sent.
type ExportedRun struct {
	Date   string    `json:"date"`
	Game   string    `json:"game"`
	Run    string    `json:"run"`
	Score  int       `json:"score"`
	SentAt time.Time `json:"sent_at"`
}
