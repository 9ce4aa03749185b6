package match

import "time"

// Pace is what operators can configure about waiting.
type Pace struct {
	Rating    Window
	FillAfter time.Duration // how long a duel waits for a player before a bot takes the seat
	Timeout   time.Duration
}

// latencyWindow is the accepted latency, at first and after a while, in milliseconds. Above
// its maximum, lag compensation cannot rewind far enough.
var latencyWindow = Window{Start: 80, Rate: 10, Max: 200}

// Quick is the queue for instant play in the fullest room. A round is rated for the players
// in it.
func Quick(seats int) Queue {
	return Queue{
		Name: "quick", Mode: "skirmish", Seats: seats, Party: seats, Rated: true,
		Latency: latencyWindow, Backfill: true, MinPlayers: 1,
	}
}

// Teams is an instant queue for two teams; players are sent to the team that needs help.
func Teams(seats int) Queue {
	return Queue{
		Name: "teams", Mode: "teams", Teams: 2, Seats: seats, Party: seats / 2, Rated: true,
		Latency: latencyWindow, Backfill: true, MinPlayers: 1,
	}
}

// Duel is the queue for duels of equal players. After a while the opponent is a bot, and
// the match unrated. A party of two plays a duel among itself.
func Duel(p Pace) Queue {
	return Queue{
		Name: "duel", Mode: "duel", Seats: 2, Party: 2, Rated: true,
		Rating: p.Rating, Latency: latencyWindow, Refill: true,
		FillAfter: p.FillAfter, MinPlayers: 1, Timeout: p.Timeout,
	}
}
