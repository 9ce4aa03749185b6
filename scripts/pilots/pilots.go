// Package pilots is load: many light clients in one process, which send inputs sixty times
// a second, two to a frame, and note what comes. They have no netcode, so that they cost
// little, and speak to any server that a Server describes.
package pilots

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"perihelion/client/dial"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

const (
	FramesPerSecond = 30 // that each pilot sends, by its socket
	InputsPerFrame  = 2

	maxJoining  = 8 // pilots that join at the same time
	joinTimeout = 20 * time.Second
)

// A Server is a kind of server: how one gets in.
type Server interface {
	// Seat asks for a place for the n-th pilot.
	Seat(ctx context.Context, n int) (Seat, error)
}

// A Seat is a place that waits for its pilot.
type Seat struct {
	URL       string   // to dial, ws://…
	Protocols []string // to offer as subprotocols
	Talk      Talk
	Loses     int // of so many datagrams one: inputs go one to a frame, and twice as many frames; 0: none
}

// A Talk is what one connection says. Its methods are called one at a time.
type Talk interface {
	// Hello is the first frame of the client; nil: it waits for the server's.
	Hello() []byte
	// Receive reads a frame of the server.
	Receive(frame []byte) (Received, error)
	// AppendInputs appends the frame that is due now, of the inputs that fly gives for its
	// ticks; nothing: none is to be sent.
	AppendInputs(dst []byte, fly Flight) []byte
}

// A Flight is what a pilot holds in each tick.
type Flight func(tick uint32) sim.Input

// Received is what a frame of the server was.
type Received struct {
	Snapshot bool   // it shows the world
	Late     bool   // it says that the newest input came too late for its tick
	Reply    []byte // to be sent at once; nil: nothing

	Offer *protocol.Offer // where to open datagrams, by which inputs go from then on; nil: nowhere
}

// Fleet is pilots that have joined and fly. Close it.
type Fleet struct {
	pilots []*pilot
	frames int // that each sends, a second
	stop   context.CancelFunc
	flying sync.WaitGroup
	start  time.Time
}

// Join lets n pilots take seats on a server. They fly from then on.
func Join(ctx context.Context, s Server, n int) (*Fleet, error) {
	flight, stop := context.WithCancel(context.Background())
	f := &Fleet{pilots: make([]*pilot, n), frames: FramesPerSecond, stop: stop}
	errs, slots := make([]error, n), make(chan struct{}, maxJoining)
	var joins sync.WaitGroup
	for i := range n {
		slots <- struct{}{}
		joins.Go(func() {
			f.pilots[i], errs[i] = join(ctx, s, i)
			<-slots
		})
	}
	joins.Wait()
	if err := errors.Join(errs...); err != nil {
		f.Close()
		return nil, fmt.Errorf("%d pilots: %w", n, err)
	}
	if f.pilots[0].loses > 0 {
		f.frames *= InputsPerFrame
	}
	f.flying.Go(func() { f.sendInputs(flight) })
	f.Reset()
	return f, nil
}

func join(ctx context.Context, s Server, n int) (*pilot, error) {
	ctx, cancel := context.WithTimeout(ctx, joinTimeout)
	defer cancel()
	seat, err := s.Seat(ctx, n)
	if err != nil {
		return nil, err
	}
	c, err := dialSocket(ctx, seat.URL, seat.Protocols)
	if err != nil {
		return nil, err
	}
	p := &pilot{n: n, talk: seat.Talk, socket: c, loses: seat.Loses, host: dial.HostOf(seat.URL)}
	if hello := seat.Talk.Hello(); hello != nil {
		if err := c.send(hello); err != nil {
			return nil, errors.Join(err, c.close())
		}
	}
	p.reading.Go(p.read)
	return p, nil
}

// sendInputs sends the frames of all pilots. Each has its own phase, as people have.
func (f *Fleet) sendInputs(ctx context.Context) {
	step := time.Second / time.Duration(f.frames*len(f.pilots))
	wait := time.NewTicker(time.Millisecond)
	defer wait.Stop()
	begin, sent := time.Now(), 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-wait.C:
		}
		for due := int(time.Since(begin) / step); sent < due; sent++ {
			f.pilots[sent%len(f.pilots)].sendFrame()
		}
	}
}

// Reset begins to count anew.
func (f *Fleet) Reset() {
	f.start = time.Now()
	for _, p := range f.pilots {
		p.countAnew()
	}
}

// Figures are what all pilots have seen since Reset.
func (f *Fleet) Figures() (s Figures) {
	s.Seconds = time.Since(f.start).Seconds()
	for _, p := range f.pilots {
		p.addTo(&s)
	}
	return s
}

// Close ends all connections and waits.
func (f *Fleet) Close() {
	f.stop()
	f.flying.Wait()
	for _, p := range f.pilots {
		if p != nil {
			p.quit()
		}
	}
}

// Figures are what pilots have seen.
type Figures struct {
	Seconds           float64
	Pilots            int
	Lost              int // connections that ended
	FirstLoss         error
	Snapshots, Frames int // received, sent
	Late              int // snapshots that say that the newest input came too late
	In, Out           int // bytes of messages
	SnapshotIn        int // of them of snapshots
	Intervals         Histogram
}

// PerPilot is a count as a rate, for each pilot and second.
func (s *Figures) PerPilot(count int) float64 {
	return float64(count) / max(s.Seconds*float64(s.Pilots), 1e-9)
}
