package main

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"sync"
	"time"

	"perihelion/client/netcode"
	"perihelion/server/auth"
	"perihelion/server/room"
	"perihelion/server/session"
	"perihelion/shared/netsim"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/bot"
)

const (
	screen  = time.Second / 60
	patient = 90 * time.Second // for somebody to be shot
	after   = time.Second      // that is flown on when somebody was
)

// A beat is one frame of a screen: what came before it, and what was held in its ticks.
type beat struct {
	now  time.Time
	came []letter
	held []sim.Input
}

type letter struct {
	frame []byte
	at    time.Time
}

// A pilot is one of the two: a client on its own link, and all that it went through.
type pilot struct {
	name   string
	conn   *netsim.Conn
	client *netcode.Client
	mail   chan letter
	beats  []beat
	seen   []sim.Entity
}

// paper is a box of tickets that nobody forges: a ticket is the player's name.
type paper struct{ room string }

func (p paper) Redeem(token string, _ time.Time) (auth.JoinToken, error) {
	return auth.JoinToken{Player: token, Name: token, Room: p.room}, nil
}

func (paper) Resume(t auth.JoinToken, _ time.Time) string { return t.Player }

// fly lets two pilots shoot at each other with rails until one dies by one. It returns
// them with what their clients went through.
func fly(network netsim.Profile, seed uint64) ([]*pilot, error) {
	log := slog.New(slog.DiscardHandler)
	rooms := room.NewRegistry(room.RegistryConfig{}, func(c sim.Config) room.World { return sim.New(c) }, log, nil)
	r, err := rooms.Open(room.Config{Sim: sim.Config{Seed: seed, Seats: 2}})
	if err != nil {
		return nil, err
	}
	gate := session.NewGate(session.Config{Rooms: rooms, Tokens: paper{r.Config().ID}, Log: log})
	defer gate.Close()
	defer func() { _ = rooms.Close(context.Background()) }()
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	pilots := []*pilot{{name: "Ada"}, {name: "Bob"}}
	var flying sync.WaitGroup
	var once sync.Once
	for i, p := range pilots {
		near, far := transport.Pipe()
		go gate.Serve(far, p.name) // ends with the connection
		p.conn, p.mail = netsim.Wrap(near, network, seed+uint64(i)), make(chan letter, 4096)
		p.client = netcode.New(p.conn.Send, netcode.Options{Build: "duel", HalfW: 500})
		go p.listen()
		flying.Go(func() { p.play(ctx, func() { once.Do(func() { time.AfterFunc(after, cancel) }) }) })
	}
	flying.Wait()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return nil, errors.New("nobody hit anybody: try another -seed")
	}
	return pilots, nil
}

func (p *pilot) listen() {
	for {
		frame, err := p.conn.Receive()
		if err != nil {
			return
		}
		p.mail <- letter{append([]byte(nil), frame...), time.Now()}
	}
}

// play draws frames, as far as the netcode is concerned, and writes everything down.
func (p *pilot) play(ctx context.Context, died func()) {
	defer p.conn.Wait()
	defer p.conn.Close(transport.Normal)
	if p.client.Hello() != nil {
		return
	}
	tick := time.NewTicker(screen)
	defer tick.Stop()
	view := p.client.View(time.Now())
	for ctx.Err() == nil {
		b := beat{now: <-tick.C}
		for len(p.mail) > 0 {
			b.came = append(b.came, <-p.mail)
		}
		view = b.pass(p.client, func() sim.Input {
			in := p.snipe(view)
			b.held = append(b.held, in)
			return in
		})
		p.beats = append(p.beats, b)
		if view == nil {
			return
		}
		for i := range view.Events {
			if k, ok := sim.KillOf(&view.Events[i]); ok && k.Victim == view.Me && k.Weapon == sim.WeaponRail {
				died()
			}
		}
	}
}

// pass takes a client through a beat; nil if that cannot be.
func (b *beat) pass(c *netcode.Client, hold func() sim.Input) *netcode.View {
	for _, l := range b.came {
		if c.Receive(l.frame, l.at) != nil {
			return nil
		}
	}
	if c.Advance(b.now, hold) != nil {
		return nil
	}
	return c.View(b.now)
}

// snipe flies as a bot does where the other is near, and turns the rail on him.
func (p *pilot) snipe(v *netcode.View) sim.Input {
	p.seen = p.seen[:0]
	for i := range v.Seen {
		s := &v.Seen[i]
		p.seen = append(p.seen, sim.Entity{ID: s.ID, Kind: s.Kind, Words: s.To})
	}
	in := bot.Think(&bot.Sight{Config: &v.Config, Tick: v.OwnTick, Me: v.Me, Own: v.Own, Seen: p.seen}, bot.Ace)
	in.Buttons = 0
	dx, dy := meetingX-exact(v.Own[sim.OwnX]), -exact(v.Own[sim.OwnY])
	for i := range v.Seen {
		s := &v.Seen[i]
		if s.Kind != sim.KindShip || s.To[sim.ShipFlags]&sim.FlagProtected != 0 {
			continue
		}
		dx = float64(s.To[sim.ShipX])/(1<<sim.PositionShift) - exact(v.Own[sim.OwnX])
		dy = float64(s.To[sim.ShipY])/(1<<sim.PositionShift) - exact(v.Own[sim.OwnY])
		in.Aim = heading(dx, dy)
		if off := int16(in.Aim - uint16(v.Own[sim.OwnHeading])); math.Hypot(dx, dy) < closeBy && -sure < off && off < sure {
			in.Buttons = sim.ButtonRail
		}
	}
	in.Aim = heading(dx, dy)
	if math.Hypot(dx, dy) > closeBy {
		in.Thrust, in.Strafe = 100, 0
	}
	return in
}

func heading(dx, dy float64) uint16 {
	return uint16(int32(math.Atan2(dy, dx) / (2 * math.Pi) * 65536))
}

// exact is a place in units.
func exact(place int32) float64 { return float64(place) / (1 << sim.PlaceShift) }

const (
	meetingX = 600 // units from the star, where both go until they see each other
	closeBy  = 420 // units: both are on both screens
	sure     = 900 // 1/65536 turn: within a tick's turn of the target
)
