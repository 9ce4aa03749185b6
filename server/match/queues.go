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

// Instant is a queue for instant play in the fullest room. In a mode with teams, players
// are sent to the team that needs help. A round is rated for the players in it.
func Instant(name, mode string, teams, seats int) Queue {
	return Queue{
		Name: name, Mode: mode, Teams: teams, Seats: seats, Party: seats / max(teams, 1), Rated: true,
		latency: latencyWindow, Backfill: true, minPlayers: 1,
	}
}

// Paired is a queue for matches of two equal players. After a while the opponent is a bot,
// and the match unrated. A party of two plays a match among itself.
func Paired(name, mode string, p Pace) Queue {
	return Queue{
		Name: name, Mode: mode, Seats: 2, Party: 2, Rated: true,
		rating: p.Rating, latency: latencyWindow, refill: true,
		fillAfter: p.FillAfter, minPlayers: 1, timeout: p.Timeout,
	}
}
