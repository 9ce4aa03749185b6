package standby

import (
	"context"
	"io"
	"log/slog"
	"math"
	"slices"
	"sync"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/play/room"
	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/toy"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// network connects servers in memory. Its clock is that of the test.
type network struct {
	mu      sync.Mutex
	hear    map[string]func(bus.Message)
	answers map[string]func(bus.Message) []byte
	died    map[string]bool      // its process has ended: nobody answers, which is known at once
	stopped map[string]time.Time // since when it says nothing and does not answer
	away    map[string]bool      // it has no connection
	heard   map[string]time.Time // until when, of those
	lose    func(topic string) bool
}

func newNetwork() *network {
	return &network{
		hear: map[string]func(bus.Message){}, answers: map[string]func(bus.Message) []byte{},
		died: map[string]bool{}, stopped: map[string]time.Time{}, away: map[string]bool{}, heard: map[string]time.Time{}, lose: func(string) bool { return false },
	}
}

func (n *network) set(change func(n *network)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	change(n)
	for _, node := range []string{"a", "b", "c"} {
		if _, known := n.heard[node]; !n.died[node] && !n.away[node] {
			delete(n.heard, node)
		} else if !known {
			n.heard[node] = time.Now()
		}
	}
}

// wire is the network as one server has it.
type wire struct {
	*network
	node string
}

func (w wire) Connected() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.away[w.node]
}

func (w wire) Publish(topic string, body []byte) error {
	w.mu.Lock()
	to := topic[:1] // names of servers are letters
	hear, listen, lost := w.hear[topic], w.hear[bus.Any+topic[1:]], w.lose(topic) || w.died[w.node] || w.died[to] || !w.stopped[w.node].IsZero()
	away := w.away[w.node]
	w.mu.Unlock()
	if away {
		return bus.ErrAway
	}
	if listen != nil && !lost {
		listen(bus.Message{From: w.node, Body: slices.Clone(body)})
	}
	if hear != nil && !lost {
		hear(bus.Message{From: w.node, Body: slices.Clone(body)})
	}
	return nil
}

func (w wire) Subscribe(topic string, handle func(bus.Message)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hear[topic] = handle
	return nil
}

func (w wire) Answer(topic string, _ int, handle func(bus.Message) []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answers[topic] = handle
	return nil
}

func (w wire) Request(ctx context.Context, topic string, body []byte) (bus.Message, error) {
	to := topic[:1] // names of servers are letters
	w.mu.Lock()
	answer, away, died, stopped := w.answers[topic], w.away[w.node], w.died[to] || w.away[to], !w.stopped[to].IsZero()
	w.mu.Unlock()
	switch {
	case away:
		return bus.Message{}, bus.ErrAway
	case stopped:
		<-ctx.Done()
		return bus.Message{}, ctx.Err()
	case died || answer == nil:
		return bus.Message{}, bus.ErrNobody
	}
	return bus.Message{From: to, Body: answer(bus.Message{From: w.node, Body: body})}, nil
}

func (w wire) Topic(node, what string) string { return node + "." + what }

// Standby is the first other server that lives.
func (w wire) Standby(not string) (node, url string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, n := range []string{"a", "b", "c"} {
		if n != w.node && n != not && !w.died[n] && w.answers[n+"."+askHeld] != nil {
			return n, "https://" + n + ".example"
		}
	}
	return "", ""
}

func (w wire) Heard(node string) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	if at := w.stopped[node]; !at.IsZero() {
		return at
	}
	if at, gone := w.heard[node]; gone {
		return at
	}
	return time.Now()
}

type nopMetrics struct{}

func (nopMetrics) ServerAsked(string, time.Duration, error) {}
func (nopMetrics) MatchTakenOver(string, time.Duration)     {}

// testServer is a server of the test.
type testServer struct {
	*Keeper
	*Streams
	wire

	at        sync.Mutex
	copies    map[string]int64 // rooms that it plays
	restored  []restored
	fenced    []string
	standbys  []string // that OnStandby was told
	claim     error
	until     time.Time // that Claim was told
	restore   error
	released  []room.Saved
	draining  bool
	moving    bool
	announced []string // places that Announce was told
	suspend   func()
}

type restored struct {
	room.Saved
	*replay.Playback
}

