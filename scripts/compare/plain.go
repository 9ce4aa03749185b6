package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/scripts/harness"
	"perihelion/scripts/pilots"

	"github.com/lxzan/gws"
)

// A plainGame is what a plain server plays in one room.
type plainGame interface {
	Input(seat int, frame []byte) // comes from any goroutine
	Step()
	Frame(seat int) []byte // what a client is sent after a step
}

// plain is a server in Go as one writes it first: gws, a goroutine for each connection that
// reads, and one for each room that steps and writes to all its clients in turn.
type plain struct {
	seats int
	tick  time.Duration
	every int // steps from one frame to the next
	game  func() plainGame

	joined atomic.Int32
	mu     sync.Mutex
	rooms  []*plainRoom
}

type plainRoom struct {
	game plainGame

	mu    sync.Mutex
	conns []*gws.Conn
}

// serve listens on a free port of this machine.
func (p *plain) serve() (harness.Serving, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return harness.Serving{}, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { p.accept(ctx, w, r) })}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(l) }()
	return harness.Serving{URL: "http://" + l.Addr().String(), Stop: func() error {
		cancel()
		err := s.Close()
		if served := <-ended; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
		return err
	}}, nil
}

// accept makes a request a client of the first room that is not full.
func (p *plain) accept(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	seat := int(p.joined.Add(1)) - 1
	room := p.room(ctx, seat/p.seats)
	c, err := gws.NewUpgrader(&plainClient{room: room, seat: seat % p.seats}, &gws.ServerOption{ReadMaxPayloadSize: 4 << 10}).Upgrade(w, r)
	if err != nil {
		return // gws has answered
	}
	room.mu.Lock()
	room.conns = append(room.conns, c)
	room.mu.Unlock()
	go c.ReadLoop() // ends with the connection
}

// room is the n-th room, which runs from its first client on.
func (p *plain) room(ctx context.Context, n int) *plainRoom {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.rooms) <= n {
		r := &plainRoom{game: p.game()}
		p.rooms = append(p.rooms, r)
		go r.run(ctx, p.tick, p.every)
	}
	return p.rooms[n]
}

func (r *plainRoom) run(ctx context.Context, tick time.Duration, every int) {
	t := time.NewTicker(tick)
	defer t.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		r.game.Step()
		if n%every != 0 {
			continue
		}
		r.mu.Lock()
		conns := r.conns
		r.mu.Unlock()
		for seat, c := range conns {
			_ = c.WriteMessage(gws.OpcodeBinary, r.game.Frame(seat)) // of a closed one too: the run is over then
		}
	}
}

// plainClient gets the events of one connection.
type plainClient struct {
	gws.BuiltinEventHandler
	room *plainRoom
	seat int
}

func (c *plainClient) OnMessage(_ *gws.Conn, m *gws.Message) {
	c.room.game.Input(c.seat, m.Bytes())
	_ = m.Close()
}

// startPlain starts the floor or the naive server.
func startPlain(core int, name string, w *work, frame int) (*harness.Process, error) {
	return harness.StartChild(core, name, fmt.Sprint(w.seats), fmt.Sprint(w.rate), fmt.Sprint(w.radius()), fmt.Sprint(w.views), fmt.Sprint(frame))
}

// plainServer is how pilots get into a plain server: they dial.
type plainServer struct{ url string }

func (s plainServer) Seat(context.Context, int) (pilots.Seat, error) {
	return pilots.Seat{URL: strings.Replace(s.url, "http", "ws", 1), Talk: &plainTalk{}}, nil
}

// plainTalk sends inputs as packInputs writes them; every frame of the server is a snapshot.
type plainTalk struct{ tick uint32 }

func (*plainTalk) Hello() []byte { return nil }

func (*plainTalk) Receive([]byte) (pilots.Received, error) {
	return pilots.Received{Snapshot: true}, nil
}

func (t *plainTalk) AppendInputs(dst []byte, fly pilots.Flight) []byte {
	return packInputs(dst, &t.tick, fly)
}
