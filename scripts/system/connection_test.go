package system

import (
	"errors"
	"fmt"
	"time"

	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/games"
)

// connection is one connection of a player: the client as it is, and beside it a second
// decoder that ends the test at the first error. The client would ask for a keyframe
// and go on.
type connection struct {
	*player
	*harness.Client
	decoded *snapshot.ClientState // nil before the Welcome
	state   protocol.State
	states  protocol.StateStream
}

func newConnection(p *player, conn transport.Conn) *connection {
	c := &connection{player: p}
	client, err := harness.NewClient(conn, harness.Options{Build: "system test", Input: p.mind.Input, OnPacket: c.decode})
	if err != nil {
		p.Fatalf("%s: %v", p.name, err)
	}
	c.Client = client
	return c
}

// playUntil plays frames until it is time to leave.
func (c *connection) playUntil(leave time.Time) error {
	for time.Now().Before(leave) {
		if err := c.PlayFrame(time.Now()); err != nil {
			return err
		}
		c.totals.connected += c.FrameTime
		if c.View.Ready {
			c.totals.ready += c.FrameTime
		}
		if err := checkRoster(c.View); err != nil {
			return err
		}
		time.Sleep(c.FrameTime)
	}
	return nil
}

// decode is the second decoder.
func (c *connection) decode(p harness.Packet) error {
	switch t, err := protocol.Peek(p.Frame); t {
	case protocol.TypeWelcome:
		w, err := protocol.DecodeWelcome(p.Frame)
		if err != nil {
			return err
		}
		if c.decoded != nil {
			return errors.New("a second welcome")
		}
		g, cfg, err := games.All.Open(w.Match)
		if err != nil {
			return err
		}
		c.decoded, c.states.Interval = snapshot.NewClientState(g, cfg), w.Interval
		c.decoded.Predict = func(_, t sim.Tick, _ sim.Private, _ []sim.Entity) (sim.Private, bool) {
			return c.recorder.ownAt(t, w.Me)
		}
		return c.onWelcome(&w)
	case protocol.TypeState:
		return c.decodeState(p.Frame)
	default:
		return err
	}
}

func (c *connection) decodeState(frame []byte) error {
	if c.decoded == nil {
		return errors.New("a state before the welcome")
	}
	if err := c.states.Decode(frame, &c.state); err != nil {
		return err
	}
	if err := c.decoded.Apply(c.state.Tick, c.state.Body); err != nil {
		return fmt.Errorf("snapshot of tick %d: %w", c.state.Tick, err)
	}
	c.totals.states++
	if c.state.Tick%scoreInterval == 0 {
		c.scores[c.state.Tick] = hashScores(c.decoded.Entities())
	}
	return nil
}

// checkRoster checks that the roster shows every account once.
func checkRoster(v *netcode.View) error {
	for i := range v.Roster {
		for j := range i {
			if v.Roster[i].Name == v.Roster[j].Name && !v.Roster[i].Bot {
				return fmt.Errorf("%s sits in seats %d and %d", v.Roster[i].Name, v.Roster[j].ID, v.Roster[i].ID)
			}
		}
	}
	return nil
}

// addTotals adds what happened over the connection, which has ended.
func (c *connection) addTotals(resumed bool) {
	s := c.Netcode.View(time.Now()).Stats
	c.totals.keyframes += s.Keyframes
	c.totals.moved += s.Moved
	c.totals.down += s.BytesIn
	c.totals.up += s.BytesOut
	if resumed {
		c.totals.resumes++
		return
	}
	c.totals.joins++
}
