// Package netcodetest is a server and its clients in virtual time, in one goroutine, for
// tests: the game, the snapshots and the wire format are real, the room and the network are
// as small as they can be.
package netcodetest

import (
	"math/rand/v2"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/sim"
)

// Tick is how long a tick of a Lab takes.
const Tick = time.Second / sim.DefaultRate

const (
	interval = 2  // ticks between snapshots
	tooEarly = 20 // ticks ahead of the server from which it takes no input
)

// Lab is the server.
type Lab struct {
	World sim.World
	Seats []*Seat
	Now   time.Duration       // since the start
	Slip  time.Duration       // that the server has fallen behind its schedule
	Watch []func([]sim.Event) // are told what happened since the last snapshot, in each tick

	t      testing.TB
	cfg    sim.Config
	game   sim.Game
	avatar sim.Avatar // nil: the game has none
	pub    *snapshot.Publisher
	held   []sim.Input
	seen   []sim.Entity
	events []sim.Event
}

// New starts a match of game, in which clients take n.Seats seats.
func New(t testing.TB, n Network, game sim.Game, cfg sim.Config) *Lab {
	t.Helper()
	l := &Lab{
		t: t, cfg: cfg, game: game,
		World: game.NewWorld(cfg), pub: snapshot.NewPublisher(game, cfg), held: make([]sim.Input, cfg.Seats),
	}
	l.avatar, _ = game.NewModel(cfg).(sim.Avatar)
	for p := range max(n.Seats, 1) {
		l.join(sim.PlayerID(p), n)
	}
	return l
}

func (l *Lab) join(me sim.PlayerID, n Network) {
	w := func(salt uint64) wire { return wire{rng: rand.New(rand.NewPCG(uint64(me), salt)), network: n} }
	s := &Seat{
		Me: me, Pilot: Play, inputs: map[sim.Tick]sim.Input{}, up: w(1), down: w(2), frame: time.Duration(me) * time.Millisecond,
	}
	send := func(frame []byte) error {
		if !s.mute {
			s.up.send(l.Now, frame)
		}
		return nil
	}
	s.Client = netcode.New(send, netcode.Options{Games: sim.Games{l.game}, Build: "lab", Aspect: sim.UsualAspect})
	if err := s.Client.Hello(); err != nil {
		l.t.Fatal(err)
	}
	l.World.Join(me)
	l.Seats = append(l.Seats, s)
}

// Time is what the clocks of the clients show.
func (l *Lab) Time() time.Time { return time.Unix(1_000_000, 0).Add(l.Now) }

// Run lets time pass.
func (l *Lab) Run(d time.Duration) {
	for end := l.Now + d; l.Now < end; l.Now += time.Millisecond {
		for l.at(l.World.Tick()+1) <= l.Now {
			l.step()
		}
		for _, s := range l.Seats {
			if s.frame <= l.Now {
				l.draw(s)
			}
		}
	}
}

// at is when the server plays tick t.
func (l *Lab) at(t sim.Tick) time.Duration { return time.Duration(t)*Tick + l.Slip }

func (l *Lab) step() {
	for _, s := range l.Seats {
		l.receiveInputs(s)
		l.held[s.Me] = s.consume(l.game.About().Inputs, l.World.Tick()+1)
	}
	phase := l.World.Phase()
	l.World.Step(l.held)
	l.events = l.World.AppendEvents(l.events)
	for _, watch := range l.Watch {
		watch(l.events)
	}
	predictable, _ := l.World.(sim.Predictable)
	for _, s := range l.Seats {
		if predictable == nil || !s.asSent || !predictable.AsPredicted(s.Me) {
			s.predicted = l.World.Tick()
		}
		own := l.World.Private(s.Me)
		if l.World.Phase() != phase || l.isPlaced(s.own, own) {
			s.placed = l.World.Tick()
		}
		s.own = own
	}
	if l.World.Tick()%interval == 0 {
		l.publish()
	}
}

// isPlaced reports whether an avatar was put elsewhere from one tick to the next: it was
// not there before, or has come farther than anything moves. A new phase may put all
// elsewhere, be it near.
func (l *Lab) isPlaced(before, after sim.Private) bool {
	if l.avatar == nil {
		return false
	}
	x0, y0, was := l.avatar.Place(before)
	x1, y1, is := l.avatar.Place(after)
	most := l.game.About().Leap << sim.PlaceShift
	return is && (!was || max(x1-x0, x0-x1, y1-y0, y0-y1) > most)
}

