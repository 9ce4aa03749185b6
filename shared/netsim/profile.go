package netsim

import "time"

// Link is one direction of a connection. The zero Link is perfect.
type Link struct {
	Latency   time.Duration // one way
	Jitter    time.Duration // on top, up to this much, even; frames stay in order
	Loss      float64       // share of frames that are lost, and of those sent again
	Bandwidth int           // bytes per second; 0: no limit
	Buffer    int           // bytes that may be on their way before Send blocks; 0 means 64 KiB
	Blackouts []Blackout
}

// Blackout is a time in which nothing gets through, counted from the moment the
// profile took effect.
type Blackout struct {
	after  time.Duration
	Length time.Duration
	every  time.Duration // again this long after it began; 0: once
}

// Profile is a network between a client and a server: Up is the way of what the
// wrapped Conn sends, Down of what it receives.
type Profile struct {
	Up, Down Link
}

// Symmetric is the profile of a round trip that is shared by both ways.
func Symmetric(rtt, jitter time.Duration, loss float64) Profile {
	return both(Link{Latency: rtt / 2, Jitter: jitter, Loss: loss})
}

// Named is a profile of the feel lab.
type Named struct {
	Name string
	Profile
}

const ms = time.Millisecond

// Profiles are the networks that the netcode promises to be playable on, from
// best to worst.
func Profiles() []Named {
	return []Named{
		{"lan", Symmetric(1*ms, 0, 0)},
		{"30ms", Symmetric(30*ms, 0, 0)},
		{"60ms", Symmetric(60*ms, 0, 0)},
		{"120ms", Symmetric(120*ms, 0, 0)},
		{"200ms", Symmetric(200*ms, 0, 0)},
		{"60ms jitter 5ms", Symmetric(60*ms, 5*ms, 0)},
		{"60ms jitter 20ms", Symmetric(60*ms, 20*ms, 0)},
		{"60ms jitter 50ms", Symmetric(60*ms, 50*ms, 0)},
		{"120ms jitter 5ms", Symmetric(120*ms, 5*ms, 0)},
		{"120ms jitter 20ms", Symmetric(120*ms, 20*ms, 0)},
		{"120ms jitter 50ms", Symmetric(120*ms, 50*ms, 0)},
		{"60ms stalls 0.5%", Symmetric(60*ms, 5*ms, 0.005)},
		{"60ms stalls 2%", Symmetric(60*ms, 5*ms, 0.02)},
		{"60ms stalls 5%", Symmetric(60*ms, 5*ms, 0.05)},
		{"asymmetric 256 kbit/s", Profile{
			Up:   Link{Latency: 20 * ms, Bandwidth: 8 << 10, Buffer: 16 << 10},
			Down: Link{Latency: 20 * ms, Bandwidth: 32_000, Buffer: 64 << 10},
		}},
		// A phone walks from one access point to the next.
		{"roaming", both(Link{Latency: 20 * ms, Jitter: 15 * ms, Blackouts: []Blackout{
			{after: 5000 * ms, Length: 600 * ms, every: 10000 * ms},
		}})},
		// Broken for twenty seconds, clean from then on: how long until the game
		// feels right again?
		{"bad minute", both(Link{Latency: 30 * ms, Jitter: 5 * ms, Blackouts: []Blackout{
			{after: 1000 * ms, Length: 300 * ms},
			{after: 3000 * ms, Length: 800 * ms},
			{after: 6000 * ms, Length: 200 * ms},
			{after: 8000 * ms, Length: 2000 * ms},
			{after: 12000 * ms, Length: 400 * ms},
			{after: 14500 * ms, Length: 1500 * ms},
			{after: 18000 * ms, Length: 1000 * ms},
		}})},
	}
}

func both(l Link) Profile { return Profile{Up: l, Down: l} }
