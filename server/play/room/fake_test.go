package room

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// fakeWorld is a world in which nothing happens. It notes what it is told.
type fakeWorld struct {
	sim.World // for what a room does not ask
	cfg       sim.Config
	tick      sim.Tick
	seated    []sim.PlayerID
	inputs    []sim.Input   // of the last step
	played    [][]sim.Input // of every step
	events    []sim.Event   // to tell of after the next step
	panicAt   sim.Tick
	slow      atomic.Int64 // what a step takes, in nanoseconds
	phase     sim.Phase
	points    map[sim.PlayerID]int
	apart     int32 // units from each ship to the next; 0 means 1
}

func (w *fakeWorld) Tick() sim.Tick                               { return w.tick }
func (w *fakeWorld) Phase() sim.Phase                             { return w.phase }
func (w *fakeWorld) AppendEntities(dst []sim.Entity) []sim.Entity { return dst }
func (w *fakeWorld) AppendEvents(dst []sim.Event) []sim.Event {
	dst = append(dst, w.events...)
	w.events = nil
	return dst
}
func (w *fakeWorld) Private(sim.PlayerID) sim.Private { return sim.Private{} }
func (w *fakeWorld) Eye(p sim.PlayerID) (x, y int32)  { return int32(p) * max(w.apart, 1), 0 }
func (w *fakeWorld) Hash() uint64                     { return uint64(w.tick) }
func (w *fakeWorld) AppendState(dst []byte) []byte    { return append(dst, "state"...) }
func (w *fakeWorld) Join(p sim.PlayerID)              { w.seated = append(w.seated, p) }
func (w *fakeWorld) Leave(p sim.PlayerID) {
	w.seated = slices.DeleteFunc(w.seated, func(q sim.PlayerID) bool { return p == q })
}

func (w *fakeWorld) AppendStandings(dst []sim.Standing) []sim.Standing {
	for _, p := range w.seated {
		dst = append(dst, sim.Standing{Player: p, Team: w.cfg.TeamOf(p), Points: w.points[p], Columns: [sim.MaxColumns]int{max(0, w.points[p])}, Score: w.points[p]})
	}
	slices.SortFunc(dst, func(a, b sim.Standing) int { return b.Points - a.Points })
	for i := range dst {
		dst[i].Place = i + 1
	}
	return dst
}

func (w *fakeWorld) Step(inputs []sim.Input) {
	w.tick++
	if w.tick == w.panicAt {
		panic("the world is broken")
	}
	w.inputs = inputs
	w.played = append(w.played, slices.Clone(inputs))
	time.Sleep(time.Duration(w.slow.Load()))
}

// newRoom returns a room that plays w.
func newRoom(cfg Config, w sim.World) *Room {
	cfg.Game = gameOf(func(sim.Config) sim.World { return w })
	return New(cfg, quiet)
}

// begunMatch returns the match of such a room. Nobody runs it: the test may touch it.
func begunMatch(cfg Config, w sim.World) *match {
	m := newMatch(newRoom(cfg, w))
	m.begin()
	return m
}

// fakePeer remembers what its room tells it.
type fakePeer struct {
	mu      sync.Mutex
	updates []heard
	roster  map[sim.PlayerID]protocol.Player
	full    int   // rosters that were complete
	rosters []int // how many lines each frame of them had
	pings   []int // how many each frame of them told
	chat    []protocol.Line
	notices []protocol.Notice
	rounds  []protocol.Round
	closed  []transport.Reason
	behind  atomic.Bool
}

func (p *fakePeer) Behind() bool { return p.behind.Load() }

func (p *fakePeer) Publish(u Update) {
	at := u.Snap.Tick()
	u.Snap.Release()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.updates = append(p.updates, heard{u, at})
}

func (p *fakePeer) Close(r transport.Reason, _ string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = append(p.closed, r)
}

func (p *fakePeer) Notify(frame []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch t, _ := protocol.Peek(frame); t {
	case protocol.TypeRoster:
		o, err := protocol.DecodeRoster(frame)
		if err != nil {
			panic(err)
		}
		p.rosters = append(p.rosters, len(o.Players))
		if o.Full {
			p.full++
			p.roster = map[sim.PlayerID]protocol.Player{}
		}
		for _, id := range o.Left {
			delete(p.roster, id)
		}
		for _, l := range o.Players {
			p.roster[l.ID] = l
		}
	case protocol.TypeRound:
		o, err := protocol.DecodeRound(frame)
		if err != nil {
			panic(err)
		}
		p.rounds = append(p.rounds, o)
	case protocol.TypePings:
		pings, err := protocol.DecodePings(frame)
		if err != nil {
			panic(err)
		}
		p.pings = append(p.pings, len(pings))
		for _, ping := range pings {
			l := p.roster[ping.Player]
			l.Ping = ping.Ping
			p.roster[ping.Player] = l
		}
	case protocol.TypeChat:
		c, _ := protocol.DecodeChat(frame)
		p.chat = append(p.chat, c.Lines...)
	case protocol.TypeNotice:
		n, _ := protocol.DecodeNotice(frame)
		p.notices = append(p.notices, n)
	}
}

// published is how many snapshots have come.
func (p *fakePeer) published() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.updates)
}

// line is what the roster says of a seat.
func (p *fakePeer) line(id sim.PlayerID) (l protocol.Player, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l, ok = p.roster[id]
	return l, ok
}

