// Package standby lets a match survive the server that plays it. Each room streams its log to one
// other server, the standby, which keeps no more of it than it needs: the newest state and the
// inputs since. When the server of the room dies, the standby plays on from the last tick that it
// was told, as the next copy of the room.
//
// Streams is the side of the server that plays, Keeper that of the standby; every server is both.
// Both are safe for concurrent use, and no tick waits for either.
package standby

import (
	"context"
	"encoding/json"
	"time"

	"perihelion/server/net/bus"
)

// How long things take. All of them together are what players wait for when a server dies
// without a word; one whose process has ended is known to be dead at once.
const (
	Every       = 50 * time.Millisecond // from one part of a log to the next: what is lost of a match
	silentAfter = 750 * time.Millisecond
	askTimeout  = 250 * time.Millisecond
	// confirmAfter is for how long nothing is heard of a server that has ended: three parts of a log.
	// Before that, after doubtAfter, it is asked for the first time. askAgainAfter passes at least
	// between two questions that nobody answers.
	confirmAfter  = 150 * time.Millisecond
	doubtAfter    = 75 * time.Millisecond
	askAgainAfter = 60 * time.Millisecond
	knockEvery    = time.Second     // and room, is it looked into whether its server plays it
	settleTime    = 2 * silentAfter // in which this server must have heard others to miss one of them
	checkEvery    = 500 * time.Millisecond
	freshFor      = 3 * time.Second // a log of which nothing came for so long before its server died is not the newest
)

// The topics of a server, below bus.Topic.
const (
	topicPieces = "standby"       // parts of logs, to the standby
	askHeld     = "standby-check" // the standby, what it has of a room
	askPlays    = "standby-plays" // the server of a room, whether it plays it still
)

// Asked is all that servers ask each other here, for metrics.
func Asked() []string { return []string{askHeld, askPlays} }

// Bus carries messages between servers: *bus.Bus.
type Bus interface {
	Connected() bool
	Publish(topic string, body []byte) error
	Subscribe(topic string, handle func(bus.Message)) error
	Request(ctx context.Context, topic string, body []byte) (bus.Message, error)
	Answer(topic string, atOnce int, handle func(bus.Message) []byte) error
}

// Servers are the other servers, as heartbeats tell: *fleet.Cluster.
type Servers interface {
	// Standby chooses a server that could play rooms of this one, but not the named one; "": there is none.
	Standby(not string) (node, url string)
	// Heard is when a server was heard last; the zero time: never.
	Heard(node string) time.Time
	// Topic is that to which one server alone listens.
	Topic(node, what string) string
}

// question asks about a copy of a room.
type question struct {
	Room  string
	Epoch int64
}

// held answers askHeld.
type held struct {
	Number, End int   // of the log that is kept; zero: none
	Taken       int64 // the match goes on there, as the copy of this epoch; 0: it does not
	Refused     bool  // nothing is kept there
}

// plays answers askPlays.
type plays struct {
	Plays  bool
	Moving bool // in a moment the match goes on at the standby
}

// encode panics on what JSON cannot hold: no message has that.
func encode(message any) []byte {
	body, err := json.Marshal(message)
	if err != nil {
		panic("standby: " + err.Error())
	}
	return body
}

// Metrics counts what becomes of matches. It must not block.
type Metrics interface {
	ServerAsked(what string, took time.Duration, err error)
	MatchTakenOver(how string, lost time.Duration)
}

// How a match can be taken over, for metrics.
const (
	byKnock   = "knock"   // a player came for it
	bySilence = "silence" // its server was not heard any more
	byMove    = "move"    // its server stops, and has handed it over
	failed    = "failed"  // it could not
)

// Takeovers are all ways, for metrics.
func Takeovers() []string { return []string{byKnock, bySilence, byMove, failed} }
