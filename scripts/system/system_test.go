package system

import (
	"crypto/ed25519"
	"flag"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/scripts/harness"
	"perihelion/server/people/auth"
	"perihelion/server/play/room"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

var seed = flag.Uint64("seed", 0, "of the whole-system test; 0: a new one every time")

const (
	players  = 8
	seats    = 12
	quietEnd = 20 * time.Second // at the end, in which nobody comes or goes
	holdSeat = 20 * time.Second
)

// TestEightPlayersForTenMinutes plays a match of eight players who come and go over
// every network that the game promises to be playable on, and whose connections break.
// Nobody may decode a wrong snapshot, no seat may have two owners, and in the end all
// must agree on the scores.
func TestEightPlayersForTenMinutes(t *testing.T) {
	t.Parallel()
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
		s.runMatch(length)
		s.close()
		s.compareScores()
		s.checkTotals(length)
	})
	t.Logf("took %v", time.Since(start).Round(time.Millisecond))
}

// system is a server without sockets, and everybody who plays on it.
type system struct {
	*testing.T
	seed     uint64
	signer   *auth.Signer
	server   *harness.MemoryServer
	opening  sync.Mutex // held while a room is found or opened
	opened   time.Time  // when the newest room was
	end      time.Time  // of the match
	recorder *recorder
	ledger   ledger
	inputs   harness.InputCounter
	players  []*player
}

func newSystem(t *testing.T, seed uint64) *system {
	s := &system{T: t, seed: seed, recorder: &recorder{}}
	s.ledger.owner = map[sim.PlayerID]owner{}
	s.signer = auth.New(auth.NewKeyRing(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))), "n1", 30*time.Second)
	s.server = harness.NewMemoryServer(harness.MemoryOptions{
		Game: games.Ships.WithWorld(func(c sim.Config) sim.World {
			s.recorder.World = ships.New(c)
			return s.recorder
		}),
		Tokens:  s.signer,
		Metrics: &s.inputs,
	})
	for i := range players {
		s.players = append(s.players, newPlayer(s, i))
	}
	return s
}

// reserve reserves a seat for a player, in the open room or in a new one if that has
// closed.
func (s *system) reserve(player string) (id string, err error) {
	s.opening.Lock()
	defer s.opening.Unlock()
	rooms := s.server.Rooms
	for _, info := range rooms.List() {
		if rooms.Reserve(info.ID, room.Reservation{Player: player}) == nil {
			return info.ID, nil
		}
	}
	r, err := rooms.Open(room.Config{
		Sim:  sim.Config{Seed: s.seed, Seats: seats},
		Fill: 6, Hold: holdSeat,
	})
	if err != nil {
		return "", err
	}
	s.opened = time.Now()
	return r.Config().ID, rooms.Reserve(r.Config().ID, room.Reservation{Player: player})
}

// runMatch lets everyone play for a while; in the last part all are there.
func (s *system) runMatch(length time.Duration) {
	quiet := time.Now().Add(length - quietEnd)
	s.end = quiet.Add(quietEnd)
	var all sync.WaitGroup
	for _, p := range s.players {
		all.Go(func() { p.playMatch(quiet, s.end) })
	}
	all.Wait()
}

// compareScores compares the scores that every client saw with those of the server,
// second by second.
func (s *system) compareScores() {
	compared, distinct := 0, map[uint64]bool{}
	for tick, want := range s.recorder.scores {
		distinct[want] = true
		for _, p := range s.players {
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
	last := s.recorder.last / scoreInterval * scoreInterval
	for _, p := range s.players {
		if !p.sawScores(last-10*scoreInterval, last) {
			s.Errorf("%s was not there at the end, tick %d", p.name, last)
		}
	}
	if len(distinct) < 3 {
		s.Errorf("the scores took %d values in the whole match: nobody fought", len(distinct))
	}
	s.Logf("%d times a client's scores were compared with the server's", compared)
}

// close closes the server, and checks that it has one room and nothing is left of it.
func (s *system) close() {
	if n := len(s.server.Rooms.List()); n != 1 {
		s.Errorf("%d rooms at the end, want the one", n)
	}
	if err := s.server.Close(s.Context()); err != nil {
		s.Error(err)
	}
	if n := s.server.Gate.Len(); n != 0 {
		s.Errorf("%d sessions are left", n)
	}
}

// checkTotals logs what happened in all, and checks that players could play.
func (s *system) checkTotals(length time.Duration) {
	var sum totals
	for _, p := range s.players {
		sum.addAll(&p.totals)
	}
	s.Logf("%v of play: %d joins, %d resumes, %d snapshots, %d keyframes asked for",
		length, sum.joins, sum.resumes, sum.states, sum.keyframes)
	inputs, slipped := s.inputs.Totals()
	s.Logf("%d corrections that moved a ship, %d inputs late, %d dropped, %d missing, %d ticks slipped",
		sum.moved, inputs.Late, inputs.Early+inputs.Flooded, inputs.Starved, slipped)
	s.Logf("%.0f B/s down and %.0f B/s up per player", sum.perSecond(sum.down), sum.perSecond(sum.up))
	if want := int(s.end.Sub(s.opened).Seconds() * 60); int(s.recorder.last) < want-120 {
		s.Errorf("the room played %d ticks, want %d", s.recorder.last, want)
	}
	if share := sum.ready.Seconds() / sum.connected.Seconds(); share < 0.85 {
		s.Errorf("players had the controls in %.0f %% of the time they were connected", 100*share)
	}
	if sum.resumes == 0 && !testing.Short() {
		s.Error("nobody ever resumed: this seed tests nothing")
	}
}
