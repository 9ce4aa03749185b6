package system

import (
	"crypto/ed25519"
	"flag"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/auth"
	"perihelion/server/room"
	"perihelion/server/session"
	"perihelion/sim"
)

var seed = flag.Uint64("seed", 0, "of the whole-system test; 0: a new one every time")

const (
	players  = 8
	seats    = 12
	settle   = 20 * time.Second // at the end, in which nobody comes or goes
	holdSeat = 20 * time.Second
)

// TestEightPlayersForTenMinutes plays a match with eight people who come and go
// over every network that the game promises to be playable on, and whose
// connections break. Whatever happens, nobody ever decodes a wrong snapshot, no
// seat has two owners, and in the end all agree on the scores.
func TestEightPlayersForTenMinutes(t *testing.T) {
	length := 10 * time.Minute
	if testing.Short() {
		length = time.Minute
	}
	if *seed == 0 {
		*seed = rand.Uint64N(1_000_000) + 1
	}
	t.Logf("played with -seed=%d", *seed)
	start := time.Now()
	synctest.Test(t, func(t *testing.T) {
		s := newSystem(t, *seed)
		s.play(length)
		s.close()
		s.compareScores()
		s.report(length)
	})
	t.Logf("took %v", time.Since(start).Round(time.Millisecond))
}

// system is a server without sockets, and everybody who plays on it.
type system struct {
	*testing.T
	seed    uint64
	signer  *auth.Signer
	rooms   *room.Registry
	gate    *session.Gate
	serving sync.WaitGroup
	opening sync.Mutex // of rooms: one finds what another opened
	truth   *truth
	ledger  ledger
	gauge   gauge
	people  []*person
}

func newSystem(t *testing.T, seed uint64) *system {
	s := &system{T: t, seed: seed, truth: &truth{}}
	s.ledger.owner = map[sim.PlayerID]owner{}
	s.signer = auth.New(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), 30*time.Second)
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	s.rooms = room.NewRegistry(room.RegistryConfig{}, func(c sim.Config) room.World {
		s.truth.World = sim.New(c)
		return s.truth
	}, log, &s.gauge)
	s.gate = session.NewGate(session.Config{Rooms: s.rooms, Tokens: s.signer, Log: log})
	for i := range players {
		s.people = append(s.people, newPerson(s, i))
	}
	return s
}

// promise keeps a seat for a player, in the room that is open, or in another if that
// has closed.
func (s *system) promise(player string) (id string, err error) {
	s.opening.Lock()
	defer s.opening.Unlock()
	for _, info := range s.rooms.List() {
		if s.rooms.Reserve(info.ID, room.Reservation{Player: player}) == nil {
			return info.ID, nil
		}
	}
	r, err := s.rooms.Open(room.Config{
		Sim:  sim.Config{Seed: s.seed, Seats: seats},
		Fill: 6, Hold: holdSeat,
	})
	if err != nil {
		return "", err
	}
	return r.Config().ID, s.rooms.Reserve(r.Config().ID, room.Reservation{Player: player})
}

// play lets everyone play for a while, the last part of it together.
func (s *system) play(length time.Duration) {
	quiet := time.Now().Add(length - settle)
	end := quiet.Add(settle)
	var all sync.WaitGroup
	for _, p := range s.people {
		all.Go(func() { p.live(quiet, end) })
	}
	all.Wait()
}

// compareScores holds what every client saw against what was true, second by
// second for as long as all were there.
func (s *system) compareScores() {
	compared, distinct := 0, map[uint64]bool{}
	for tick, want := range s.truth.scores {
		distinct[want] = true
		for _, p := range s.people {
			got, ok := p.scores[tick]
			if !ok {
				continue
			}
			compared++
			if got != want {
				s.Errorf("%s saw other scores at tick %d: %x, want %x", p.name, tick, got, want)
			}
		}
	}
	last := s.truth.last / scoreEvery * scoreEvery
	for _, p := range s.people {
		if !p.saw(last-10*scoreEvery, last) {
			s.Errorf("%s was not there at the end, tick %d", p.name, last)
		}
	}
	if len(distinct) < 3 {
		s.Errorf("the scores took %d values in the whole match: nobody fought", len(distinct))
	}
	s.Logf("%d times a client's scores were compared with the server's", compared)
}

// saw reports whether p saw scores in a span of ticks; a slow link skips most.
func (p *person) saw(from, to sim.Tick) bool {
	for tick := from; tick <= to; tick += scoreEvery {
		if _, ok := p.scores[tick]; ok {
			return true
		}
	}
	return false
}

func (s *system) close() {
	if n := len(s.rooms.List()); n != 1 {
		s.Errorf("%d rooms at the end, want the one", n)
	}
	if err := s.rooms.Close(s.Context()); err != nil {
		s.Error(err)
	}
	s.gate.Close()
	s.serving.Wait()
	if n := s.gate.Len(); n != 0 {
		s.Errorf("%d sessions are left", n)
	}
}

func (s *system) report(length time.Duration) {
	var sum tally
	for _, p := range s.people {
		sum.add(&p.tally)
	}
	s.Logf("%v of play: %d joins, %d resumes, %d snapshots, %d keyframes asked for",
		length, sum.joins, sum.resumes, sum.states, sum.keyframes)
	s.Logf("%d corrections that moved a ship, %d inputs late, %d dropped, %d missing, %d ticks slipped",
		sum.moved, s.gauge.inputs.Late, s.gauge.inputs.Early+s.gauge.inputs.Flooded, s.gauge.inputs.Starved, s.gauge.slipped)
	s.Logf("%.0f B/s down and %.0f B/s up per player", sum.perSecond(sum.down), sum.perSecond(sum.up))
	if want := int(length.Seconds() * 60); int(s.truth.last) < want-120 {
		s.Errorf("the room played %d ticks, want %d", s.truth.last, want)
	}
	if share := sum.ready.Seconds() / sum.connected.Seconds(); share < 0.85 {
		s.Errorf("players had the controls in %.0f %% of the time they were connected", 100*share)
	}
	if sum.resumes == 0 && !testing.Short() {
		s.Error("nobody ever resumed: this seed tests nothing")
	}
}
