package netcode_test

import (
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/netcode/netcodetest"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// FuzzReceive feeds a client that is in a match whatever a server could say.
func FuzzReceive(f *testing.F) {
	l := newLab(f, netcodetest.Network{RTT: 20 * time.Millisecond, Seats: 2})
	l.Run(2 * time.Second)
	for _, frame := range l.Record(l.Seats[0], 6) {
		f.Add(frame, true)
	}
	f.Add(protocol.AppendWelcome(nil, &protocol.Welcome{
		Version: protocol.Version, Match: sim.Describe(toy.Game, sim.Config{Seats: 2, Rate: 60}), Tick: 9, Interval: 2,
	}), false)
	f.Add(protocol.AppendRoster(nil, &protocol.Roster{Full: true, Players: []protocol.Player{{ID: 3, Name: "a"}}, Left: []sim.PlayerID{3}}), true)
	f.Add(protocol.AppendChat(nil, &protocol.Chat{Lines: []protocol.Line{{Number: 1, From: 1, Name: "Ada", Text: "hi"}}}), false)
	f.Add(protocol.AppendNotice(nil, &protocol.Notice{Text: "soon", In: time.Second}), true)
	f.Add([]byte{0xc1}, false)
	f.Fuzz(func(t *testing.T, frame []byte, welcomed bool) {
		c := netcode.New(func([]byte) error { return nil }, netcode.Options{Games: sim.Games{toy.Game}})
		now := time.Unix(100, 0)
		if welcomed {
			err := c.Receive(protocol.AppendWelcome(nil, &protocol.Welcome{
				Version: protocol.Version, Match: sim.Describe(toy.Game, sim.Config{Seed: 7, Seats: 2}), Tick: 5, Interval: 2,
			}), now)
			if err != nil {
				t.Fatal(err)
			}
		}
		for range 4 {
			_ = c.Receive(frame, now)
			c.View(now)
			if err := c.Advance(now, func() sim.Input { return sim.Input{} }); err != nil {
				t.Fatal(err)
			}
			now = now.Add(40 * time.Millisecond)
		}
	})
}
