package system

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/sim"
)

const frameTime = time.Second / 60

// visitor is one connection of a person: the client as it is, and beside it a
// second reading of every frame that forgives nothing. The client would ask for
// a keyframe and go on.
type visitor struct {
	*person
	wire    *netsim.Conn
	client  *netcode.Client
	screen  time.Duration // from one frame that is drawn to the next
	busy    bool          // drawing leaves the page no time to take what comes meanwhile:
	waiting []arrival     // that is in its hands a frame later
	frames  chan arrival
	ended   chan error
	replica *snapshot.ClientState
	state   protocol.State
}

// An arrival is a frame and when it came off the wire, which may be before anybody looks.
type arrival struct {
	frame []byte
	at    time.Time
}

func newVisitor(p *person, wire *netsim.Conn) *visitor {
	v := &visitor{person: p, wire: wire, screen: frameTime, frames: make(chan arrival, 4096), ended: make(chan error, 1)}
	v.client = netcode.New(wire.Send, netcode.Options{Build: "system test", HalfW: 800})
	go v.pump()
	return v
}

// pump takes frames off the wire until its end; finish waits for it.
func (v *visitor) pump() {
	defer close(v.frames)
	for {
		frame, err := v.wire.Receive()
		if err != nil {
			v.ended <- err
			return
		}
		v.frames <- arrival{bytes.Clone(frame), time.Now()}
	}
}

// play runs the client's frames until it is time to leave.
func (v *visitor) play(leave time.Time) error {
	if v.replica == nil {
		if err := v.client.Hello(); err != nil {
			return err
		}
	}
	for time.Now().Before(leave) {
		if err := v.drain(); err != nil {
			return err
		}
		now := time.Now()
		view := v.client.View(now)
		if err := v.client.Advance(now, func() sim.Input { return v.pilot(view) }); err != nil {
			return fmt.Errorf("advance: %w", err)
		}
		v.tally.connected += v.screen
		if view.Ready {
			v.tally.ready += v.screen
		}
		if err := v.lookAt(view); err != nil {
			return err
		}
		time.Sleep(v.screen)
	}
	return nil
}

func (v *visitor) drain() error {
	for _, a := range v.waiting {
		if err := v.take(a); err != nil {
			return err
		}
	}
	v.waiting = v.waiting[:0]
	for {
		select {
		case a, ok := <-v.frames:
			if !ok {
				return fmt.Errorf("the server closed: %w", <-v.ended)
			}
			if v.busy {
				v.waiting = append(v.waiting, arrival{a.frame, time.Now()})
			} else if err := v.take(a); err != nil {
				return err
			}
		default:
			return nil
		}
	}
}

func (v *visitor) take(a arrival) error {
	if err := v.read(a.frame); err != nil {
		return err
	}
	if err := v.client.Receive(a.frame, a.at); err != nil {
		return fmt.Errorf("receive: %w", err)
	}
	return nil
}

// read is the second reading.
func (v *visitor) read(frame []byte) error {
	switch t, err := protocol.Peek(frame); t {
	case protocol.TypeWelcome:
		w, err := protocol.DecodeWelcome(frame)
		if err != nil {
			return err
		}
		if v.replica != nil {
			return errors.New("a second welcome")
		}
		v.replica = snapshot.NewClientState(w.Config)
		return v.seated(&w)
	case protocol.TypeState:
		return v.apply(frame)
	default:
		return err
	}
}

func (v *visitor) apply(frame []byte) error {
	if v.replica == nil {
		return errors.New("a state before the welcome")
	}
	if err := protocol.DecodeState(frame, &v.state); err != nil {
		return err
	}
	if err := v.replica.Apply(v.state.Tick, v.state.Body); err != nil {
		return fmt.Errorf("snapshot of tick %d: %w", v.state.Tick, err)
	}
	v.tally.states++
	if v.state.Tick%scoreEvery == 0 {
		v.scores[v.state.Tick] = scoresOf(v.replica.Entities())
	}
	return nil
}

// lookAt checks that the roster shows every account once.
func (v *visitor) lookAt(view *netcode.View) error {
	for i := range view.Roster {
		for j := range i {
			if view.Roster[i].Name == view.Roster[j].Name && !view.Roster[i].Bot {
				return fmt.Errorf("%s sits in seats %d and %d", view.Roster[i].Name, view.Roster[j].ID, view.Roster[i].ID)
			}
		}
	}
	return nil
}

// finish waits for the end of the connection and sums up.
func (v *visitor) finish(resumed bool) {
	for range v.frames { // what comes now is too late
	}
	s := &v.client.View(time.Now()).Stats
	v.tally.keyframes += s.Keyframes
	v.tally.moved += s.Moved
	v.tally.down += s.BytesIn
	v.tally.up += s.BytesOut
	if resumed {
		v.tally.resumes++
		return
	}
	v.tally.joins++
}
