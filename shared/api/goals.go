package api

import "time"

// Goals answers GET /v1/goals: what everybody can do this week.
type Goals struct {
	BeganAt time.Time  `json:"began_at" doc:"a Monday, of UTC"`
	EndsAt  time.Time  `json:"ends_at"`
	Goals   []WeekGoal `json:"goals"`
}

// WeekGoal is one of them.
type WeekGoal struct {
	Deed   string `json:"deed" doc:"what is counted, such as kills"`
	Text   string `json:"text" doc:"the same in words, such as 60 kills"`
	Target int    `json:"target"`
	Done   int    `json:"done" doc:"by whoever asks; 0 without a token"`
	Reward int    `json:"reward" doc:"experience, once"`
}
