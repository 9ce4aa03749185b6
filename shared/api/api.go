// Package api is the JSON of the lobby, defined once for both ends. Tags beside
// json are for the server, which checks bodies and writes OpenAPI from them.
//
// Ids are opaque. Times are RFC 3339, in UTC. Durations end in their unit.
package api

import "time"

// Meta answers GET /v1/meta: whether a client can play here at all, and what.
type Meta struct {
	Build        string   `json:"build" doc:"version of the server"`
	Protocol     int      `json:"protocol" doc:"version of the game protocol; a client of another cannot play here"`
	Subprotocol  string   `json:"subprotocol" doc:"WebSocket subprotocol to offer beside the ticket"`
	TickRate     int      `json:"tick_rate" doc:"steps of the simulation per second"`
	SnapshotRate int      `json:"snapshot_rate" doc:"snapshots sent per second"`
	Queues       []Queue  `json:"queues" doc:"what one can queue for"`
	Regions      []Region `json:"regions" doc:"where matches are hosted"`
	Store        string   `json:"store" enum:"ok,degraded" doc:"degraded: results and names are kept until the database is back; play goes on"`
	Bots         int      `json:"bots" doc:"bots fill public rooms up to so many pilots; 0: there are none"`
	Arenas       []Arena  `json:"arenas,omitempty" doc:"in which a private room may be played"`
	Dev          bool     `json:"dev,omitempty" doc:"a server for developers: clients of it may fly by themselves"`
}

// Arena is a place in which a game is played.
type Arena struct {
	Name  string `json:"name" doc:"for NewRoom"`
	Title string `json:"title" doc:"what it is called; a proper name"`
	Game  string `json:"game" doc:"whose it is, such as ships"`
}

// KeySet is the public keys of a server.
type KeySet struct {
	Keys []Key `json:"keys" doc:"that of the key that signs first"`
}

// Key is a public key as a JSON Web Key.
type Key struct {
	Type      string `json:"kty" doc:"always OKP"`
	Curve     string `json:"crv" doc:"always Ed25519"`
	Use       string `json:"use" doc:"always sig"`
	Algorithm string `json:"alg" doc:"always EdDSA"`
	ID        string `json:"kid" doc:"by which tokens name it"`
	X         string `json:"x" doc:"the key in base64url"`
}

// Queue is something that a ticket can be for.
type Queue struct {
	Name  string `json:"name" doc:"what a ticket says, such as quick"`
	Mode  string `json:"mode" doc:"mode of its matches, such as skirmish"`
	Game  string `json:"game,omitempty" doc:"whose mode that is, such as ships"`
	Text  string `json:"text,omitempty" doc:"what the mode is, in one line for players"`
	Rated bool   `json:"rated" doc:"whether its matches change ratings"`
	Teams int    `json:"teams" doc:"sides of a match; 0: everyone for themselves"`
	Seats int    `json:"seats" doc:"pilots of a full match"`
	Party int    `json:"party" doc:"the largest party it takes; one of as many as there are seats plays among itself, unrated"`
}

// Region is a place where matches are hosted.
type Region struct {
	ID      string `json:"id"`
	PingURL string `json:"ping_url" doc:"GET it and measure, for latencies of a ticket"`
}

// Problem is an RFC 9457 problem document, and in a client the error that it
// tells of.
type Problem struct {
	Type     string   `json:"type" doc:"urn:perihelion:… for programs, or about:blank"`
	Title    string   `json:"title" doc:"of the status"`
	Status   int      `json:"status"`
	Detail   string   `json:"detail,omitempty" doc:"what was wrong, fit for a player"`
	Instance string   `json:"instance,omitempty" doc:"id of the request, to find it in the log"`
	Errors   []Detail `json:"errors,omitempty" doc:"each thing that was wrong"`

	Retry time.Duration `json:"-"` // of the header Retry-After; 0: there was none
}

// Detail is one thing that was wrong with a request.
type Detail struct {
	Message  string `json:"message"`
	Location string `json:"location,omitempty" doc:"such as body.name or query.limit"`
}

// Error is fit for a player.
func (p *Problem) Error() string {
	if p.Detail != "" {
		return p.Detail
	}
	return p.Title
}

// ReplayPassHeader is the header of a request for a replay that brings the pass of an operator.
const ReplayPassHeader = "Replay-Pass"
