package netcode

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

// A lab is a server and its clients in virtual time, in one goroutine: the game,
// the snapshots and the wire format are real, the room and the network are as
// small as they can be.
type lab struct {
	t     testing.TB
	start time.Time
	now   time.Duration
	tick  time.Duration
	cfg   sim.Config
	slip  time.Duration // that the server has fallen behind its schedule
	game  sim.Game
	world sim.World
	pub   *snapshot.Publisher
	seats []*seat
	held  []sim.Input
	es    []sim.Entity
	evs   []sim.Event
	watch []func(events []sim.Event) // are told what happens in each tick
}

// A seat is one client, its network and what the server knows of it.
type seat struct {
	client   *Client
	me       sim.PlayerID
	pilot    func(v *View) sim.Input
	frame    time.Duration // when the client draws next
	lasts    time.Duration // each of its frames; 0 means a tick
	up, down wire

	feed    snapshot.ClientEncoder
	slots   map[sim.Tick]sim.Input
	last    sim.Input
	newest  sim.Tick
	slack   time.Duration
	arrived time.Duration
	starved int
	ticks   int
	missing int
	asked   int // keyframes
	joined  bool
	spawned sim.Tick // when the server last put the ship somewhere

	hidden  bool // the page is in the background
	corrupt func(frame []byte)
	censor  func(in sim.Input) sim.Input // what the server makes of an input
	corrections
	readyAt time.Duration

	readyTick sim.Tick // the first tick after this one is the player's
	seen      func(v *View)
}

// corrections are those of a ship that the server did not put elsewhere.
type corrections struct {
	n       uint64
	biggest float32
}

// wire is one direction. It keeps order, as TCP does.
type wire struct {
	rng            *rand.Rand
	oneWay, jitter time.Duration
	loss           float64 // becomes a stall
	dead           func(time.Duration) bool
	busy           time.Duration
	queue          []parcel
}

type parcel struct {
	at    time.Duration
	frame []byte
}

const retransmission = 200 * time.Millisecond

func (w *wire) send(now time.Duration, frame []byte) {
	at := now + w.oneWay
	if w.jitter > 0 {
		at += time.Duration(w.rng.Int64N(int64(w.jitter)))
	}
	if w.rng.Float64() < w.loss {
		at += retransmission
	}
	for w.dead != nil && w.dead(at) {
		at += 10 * time.Millisecond
	}
	w.busy = max(w.busy, at)
	w.queue = append(w.queue, parcel{w.busy, append([]byte(nil), frame...)})
}

func (w *wire) arrived(now time.Duration) (some []parcel) {
	n := 0
	for n < len(w.queue) && w.queue[n].at <= now {
		n++
	}
	some, w.queue = w.queue[:n], w.queue[n:]
	return some
}

// network describes both directions of a connection.
type network struct {
	name        string
	rtt, jitter time.Duration
	loss        float64
	dead        func(time.Duration) bool // nothing gets through at such a time
	seats       int                      // 0 means 1
}

func newLab(t testing.TB, n network) *lab {
	return newLabOf(t, n, games.Ships, sim.Config{Seed: 7, Seats: max(n.seats, 2)})
}

// newLabOf is a lab that plays another game.
func newLabOf(t testing.TB, n network, game sim.Game, cfg sim.Config) *lab {
	seats := max(n.seats, 1)
	l := &lab{
		t: t, start: time.Unix(1_000_000, 0), cfg: cfg, tick: testTick, game: game,
		world: game.NewWorld(cfg), pub: snapshot.NewPublisher(game, cfg), held: make([]sim.Input, cfg.Seats),
	}
	for p := range seats {
		l.join(sim.PlayerID(p), n)
	}
	return l
}

func (l *lab) join(me sim.PlayerID, n network) *seat {
	w := func(salt uint64) wire {
		return wire{
			rng: rand.New(rand.NewPCG(uint64(me), salt)), oneWay: n.rtt / 2, jitter: n.jitter, loss: n.loss, dead: n.dead,
		}
	}
	s := &seat{me: me, slots: map[sim.Tick]sim.Input{}, up: w(1), down: w(2), frame: time.Duration(me) * time.Millisecond}
	s.client = New(func(frame []byte) error { s.up.send(l.now, frame); return nil }, Options{Games: sim.Games{l.game}, Build: "lab", HalfW: 800})
	s.pilot = func(v *View) sim.Input { return flyAbout(v) }
	if err := s.client.Hello(); err != nil {
		l.t.Fatal(err)
	}
	l.world.Join(me)
	l.seats = append(l.seats, s)
	return s
}

// run lets time pass.
func (l *lab) run(d time.Duration) {
	for end := l.now + d; l.now < end; l.now += time.Millisecond {
		for l.at(l.world.Tick()+1) <= l.now {
			l.step()
		}
		for _, s := range l.seats {
			if s.frame <= l.now {
				l.draw(s)
			}
		}
	}
}

// at is when the server plays tick t.
func (l *lab) at(t sim.Tick) time.Duration { return time.Duration(t)*l.tick + l.slip }

func (l *lab) step() {
	for _, s := range l.seats {
		l.gather(s)
		l.held[s.me] = s.consume(l.game.About().Inputs, l.world.Tick()+1)
	}
	l.world.Step(l.held)
	l.evs = l.world.AppendEvents(l.evs)
	for _, watch := range l.watch {
		watch(l.evs)
	}
	for _, e := range l.evs {
		if l.game == games.Ships && e.Kind == ships.EventSpawn {
			l.spawned(sim.PlayerID(e.Words[ships.SpawnPlayer]), e.Tick)
		}
	}
	if l.world.Tick()%2 == 0 {
		l.publish()
	}
}

