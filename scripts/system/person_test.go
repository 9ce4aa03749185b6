package system

import (
	"fmt"
	"math/rand/v2"
	"time"

	"perihelion/client/netcode"
	"perihelion/server/auth"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/bot"
)

// person is one player: an account, a pilot, and one connection after another.
type person struct {
	*system
	n      int
	name   string
	luck   *rand.Rand
	scores map[sim.Tick]uint64 // what the clients saw
	tally  tally

	watches string // the room; empty: plays
	seat    sim.PlayerID
	resume  string // the ticket back, while the seat is ours
	seen    []sim.Entity
}

// tally sums up what a person went through.
type tally struct {
	joins, resumes, states int
	keyframes, moved       uint64
	down, up               uint64
	connected, ready       time.Duration
}

func (t *tally) add(o *tally) {
	t.joins, t.resumes, t.states = t.joins+o.joins, t.resumes+o.resumes, t.states+o.states
	t.keyframes, t.moved = t.keyframes+o.keyframes, t.moved+o.moved
	t.down, t.up = t.down+o.down, t.up+o.up
	t.connected, t.ready = t.connected+o.connected, t.ready+o.ready
}

func (t *tally) perSecond(bytes uint64) float64 { return float64(bytes) / t.connected.Seconds() }

func newPerson(s *system, n int) *person {
	return &person{
		system: s, n: n, name: fmt.Sprint("player ", n),
		luck:   rand.New(rand.NewPCG(s.seed, uint64(n))),
		scores: map[sim.Tick]uint64{},
	}
}

func (p *person) between(from, to time.Duration) time.Duration {
	return from + time.Duration(p.luck.Int64N(int64(to-from)))
}

// live comes and goes until quiet, and then stays until the end.
func (p *person) live(quiet, end time.Time) {
	time.Sleep(p.between(0, 5*time.Second))
	for {
		leave, final := time.Now().Add(p.between(8*time.Second, 90*time.Second)), false
		if leave.After(quiet) {
			leave, final = end, true
		}
		if !p.visit(leave, final) || final {
			return
		}
		pause := p.between(100*time.Millisecond, 10*time.Second)
		time.Sleep(min(pause, max(time.Until(quiet), 0)))
	}
}

// visit plays over one connection. It reports false when that was the end of it
// all because something is wrong.
func (p *person) visit(leave time.Time, final bool) bool {
	ticket, resumed := p.resume, p.resume != ""
	if !resumed {
		ticket = p.ticket()
	}
	networks := netsim.Profiles()
	network := networks[p.luck.IntN(len(networks))]
	near, far := transport.Pipe()
	p.serving.Go(func() { p.gate.Serve(far, ticket) })
	wire := netsim.Wrap(near, network.Profile, p.luck.Uint64())
	v := newVisitor(p, wire)
	err := v.play(leave)
	switch {
	case err != nil:
		p.Errorf("%s on %s at %v: %v", p.name, network.Name, v.client.View(time.Now()).Tick, err)
	case final || p.luck.IntN(3) == 0: // goes for good
		p.ledger.free(p)
		p.resume = ""
		_ = v.client.Quit()
		wire.Close(transport.Normal)
	case p.luck.IntN(2) == 0: // the cable is cut
		wire.Close(transport.Abnormal)
	default: // the tab is closed
		wire.Close(transport.Normal)
	}
	if err != nil {
		wire.Close(transport.Normal)
	}
	v.finish(resumed)
	wire.Wait()
	return err == nil
}

func (p *person) ticket() string {
	if p.watches != "" {
		token, _ := p.signer.Join(auth.JoinToken{Player: p.name, Name: p.name, Room: p.watches, Watch: true}, time.Now())
		return token
	}
	id, err := p.promise(p.name)
	if err != nil {
		p.Fatalf("%s finds no room: %v", p.name, err)
	}
	token, _ := p.signer.Join(auth.JoinToken{Player: p.name, Name: p.name, Room: id}, time.Now())
	return token
}

// pilot is what this person does with what is on the screen.
func (p *person) pilot(v *netcode.View) sim.Input {
	p.seen = p.seen[:0]
	for i := range v.Seen {
		s := &v.Seen[i]
		p.seen = append(p.seen, sim.Entity{ID: s.ID, Kind: s.Kind, Words: s.To})
	}
	return bot.Think(&bot.Sight{Config: &v.Config, Tick: v.OwnTick, Me: v.Me, Own: v.Own, Seen: p.seen}, bot.Pilot)
}

// seated notes where a Welcome put this person.
func (p *person) seated(w *protocol.Welcome) error {
	if p.resume != "" && w.Me != p.seat {
		return fmt.Errorf("came back to seat %d instead of %d", w.Me, p.seat)
	}
	p.seat, p.resume = w.Me, w.Resume
	if p.watches != "" {
		return nil
	}
	return p.ledger.take(p, w)
}
