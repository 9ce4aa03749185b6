package match

import "time"

// Pace is what operators may want to change about waiting.
type Pace struct {
	Rating    Window
	FillAfter time.Duration // how long a duel waits for a person before a bot takes the seat
	Timeout   time.Duration
}

// latency is what everyone tolerates at once, and what they do after a while:
// beyond the last, a rewind no longer covers what a player saw.
var latency = Window{Start: 80, Rate: 10, Max: 200}

// Quick is the queue of those who just want to fly: into the fullest room, at
// once, whoever is there. A round counts for the people who met in it.
func Quick(seats int) Queue {
	return Queue{
		Name: "quick", Mode: "skirmish", Seats: seats, Party: seats, Rated: true,
		Latency: latency, Backfill: true, Fill: 1,
	}
}

// Teams is as instant, on the side that needs help.
func Teams(seats int) Queue {
	return Queue{
		Name: "teams", Mode: "teams", Teams: 2, Seats: seats, Party: seats / 2, Rated: true,
		Latency: latency, Backfill: true, Fill: 1,
	}
}

// Duel looks for an equal. Who has waited long enough meets a bot, and then the
// match is not rated: better to play than to stare at a clock. Two who come together
// want to play each other.
func Duel(p Pace) Queue {
	return Queue{
		Name: "duel", Mode: "duel", Seats: 2, Party: 2, Rated: true,
		Rating: p.Rating, Latency: latency, Refill: true,
		FillAfter: p.FillAfter, Fill: 1, Timeout: p.Timeout,
	}
}
