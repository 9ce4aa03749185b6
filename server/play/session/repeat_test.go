package session

import (
	"net/netip"
	"sync"
	"testing"
	"time"

	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// datagramClient sends its inputs by datagram, and notes what comes that way.
type datagramClient struct {
	*client
	link   *netsim.DatagramEnd
	inputs [][]byte // that were sent, oldest first
	next   sim.Tick

	mu     sync.Mutex       // protects client.last and what follows
	copies map[sim.Tick]int // of each state
	newest protocol.State
}

func (h *house) enterByDatagram() *datagramClient {
	h.Helper()
	h.gate.offer = func(time.Time) protocol.Offer { return protocol.Offer{Port: 1, Path: "/"} }
	c := &datagramClient{client: h.enter(h.ticket("Ada")), copies: map[sim.Tick]int{}}
	c.replica.KeepBaselines()
	c.read(protocol.TypeState)
	c.send(protocol.AppendDatagrams(nil))
	token := ""
	for token == "" {
		frame, err := c.conn.Receive()
		if err != nil {
			h.Fatal(err)
		}
		if o, err := protocol.DecodeOffer(frame); err == nil {
			token = o.Token
		} else {
			c.take(frame)
		}
	}
	s, err := h.gate.AdmitDatagrams(token, netip.Addr{}, time.Now())
	if err != nil {
		h.Fatal(err)
	}
	var far *netsim.DatagramEnd
	c.link, far = netsim.Datagrams(netsim.Profile{}, 1)
	go s.ServeDatagrams(far)
	go c.drainStream()
	go c.receive()
	c.next = c.last.Tick + 6
	return c
}

func (c *datagramClient) drainStream() {
	for {
		frame, err := c.conn.Receive()
		if err != nil {
			return
		}
		if t, _ := protocol.Peek(frame); t == protocol.TypeState {
			c.mu.Lock()
			if err := c.stream.Decode(frame, &c.last); err != nil {
				c.Error(err)
			}
			c.mu.Unlock()
		}
	}
}

func (c *datagramClient) receive() {
	for {
		message, err := c.link.Receive()
		if err != nil {
			return
		}
		_ = protocol.FramesOf(message, func(frame []byte) error {
			var s protocol.State
			if err := protocol.DecodeStateFrom(frame, &s); err != nil {
				return err
			}
			c.mu.Lock()
			defer c.mu.Unlock()
			c.copies[s.Tick]++
			c.newest = s
			return nil
		})
	}
}

// play sends an input in each tick for a while, of which every so manieth datagram is lost; 0: none.
func (c *datagramClient) play(length time.Duration, lost int) {
	const tick = time.Second / 60
	for range int(length / tick) {
		c.inputs = append(c.inputs, protocol.AppendInputs(nil, toy.Game.About().Inputs, &protocol.Inputs{Ack: c.ack(), First: c.next, N: 1}))
		if c.next++; lost == 0 || len(c.inputs)%lost > 0 {
			var message []byte
			for _, f := range c.inputs[max(len(c.inputs)-3, 0):] {
				message = protocol.AppendToDatagram(message, f)
			}
			_ = c.link.Send(message)
		}
		time.Sleep(tick)
	}
}

// playByStream sends an input in each tick for a while.
func (c *datagramClient) playByStream(length time.Duration) {
	const tick = time.Second / 60
	for range int(length / tick) {
		c.send(protocol.AppendInputs(nil, toy.Game.About().Inputs, &protocol.Inputs{Ack: c.ack(), First: c.next, N: 1}))
		c.next++
		time.Sleep(tick)
	}
}

func (c *datagramClient) ack() sim.Tick {
	c.mu.Lock()
	defer c.mu.Unlock()
	return max(c.last.Tick, c.newest.Tick)
}

// seen is how often each state came but the newest, and what that one says of lost datagrams.
func (c *datagramClient) seen() (states, fewest, most, lost int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.copies, c.newest.Tick)
	fewest = 1 << 10
	for _, n := range c.copies {
		fewest, most = min(fewest, n), max(most, n)
	}
	states = len(c.copies)
	clear(c.copies)
	return states, fewest, most, int(c.newest.Lost)
}

func TestStatesComeTwiceByDatagramAndThreeTimesWhereMuchIsLost(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		c := h.enterByDatagram()
		defer c.conn.Close(transport.Normal)
		defer c.link.Close(transport.Normal)
		c.play(3*time.Second, 0)
		if states, fewest, most, lost := c.seen(); states < 80 || fewest != 2 || most != 2 || lost != 0 {
			t.Errorf("%d states came %d to %d times and %d datagrams were lost, want about 90, twice, and none", states, fewest, most, lost)
		}
		c.play(6*time.Second, 10)
		if _, _, _, lost := c.seen(); lost < 35 || lost > 36 {
			t.Errorf("the server says that %d datagrams were lost, want 36", lost)
		}
		c.play(time.Second, 10)
		if states, fewest, most, _ := c.seen(); states < 25 || fewest != 3 || most != 3 {
			t.Errorf("%d states came %d to %d times, want about 30, three times", states, fewest, most)
		}
	})
}

func TestStatesComeOnceOnceNothingIsLostAnyMore(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		c := h.enterByDatagram()
		defer c.conn.Close(transport.Normal)
		defer c.link.Close(transport.Normal)
		expect := func(when string, times int) {
			t.Helper()
			c.seen()
			c.play(time.Second, 0)
			if states, fewest, most, _ := c.seen(); states < 25 || fewest != times || most != times {
				t.Errorf("%s %d states came %d to %d times, want about 30, %d times", when, states, fewest, most, times)
			}
		}
		c.play(quietAfter-2*time.Second, 0)
		expect("at first", 2)
		c.play(2*time.Second, 0)
		expect("after some time without loss", 1)
		c.link.SetProfile(netsim.Profile{Down: netsim.Link{Loss: 1}})
		c.play(50*time.Millisecond, 0)
		c.link.SetProfile(netsim.Profile{})
		c.play(50*time.Millisecond, 0)
		expect("after states were lost", 2)
		c.play(quietAfter, 0)
		expect("some time later", 1)
		c.play(50*time.Millisecond, 2)
		c.play(50*time.Millisecond, 0)
		expect("after inputs were lost", 2)
	})
}

func TestStatesComeTwiceOnceAClientMovesToDatagramsThatWereOpenedLongAgo(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		c := h.enterByDatagram()
		defer c.conn.Close(transport.Normal)
		defer c.link.Close(transport.Normal)
		c.playByStream(quietAfter + 5*time.Second)
		c.play(time.Second, 0)
		c.seen()
		c.play(quietAfter-5*time.Second, 0)
		if states, fewest, most, _ := c.seen(); states < 400 || fewest != 2 || most != 2 {
			t.Errorf("%d states came %d to %d times, want about 450, twice", states, fewest, most)
		}
	})
}
