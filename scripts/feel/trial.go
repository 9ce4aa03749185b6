package feel

import "time"

const (
	warmUp      = 6500 * ms       // clocks converge and the round begins; the room checks that at whole seconds
	outageAfter = 4 * time.Second // of the measured time
	interval    = 2               // ticks between snapshots
)

// trial is one room of players on one network.
type trial struct {
	profile           *Profile // of players whose setup gives them no other
	server            *server
	seed              uint64
	start, begin, end time.Time // of the trial; measured is from begin to end
	players           []*player
	starved           int // ticks without their input, while measuring
}

// runTrial runs a trial, of which profile and seed are set, to its end. It must run in a bubble
// of virtual time. setup gives each player a strategy.
func (t *trial) runTrial(seats int, length time.Duration, setup func(*player)) (err error) {
	if t.server, err = newServer(seats, t.seed); err != nil {
		return err
	}
	defer t.server.close()
	if outage := t.profile.Outage; outage > 0 {
		length = max(length, outageAfter+outage+watchTime+time.Second)
	}
	t.start = time.Now()
	t.begin = t.start.Add(warmUp)
	t.end = t.begin.Add(length)
	for n := range seats {
		p := &player{trial: t, n: n, profile: t.profile, clockRate: 1, measurements: newMeasurements(seats)}
		setup(p)
		t.players = append(t.players, p)
	}
	return t.runPlayers()
}

// runPlayers lets all players play to the end, and counts the starved ticks of the room.
func (t *trial) runPlayers() error {
	ends := make(chan error)
	for _, p := range t.players {
		go func() { ends <- p.playTrial() }()
	}
	time.Sleep(time.Until(t.begin))
	t.starved -= t.server.starved()
	time.Sleep(time.Until(t.end))
	t.starved += t.server.starved()
	var first error
	for range t.players {
		if err := <-ends; err != nil && first == nil {
			first = err
		}
	}
	return first
}
