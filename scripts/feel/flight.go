package feel

import (
	"math/rand/v2"
	"time"
)

const (
	warmUp      = 6500 * ms       // clocks find their place, the round begins; the room counts at whole seconds
	outageAfter = 4 * time.Second // of the measured time
	interval    = 2               // ticks between snapshots
)

// A flight is one room of pilots on one network.
type flight struct {
	profile           *Profile
	hall              *hall
	seed              uint64
	start, begin, end time.Time
	players           []*player
	starved           int // ticks without their input, while measuring
}

// fly plays a flight to its end. It must run in a bubble of virtual time.
func fly(p *Profile, seats int, seed uint64, length time.Duration, how func(*player)) (*flight, error) {
	h, err := newHall(seats, seed)
	if err != nil {
		return nil, err
	}
	defer h.close()
	if p.Outage > 0 {
		length = max(length, outageAfter+p.Outage+watched+time.Second)
	}
	f := &flight{profile: p, hall: h, seed: seed, start: time.Now()}
	f.begin = f.start.Add(warmUp)
	f.end = f.begin.Add(length)
	for n := range seats {
		f.players = append(f.players, f.player(n, how))
	}
	return f, f.run()
}

func (f *flight) player(n int, how func(*player)) *player {
	p := &player{flight: f, n: n, speed: 1, mail: make(chan letter, unheard), notes: newNotes(len(f.hall.keys.last))}
	how(p)
	return p
}

// run plays all players to the end, and takes stock of the room.
func (f *flight) run() error {
	ends := make(chan error)
	for _, p := range f.players {
		go func() { ends <- p.play() }()
	}
	time.Sleep(time.Until(f.begin))
	f.starved -= f.hall.tally.starvedSoFar()
	time.Sleep(time.Until(f.end))
	f.starved += f.hall.tally.starvedSoFar()
	var first error
	for range f.players {
		if err := <-ends; err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Who flies.
func cruisers(p *player) { p.pilot = newBrain(p).cruise }
func fighters(p *player) { p.pilot = newBrain(p).fight }
func marksmen(p *player) { p.pilot = newBrain(p).snipe }
func racers(p *player)   { p.pilot = newBrain(p).race }

func newBrain(p *player) *brain {
	return &brain{luck: rand.New(rand.NewPCG(p.seed, uint64(p.n)))}
}
