package system

import (
	"fmt"
	"math/rand/v2"
	"time"

	"perihelion/scripts/harness"
	"perihelion/server/people/auth"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// player is one account, with one connection after another.
type player struct {
	*system
	n      int
	name   string
	rng    *rand.Rand
	mind   harness.Bot
	scores map[sim.Tick]uint64 // what the clients saw
	totals totals

	seat   sim.PlayerID
	resume string // the resume token while the seat is kept
}

// totals are sums over the connections of a player.
type totals struct {
	joins, resumes, states int
	keyframes, moved       uint64
	down, up               uint64
	connected, ready       time.Duration
}

func (t *totals) addAll(o *totals) {
	t.joins, t.resumes, t.states = t.joins+o.joins, t.resumes+o.resumes, t.states+o.states
	t.keyframes, t.moved = t.keyframes+o.keyframes, t.moved+o.moved
	t.down, t.up = t.down+o.down, t.up+o.up
	t.connected, t.ready = t.connected+o.connected, t.ready+o.ready
}

func (t *totals) perSecond(bytes uint64) float64 { return float64(bytes) / t.connected.Seconds() }

func newPlayer(s *system, n int) *player {
	return &player{
		system: s, n: n, name: fmt.Sprint("player ", n),
		rng:    rand.New(rand.NewPCG(s.seed, uint64(n))),
		mind:   harness.Bot{Skill: sim.Regular},
		scores: map[sim.Tick]uint64{},
	}
}

func (p *player) randomDuration(from, to time.Duration) time.Duration {
	return from + time.Duration(p.rng.Int64N(int64(to-from)))
}

// playMatch comes and goes until quiet, and then stays until the end.
func (p *player) playMatch(quiet, end time.Time) {
	time.Sleep(p.randomDuration(0, 5*time.Second))
	for {
		leave, final := time.Now().Add(p.randomDuration(8*time.Second, 90*time.Second)), false
		if leave.After(quiet) {
			leave, final = end, true
		}
		if !p.playConnection(leave, final) || final {
			return
		}
		pause := p.randomDuration(100*time.Millisecond, 10*time.Second)
		time.Sleep(min(pause, max(time.Until(quiet), 0)))
	}
}

// playConnection plays over one connection. It reports false after an error, which ends
// the player's match.
func (p *player) playConnection(leave time.Time, final bool) bool {
	token, resumed := p.resume, p.resume != ""
	if !resumed {
		token = p.joinToken()
	}
	networks := netsim.Profiles()
	network := networks[p.rng.IntN(len(networks))]
	c := newConnection(p, p.server.Connect(token, network.Profile, p.rng.Uint64()))
	err := c.playUntil(leave)
	switch {
	case err != nil:
		p.Errorf("%s on %s at %v: %v", p.name, network.Name, c.Netcode.View(time.Now()).Tick, err)
		c.Close(transport.Normal)
	case final || p.rng.IntN(3) == 0: // gives the seat up
		p.ledger.free(p)
		p.resume = ""
		c.Quit()
	case p.rng.IntN(2) == 0: // the cable is cut
		c.Close(transport.Abnormal)
	default: // the tab is closed
		c.Close(transport.Normal)
	}
	c.addTotals(resumed)
	return err == nil
}

func (p *player) joinToken() string {
	id, err := p.reserve(p.name)
	if err != nil {
		p.Fatalf("%s finds no room: %v", p.name, err)
	}
	token, _ := p.signer.IssueJoin(auth.JoinToken{Player: p.name, Name: p.name, Room: id, Node: "n1"}, time.Now())
	return token
}

// onWelcome notes the seat that a Welcome gives.
func (p *player) onWelcome(w *protocol.Welcome) error {
	if p.resume != "" && w.Me != p.seat {
		return fmt.Errorf("came back to seat %d instead of %d", w.Me, p.seat)
	}
	p.seat, p.resume = w.Me, w.Resume
	return p.ledger.assign(p, w)
}

// sawScores reports whether p saw scores in a span of ticks; a slow link skips most.
func (p *player) sawScores(from, to sim.Tick) bool {
	for tick := from; tick <= to; tick += scoreInterval {
		if _, ok := p.scores[tick]; ok {
			return true
		}
	}
	return false
}