func (l *lab) spawned(p sim.PlayerID, t sim.Tick) {
	for _, s := range l.seats {
		if s.me == p {
			s.spawned = t
		}
	}
}

// gather takes what has arrived from a client.
func (l *lab) gather(s *seat) {
	for _, p := range s.up.arrived(l.now) {
		switch kind, _ := protocol.Peek(p.frame); kind {
		case protocol.TypeHello:
			s.down.send(l.now, protocol.AppendWelcome(nil, &protocol.Welcome{
				Version: protocol.Version, Room: "lab", Me: s.me, Epoch: 1, Resume: "again",
				Match: sim.Describe(l.game, l.cfg), Tick: l.world.Tick(), Interval: 2,
			}))
			s.joined = true
		case protocol.TypeKeyframe:
			s.asked++
			s.feed.Reset()
		case protocol.TypeInputs:
			var in protocol.Inputs
			if err := protocol.DecodeInputs(p.frame, l.game.About().Inputs, &in); err != nil {
				l.t.Fatal(err)
			}
			s.take(&in, p.at, l)
		}
	}
}

// take files inputs under their ticks, as the room does: neither late nor far
// ahead.
func (s *seat) take(in *protocol.Inputs, at time.Duration, l *lab) {
	for i := range in.N {
		if t := in.First + sim.Tick(i); t > l.world.Tick() && t <= l.world.Tick()+20 {
			s.slots[t] = in.Held[i]
		}
	}
	if newest := in.First + sim.Tick(in.N) - 1; newest > s.newest && newest <= l.world.Tick()+20 {
		s.newest, s.arrived = newest, at
		s.slack = l.at(newest) - at
	}
}

// consume is the input of tick t, or what is still held.
func (s *seat) consume(schema *sim.InputSchema, t sim.Tick) sim.Input {
	in, ok := s.slots[t]
	delete(s.slots, t)
	ours := s.readyAt != 0 && t > s.readyTick
	if ours {
		s.ticks++
	}
	switch {
	case ok:
		s.missing = 0
	case s.missing < 6:
		in = schema.Repeat(s.last)
	default:
		in = schema.Neutral(s.last)
	}
	if !ok {
		s.missing++
		if ours {
			s.starved++
		}
	}
	if s.censor != nil {
		in = s.censor(in)
	}
	s.last = in
	return in
}

func (l *lab) publish() {
	l.es = l.world.AppendEntities(l.es[:0])
	snap := l.pub.Publish(l.world.Tick(), l.es, l.evs)
	l.evs = l.evs[:0]
	for _, s := range l.seats {
		if !s.joined {
			continue
		}
		x, y := l.world.Eye(s.me)
		share := snapshot.PlayerView{
			Me: s.me, Own: l.world.Private(s.me),
			View: snapshot.View{X: x, Y: y, HalfW: 800, HalfH: 450},
		}
		slack := min(max(s.slack/protocol.SlackUnit, -128), 127)
		frame := protocol.AppendState(nil, &protocol.State{
			Tick: l.world.Tick(), Newest: s.newest, Slack: int8(slack), Held: l.now - s.arrived,
			Body: s.feed.Append(nil, snap, &share),
		})
		if s.corrupt != nil {
			s.corrupt(frame)
		}
		s.down.send(l.now, frame)
	}
	snap.Release()
}

// draw is one frame of a client.
func (l *lab) draw(s *seat) {
	s.frame += max(s.lasts, testTick)
	if s.hidden {
		return
	}
	now := l.start.Add(l.now)
	for _, p := range s.down.arrived(l.now) {
		l.receive(s, p.frame, now)
	}
	v := s.client.View(now)
	if v.Ready && s.readyAt == 0 {
		s.readyAt, s.readyTick = l.now, s.client.clock.newest
	}
	if s.seen != nil {
		s.seen(v)
	}
	if err := s.client.Advance(now, func() sim.Input { return s.pilot(v) }); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) receive(s *seat, frame []byte, now time.Time) {
	st := &s.client.stats
	before, tick := st.Corrections, s.client.state.Tick
	if err := s.client.Receive(frame, now); err != nil {
		l.t.Fatalf("seat %d at %v: %v", s.me, l.now, err)
	}
	moved := st.Corrections > before && st.Correction > 0
	if put := tick < s.spawned && s.spawned <= s.client.state.Tick; moved && !put {
		s.corrections.n++
		s.biggest = max(s.biggest, st.Correction)
	}
}

// flyAbout flies as a bot does, with the safety on.
func flyAbout(v *View) sim.Input {
	in := fight(v)
	in.Buttons &= ships.ButtonBoost
	return in
}

// fight flies and shoots as a bot that sees what the screen shows.
func fight(v *View) sim.Input {
	return games.Ships.Think(&sim.Sight{Config: &v.Config, Tick: v.OwnTick, Me: v.Me, Own: v.Own, Seen: v.AppendEntities(nil)}, sim.Ace)
}

// networks are those of package netsim that wires can simulate: both ways are the same.
func networks() (all []network) {
	names := []string{
		"lan", "30ms", "60ms", "120ms", "200ms", "120ms jitter 5ms", "120ms jitter 20ms", "120ms jitter 50ms", "60ms stalls 2%",
	}
	for _, p := range netsim.Profiles() {
		if slices.Contains(names, p.Name) {
			all = append(all, network{name: p.Name, rtt: 2 * p.Up.Latency, jitter: p.Up.Jitter, loss: p.Up.Loss})
		}
	}
	return all
}