// heard is an update whose snapshot has been given back.
type heard struct {
	Update
	at sim.Tick
}

// gauge is Metrics that can be read.
type gauge struct {
	mu              sync.Mutex
	ticks, slipped  int
	gaps            int
	tally           InputStats
	buffered        []int
	joined, resumed int
	closed          []string
	hits            []Hit
}

func (g *gauge) lock() func() { g.mu.Lock(); return g.mu.Unlock }

func (g *gauge) Buffered(n int)                               { defer g.lock()(); g.buffered = append(g.buffered, n) }
func (g *gauge) Tick(*sim.Mode, time.Duration, time.Duration) { defer g.lock()(); g.ticks++ }
func (g *gauge) Hit(h Hit)                                    { defer g.lock()(); g.hits = append(g.hits, h) }
func (g *gauge) Slipped(n int)                                { defer g.lock()(); g.slipped += n }
func (g *gauge) Ping(time.Duration)                           {}
func (g *gauge) LogGap()                                      { defer g.lock()(); g.gaps++ }
func (g *gauge) RoomClosed(how string, _ time.Duration) {
	defer g.lock()()
	g.closed = append(g.closed, how)
}

func (g *gauge) Inputs(t InputStats) {
	defer g.lock()()
	g.tally.Late += t.Late
	g.tally.Early += t.Early
	g.tally.Flooded += t.Flooded
	g.tally.Starved += t.Starved
}

func (g *gauge) Joined(resumed bool) {
	defer g.lock()()
	if resumed {
		g.resumed++
		return
	}
	g.joined++
}

// stage is a room that runs in a bubble of virtual time.
type stage struct {
	*testing.T
	room  *Room
	world *fakeWorld
	gauge *gauge
}

// play runs a room of cfg with a fake world until f returns.
func play(t *testing.T, cfg Config, f func(s *stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &stage{T: t, world: &fakeWorld{cfg: cfg.Sim}, gauge: &gauge{}}
		cfg.ID, cfg.Metrics = "test", s.gauge
		if cfg.Sim.Seats == 0 {
			cfg.Sim.Seats = 4
		}
		s.room = newRoom(cfg, s.world)
		ctx, cancel := context.WithCancel(t.Context())
		go s.room.Run(ctx)
		synctest.Wait()
		f(s)
		cancel()
		synctest.Wait()
	})
}

// pass lets time pass; the room is at rest afterwards.
func (s *stage) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// alter changes the world as everybody must who is not the room: between two ticks.
func (s *stage) alter(f func(*fakeWorld)) {
	s.inMatch(func(*match) { f(s.world) })
}

// inMatch calls f with the match, in the goroutine of the room.
func (s *stage) inMatch(f func(*match)) {
	s.room.postBlocking(f)
	synctest.Wait()
}

func (s *stage) tryJoin(player string) (Seat, *fakePeer, error) {
	p := &fakePeer{}
	seat, err := s.room.Join(s.Context(), Request{Player: player, Name: player, Peer: p, Aspect: 1778})
	return seat, p, err
}

func (s *stage) join(player string) (Seat, *fakePeer) {
	s.Helper()
	seat, p, err := s.tryJoin(player)
	if err != nil {
		s.Fatalf("%s joins: %v", player, err)
	}
	return seat, p
}

func (s *stage) resume(player string, seat Seat) (Seat, *fakePeer, error) {
	p := &fakePeer{}
	again, err := s.room.Join(s.Context(), Request{
		Player: player, Name: player, Peer: p, Resume: true, Seat: seat.Me, Epoch: seat.Epoch,
	})
	return again, p, err
}

// axes are those of an input.
func axes(x, y int32) [sim.InputAxes]int32 { return [sim.InputAxes]int32{toy.AxisX: x, toy.AxisY: y} }

// send puts one input per tick from first on.
func send(l *InputQueue, ack, first sim.Tick, held ...sim.Input) {
	f := protocol.Inputs{Ack: ack, View: ack, First: first, N: len(held)}
	copy(f.Held[:], held)
	l.Push(&f, time.Now())
}

// heldJournal is a Journal that keeps the logs in memory.
type heldJournal struct {
	busy   error // of Write
	logs   []heldLog
	closed []JournalEnd
	goesOn bool   // after a crash
	last   bool   // of the newest part
	urgent bool   // is the newest part
	kept   int    // parts
	key    string // of editors
}

// heldLog is what came of one log.
type heldLog struct {
	bytes  []byte
	starts []LogSegment
	ended  bool
	match  string
}

func (j *heldJournal) Kept() int { return j.kept }

func (j *heldJournal) Write(p *LogPart) error {
	if j.busy != nil {
		return j.busy
	}
	j.key = cmp.Or(p.EditKey, j.key)
	if p.Begin {
		j.logs = append(j.logs, heldLog{})
	}
	l := &j.logs[len(j.logs)-1]
	l.bytes = append(l.bytes, p.Bytes...)
	l.starts = append(l.starts, p.Starts...)
	l.ended, l.match, j.last, j.urgent = p.Ended, p.Match, p.Last, p.Urgent
	return nil
}

func (j *heldJournal) Close(end JournalEnd) bool {
	j.closed = append(j.closed, end)
	return end == JournalCrashed && j.goesOn
}