// receiveInputs takes what has arrived from a client.
func (l *Lab) receiveInputs(s *Seat) {
	for _, p := range s.up.arrived(l.Now) {
		switch kind, _ := protocol.Peek(p.frame); kind {
		case protocol.TypeHello:
			s.down.send(l.Now, protocol.AppendWelcome(nil, &protocol.Welcome{
				Version: protocol.Version, Room: "lab", Me: s.Me, Epoch: 1, Resume: "again",
				Match: sim.Describe(l.game, l.cfg), Tick: l.World.Tick(), Interval: interval,
			}))
			hello, err := protocol.DecodeHello(p.frame)
			if err != nil {
				l.t.Fatal(err)
			}
			s.joined, s.encoder.Predicts, s.states.Interval = true, hello.Predicts, interval
		case protocol.TypeKeyframe:
			s.Keyframes++
			s.encoder.Reset()
		case protocol.TypeInputs:
			var in protocol.Inputs
			if err := protocol.DecodeInputs(p.frame, l.game.About().Inputs, &in); err != nil {
				l.t.Fatal(err)
			}
			l.queueInputs(s, &in, p.at)
		}
	}
}

// queueInputs files inputs under their ticks, as the room does: neither late nor far ahead.
func (l *Lab) queueInputs(s *Seat, in *protocol.Inputs, at time.Duration) {
	now := l.World.Tick()
	for i := range in.N {
		if t := in.First + sim.Tick(i); t > now && t <= now+tooEarly {
			s.inputs[t] = in.Held[i]
		}
	}
	if newest := in.First + sim.Tick(in.N) - 1; newest > s.newest && newest <= now+tooEarly {
		s.newest, s.arrived = newest, at
		s.slack = l.at(newest) - at
	}
}

func (l *Lab) publish() {
	l.seen = l.World.AppendEntities(l.seen[:0])
	snap := l.pub.Publish(l.World.Tick(), l.seen, l.events)
	l.events = l.events[:0]
	for _, s := range l.Seats {
		if !s.joined {
			continue
		}
		x, y := l.World.Eye(s.Me)
		view := snapshot.PlayerView{
			Me: s.Me, Own: l.World.Private(s.Me), PredictedSince: s.predicted,
			View: snapshot.View{X: x, Y: y, HalfW: l.game.About().View.HalfWidth, HalfH: l.game.About().View.HalfHeight},
		}
		slack := min(max(s.slack/protocol.SlackUnit, -128), 127)
		frame := s.states.Append(nil, &protocol.State{
			Tick: l.World.Tick(), Newest: s.newest, Slack: int8(slack), Held: l.Now - s.arrived,
			Body: s.encoder.Append(nil, snap, &view),
		})
		if s.Corrupt != nil {
			s.Corrupt(frame)
		}
		s.down.send(l.Now, frame)
	}
	snap.Release()
}

// draw is one frame of a client.
func (l *Lab) draw(s *Seat) {
	if s.frame += max(s.Frame, Tick); s.Hidden {
		return
	}
	now := l.Time()
	for _, p := range s.down.arrived(l.Now) {
		l.receive(s, p.frame, now)
	}
	v := s.Client.View(now)
	if v.Ready && s.ReadyAt == 0 {
		s.ReadyAt, s.readyTick = l.Now, v.OwnTick
	}
	if s.Seen != nil {
		s.Seen(v)
	}
	if err := s.Client.Advance(now, func() sim.Input { return s.Pilot(v) }); err != nil {
		l.t.Fatal(err)
	}
}

func (l *Lab) receive(s *Seat, frame []byte, now time.Time) {
	before := s.Client.Stats()
	if err := s.Client.Receive(frame, now); err != nil {
		l.t.Fatalf("seat %d at %v: %v", s.Me, l.Now, err)
	}
	after := s.Client.Stats()
	moved := after.Corrections > before.Corrections && after.Correction > 0
	if put := before.ServerTick < s.placed && s.placed <= after.ServerTick; moved && !put {
		s.Corrections++
		s.Largest = max(s.Largest, after.Correction)
	}
}
