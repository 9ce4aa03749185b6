package main

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"perihelion/scripts/harness"
	"perihelion/scripts/pilots"
	"perihelion/sim/ships"

	"github.com/vmihailenco/msgpack/v5"
)

const (
	tickRate   = 60
	inputBytes = 5 // of one tick: thrust, strafe, aim, buttons
	headBytes  = 4 // the number of the first tick
)

// packInputs appends the inputs of the next two ticks, as every server but ours gets them.
func packInputs(dst []byte, tick *uint32, fly pilots.Flight) []byte {
	dst = binary.BigEndian.AppendUint32(dst, *tick)
	for range pilots.InputsPerFrame {
		in := fly(*tick)
		dst = append(dst, byte(in.Axes[ships.AxisThrust]), byte(in.Axes[ships.AxisStrafe]))
		dst = binary.BigEndian.AppendUint16(dst, uint16(in.Axes[ships.AxisAim]))
		dst = append(dst, byte(in.Buttons))
		*tick++
	}
	return dst
}

// serveNaive is the game that every server but ours plays, with its whole state encoded by
// msgpack once a snapshot and sent to everybody; with views each ship is encoded once, and
// sent to who is near.
func serveNaive(args []string) (harness.Serving, error) {
	a, err := parsePlain(args)
	if err != nil {
		return harness.Serving{}, err
	}
	p := &plain{
		seats: a.seats, tick: time.Second / tickRate, every: tickRate / a.rate,
		game: func() plainGame { return newNaiveGame(a) },
	}
	return p.serve()
}

// naiveShip is a ship as it is sent.
type naiveShip struct {
	ID    int     `msgpack:"id"`
	X     float64 `msgpack:"x"`
	Y     float64 `msgpack:"y"`
	VX    float64 `msgpack:"vx"`
	VY    float64 `msgpack:"vy"`
	Angle float64 `msgpack:"a"`
}

// naiveState is a snapshot.
type naiveState struct {
	Tick  int                  `msgpack:"t"`
	Ships []msgpack.RawMessage `msgpack:"s"`
}

type naiveGame struct {
	views   bool
	radius  float64
	ships   []naiveShip
	held    [][inputBytes]byte
	tick    int
	encoded []msgpack.RawMessage // of each ship in this tick; nil: not yet
	whole   []byte               // the frame for everybody in this tick; nil: not yet

	mu     sync.Mutex
	inputs [][][inputBytes]byte // of each seat, that wait
}

func newNaiveGame(a plainArgs) *naiveGame {
	g := &naiveGame{
		views: a.views, radius: float64(a.radius), ships: make([]naiveShip, a.seats),
		held: make([][inputBytes]byte, a.seats), inputs: make([][][inputBytes]byte, a.seats),
	}
	for i := range g.ships {
		angle, r := rand.Float64()*2*math.Pi, math.Sqrt(rand.Float64())*g.radius
		g.ships[i] = naiveShip{ID: i, X: math.Cos(angle) * r, Y: math.Sin(angle) * r}
	}
	return g
}

func (g *naiveGame) Input(seat int, frame []byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for at := headBytes; at+inputBytes <= len(frame); at += inputBytes {
		g.inputs[seat] = append(g.inputs[seat], [inputBytes]byte(frame[at:]))
	}
}

func (g *naiveGame) Step() {
	g.mu.Lock()
	for seat, waiting := range g.inputs {
		if len(waiting) > 0 {
			g.held[seat], g.inputs[seat] = waiting[0], waiting[1:]
		}
	}
	g.mu.Unlock()
	for i := range g.ships {
		g.ships[i].move(g.held[i], g.radius)
	}
	g.tick++
	g.encoded, g.whole = nil, nil
}

// move flies a ship for one tick.
func (s *naiveShip) move(in [inputBytes]byte, radius float64) {
	const engine, drag, dt = 420, 0.9, 1.0 / tickRate // units and seconds
	thrust, strafe := float64(int8(in[0]))/127, float64(int8(in[1]))/127
	s.Angle = float64(binary.BigEndian.Uint16(in[2:])) * (2 * math.Pi / 65536)
	sin, cos := math.Sincos(s.Angle)
	s.VX += ((cos*thrust-sin*strafe)*engine - s.VX*drag) * dt
	s.VY += ((sin*thrust+cos*strafe)*engine - s.VY*drag) * dt
	s.X += s.VX * dt
	s.Y += s.VY * dt
	if s.X*s.X+s.Y*s.Y > radius*radius && s.X*s.VX+s.Y*s.VY > 0 {
		s.VX, s.VY = -s.VX, -s.VY
	}
}

func (g *naiveGame) Frame(seat int) []byte {
	if g.encoded == nil {
		for i := range g.ships {
			g.encoded = append(g.encoded, encoded(&g.ships[i]))
		}
	}
	if g.views {
		return encoded(&naiveState{g.tick, g.near(seat)})
	}
	if g.whole == nil {
		g.whole = encoded(&naiveState{g.tick, g.encoded})
	}
	return g.whole
}

// near are the ships that a seat sees.
func (g *naiveGame) near(seat int) (seen []msgpack.RawMessage) {
	me := &g.ships[seat]
	for i := range g.ships {
		if s := &g.ships[i]; math.Abs(s.X-me.X) <= viewHalfWidth && math.Abs(s.Y-me.Y) <= viewHalfHeight {
			seen = append(seen, g.encoded[i])
		}
	}
	return seen
}

// encoded is v in msgpack.
func encoded(v any) []byte {
	b, err := msgpack.Marshal(v)
	if err != nil {
		panic(err) // of numbers only
	}
	return b
}