func (n *network) server(name string) *testServer {
	s := &testServer{wire: wire{n, name}, copies: map[string]int64{}}
	locked := func(do func()) {
		s.at.Lock()
		defer s.at.Unlock()
		do()
	}
	copyOf := func(id string) (epoch int64) {
		locked(func() { epoch = s.copies[id] })
		return epoch
	}
	s.Streams, _ = NewStreams(StreamsConfig{
		Node: name, Bus: s.wire, Servers: s.wire, Metrics: nopMetrics{}, Log: quiet,
		OnStandby: func(_, node, url string) { locked(func() { s.standbys = append(s.standbys, node+" "+url) }) },
		OnTaken:   func(id string, _ int64) { locked(func() { s.fenced = append(s.fenced, id); delete(s.copies, id) }) },
		Announce: func(id string, to Place) (moves bool) {
			locked(func() {
				if moves = s.copies[id] > 0; moves {
					s.announced = append(s.announced, to.Node)
				}
			})
			return moves
		},
		Suspend: func(id string) { s.suspend(); locked(func() { delete(s.copies, id) }) },
		Plays:   func(id string, epoch int64) bool { return copyOf(id) >= epoch },
		Moving:  func() (is bool) { locked(func() { is = s.moving }); return is },
	})
	s.Keeper, _ = NewKeeper(KeeperConfig{
		Node: name, Bus: s.wire, Servers: s.wire, Games: sim.Games{toy.Game}, Metrics: nopMetrics{}, Log: quiet,
		Draining: func() (is bool) { locked(func() { is = s.draining }); return is }, Copy: copyOf,
		Claim: func(_ room.Saved, until time.Time) (err error) {
			locked(func() { err, s.until = s.claim, until })
			return err
		},
		Release: func(r room.Saved) { locked(func() { s.released = append(s.released, r) }) },
		Restore: func(r room.Saved, from *replay.Playback) (err error) {
			locked(func() {
				if err = s.restore; err == nil {
					s.restored = append(s.restored, restored{r, from})
					s.copies[r.ID] = r.Epoch
				}
			})
			return err
		},
	})
	return s
}

// results copies what has happened to a server.
func (s *testServer) results() (r []restored, fenced, standbys []string) {
	s.at.Lock()
	defer s.at.Unlock()
	return slices.Clone(s.restored), slices.Clone(s.fenced), slices.Clone(s.standbys)
}

// nopJournal takes everything, unless it is busy.
type nopJournal struct{ busy error }

func (j *nopJournal) Write(*room.LogPart) error { return j.busy }
func (*nopJournal) Kept() int                   { return math.MaxInt }
func (*nopJournal) Close(room.JournalEnd) bool  { return false }

// match is a match of the toy, which records a log as a room does.
type match struct {
	room.Journal
	writer  *replay.Writer
	world   sim.World
	inputs  []sim.Input
	written int64
	over    sync.Once
	part    room.LogPart
}

var saved = room.Saved{ID: "a.room", Epoch: 4, Rated: true, Fill: 2, Owner: room.Owner{Player: "ada"}}

// began is when a match begins, by a clock that is wrong.
var began = time.UnixMilli(1)

const ticksPerPart = 3

// newMatch begins a match with a player in it, or with a bot only.
func newMatch(j room.Journal, holder replay.Holder) *match {
	cfg := sim.Config{Seed: 5, Seats: 2, Rate: 60, Mode: toy.Game.About().Modes[0]}
	m := &match{Journal: j, world: toy.Game.NewWorld(cfg), inputs: make([]sim.Input, 2)}
	m.writer = replay.NewWriter(toy.Game, cfg, replay.Header{Room: saved.ID, Began: began.UnixMilli()})
	m.part.Begin = true
	m.state()
	m.writer.Seat(0, &replay.Seat{Holder: holder, Account: "ada", Name: "Ada", Role: uint8(protocol.RoleEditor)})
	m.writer.Join(0)
	m.world.Join(0)
	return m
}

// end ends it as a room does that is over.
func (m *match) end() {
	m.over.Do(func() { m.Close(room.JournalOver) })
}

func (m *match) state() {
	m.part.Starts = append(m.part.Starts, room.LogSegment{Offset: m.written + int64(len(m.writer.Bytes())), State: true})
	m.writer.Segment(m.world.Tick(), int64(m.world.Tick())*1000/60, m.world.AppendState(nil))
}

// play plays a part of the log, and hands it over.
func (m *match) play() {
	for range ticksPerPart {
		if m.world.Tick() > 0 && m.world.Tick()%600 == 0 {
			m.state()
			m.writer.Seat(0, &replay.Seat{Holder: replay.Player, Account: "ada", Name: "Ada", Role: uint8(protocol.RoleEditor)})
		}
		m.inputs[0].Axes[0] = int32(m.world.Tick() % 100)
		m.writer.Tick(m.inputs)
		m.world.Step(m.inputs)
		if m.writer.HashDue() {
			m.writer.Hash(m.world.Hash())
		}
	}
	m.part.Bytes = m.writer.Bytes()
	m.written += int64(len(m.part.Bytes))
	_ = m.Write(&m.part)
	m.writer.Reset()
	m.part = room.LogPart{}
}
