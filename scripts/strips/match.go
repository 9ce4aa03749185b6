package main

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"

	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/server/play/room"
	"perihelion/shared/netsim"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

const (
	maxWait    = 90 * time.Second // for a kill
	afterDeath = time.Second      // that is played on after a kill
)

// frameRecord is what one frame of a client was made of: what had arrived before it, and
// what was held in its ticks.
type frameRecord struct {
	now     time.Time
	arrived []harness.Packet
	held    []sim.Input
}

// player is one of the two: a client on its own link, and a record of all its frames.
type player struct {
	*harness.Client
	name   string
	mind   harness.Bot
	frame  frameRecord // the current one
	frames []frameRecord
	onKill func() // is called when this player is killed by a rail
}

// playMatch lets two players shoot at each other with rails until one kills the other. It
// returns them with the records of their clients.
func playMatch(network netsim.Profile, seed uint64) ([]*player, error) {
	server := harness.NewMemoryServer(harness.MemoryOptions{})
	if err := server.OpenRoom(room.Config{Sim: sim.Config{Seed: seed, Seats: 2}}); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), maxWait)
	defer cancel()
	stop := sync.OnceFunc(func() { time.AfterFunc(afterDeath, cancel) })
	var players []*player
	var playing sync.WaitGroup
	var failed error
	for i, name := range []string{"Ada", "Bob"} {
		p := &player{name: name, mind: harness.Bot{Skill: sim.Ace}, onKill: stop}
		var err error
		p.Client, err = harness.NewClient(server.Connect(name, network, seed+uint64(i)), harness.Options{
			Build: "strips", OnPacket: p.recordPacket, Input: p.recordInput, OnView: p.recordFrame,
		})
		if err != nil {
			failed = err
			cancel()
			break
		}
		players = append(players, p)
		playing.Go(func() {
			_ = p.Run(ctx) // what was played until an error is still a match
			p.Close(transport.Normal)
		})
	}
	playing.Wait()
	_ = server.Close(context.Background())
	switch {
	case failed != nil:
		return nil, failed
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, errors.New("nobody hit anybody: try another -seed")
	}
	return players, nil
}

func (p *player) recordPacket(packet harness.Packet) error {
	p.frame.arrived = append(p.frame.arrived, packet)
	return nil
}

func (p *player) recordInput(v *netcode.View, _ time.Time) sim.Input {
	in := p.snipe(v)
	p.frame.held = append(p.frame.held, in)
	return in
}

func (p *player) recordFrame(v *netcode.View, now time.Time) {
	p.frame.now = now
	p.frames = append(p.frames, p.frame)
	p.frame = frameRecord{}
	for i := range v.Events {
		if k, ok := ships.KillOf(&v.Events[i]); ok && k.Victim == v.Me && k.Weapon == ships.WeaponRail {
			p.onKill()
		}
	}
}

// replay plays the recorded frames again with a new client, and yields what its screen
// shows.
func (p *player) replay() func(yield func(time.Time, *netcode.View) bool) {
	return func(yield func(time.Time, *netcode.View) bool) {
		c := netcode.New(func([]byte) error { return nil }, netcode.Options{Games: games.All, Build: "strips", Aspect: sim.UsualAspect})
		for _, f := range p.frames {
			for _, packet := range f.arrived {
				if c.Receive(packet.Frame, packet.At) != nil {
					return
				}
			}
			held := f.held
			if c.Advance(f.now, func() (in sim.Input) {
				in, held = held[0], held[1:]
				return in
			}) != nil || !yield(f.now, c.View(f.now)) {
				return
			}
		}
	}
}

const (
	meetingX  = 600 // world units from the star: both fly there until they see each other
	closeBy   = 420 // world units: nearer than this, both are on both screens
	tolerance = 900 // 1/65536 turn: the ship turns further than that in one tick
)

// snipe plays as a bot does near the opponent, but aims and fires the rail at them.
func (p *player) snipe(v *netcode.View) sim.Input {
	in := p.mind.Input(v, time.Time{})
	in.Buttons = 0
	own := ships.OwnOf(&v.Own)
	x, y := harness.Units(own.Pos.X), harness.Units(own.Pos.Y)
	dx, dy := meetingX-x, -y
	for i := range v.Seen {
		s := &v.Seen[i]
		if s.Kind != ships.KindShip {
			continue
		}
		ship := ships.ShipOf(&s.To)
		if ship.Protected {
			continue
		}
		dx = float64(ship.X)/(1<<sim.PositionShift) - x
		dy = float64(ship.Y)/(1<<sim.PositionShift) - y
		off := int16(harness.Heading(dx, dy) - uint16(own.Heading))
		if math.Hypot(dx, dy) < closeBy && -tolerance < off && off < tolerance {
			in.Buttons = ships.ButtonRail
		}
	}
	in.Axes[ships.AxisAim] = int32(harness.Heading(dx, dy))
	if math.Hypot(dx, dy) > closeBy {
		in.Axes[ships.AxisThrust], in.Axes[ships.AxisStrafe] = 100, 0
	}
	return in
}
