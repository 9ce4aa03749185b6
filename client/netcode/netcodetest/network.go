package netcodetest

import (
	"math/rand/v2"
	"slices"
	"time"

	"perihelion/shared/netsim"
)

// Network describes both directions of a connection.
type Network struct {
	Name        string
	RTT, Jitter time.Duration
	Loss        float64                      // of frames; a lost one is late, and holds up those after it
	Dead        func(now time.Duration) bool // nothing gets through at such a time; nil: never
	Seats       int                          // that clients take; 0 means 1
}

// Networks are those of package netsim that a Lab can simulate: both ways are the same.
func Networks() (all []Network) {
	names := []string{
		"lan", "30ms", "60ms", "120ms", "200ms", "120ms jitter 5ms", "120ms jitter 20ms", "120ms jitter 50ms", "60ms stalls 2%",
	}
	for _, p := range netsim.Profiles() {
		if slices.Contains(names, p.Name) {
			all = append(all, Network{Name: p.Name, RTT: 2 * p.Up.Latency, Jitter: p.Up.Jitter, Loss: p.Up.Loss})
		}
	}
	return all
}

// Outage is the Dead of a network that dies for a while.
func Outage(from, length time.Duration) func(time.Duration) bool {
	return func(now time.Duration) bool { return now >= from && now < from+length }
}

// retransmission is how late a lost frame is.
const retransmission = 200 * time.Millisecond

// wire is one direction. It keeps order, as TCP does.
type wire struct {
	rng     *rand.Rand
	network Network
	busy    time.Duration
	queue   []parcel
}

type parcel struct {
	at    time.Duration
	frame []byte
}

func (w *wire) send(now time.Duration, frame []byte) {
	n := &w.network
	at := now + n.RTT/2
	if n.Jitter > 0 {
		at += time.Duration(w.rng.Int64N(int64(n.Jitter)))
	}
	if w.rng.Float64() < n.Loss {
		at += retransmission
	}
	for n.Dead != nil && n.Dead(at) {
		at += 10 * time.Millisecond
	}
	w.busy = max(w.busy, at)
	w.queue = append(w.queue, parcel{w.busy, slices.Clone(frame)})
}

// arrived takes what has arrived by now.
func (w *wire) arrived(now time.Duration) (some []parcel) {
	n := 0
	for n < len(w.queue) && w.queue[n].at <= now {
		n++
	}
	some, w.queue = w.queue[:n], w.queue[n:]
	return some
}
