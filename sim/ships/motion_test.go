package ships_test

import (
	_ "embed"
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
	"perihelion/sim/ships"
)

const motionFile = "testdata/motion.json"

//go:embed testdata/motion.json
var motionJSON []byte

// motion is what testdata/motion.json holds: arguments and results of everything on
// the page MOTION.md, for implementations in other languages. Lengths are nums, 65536
// to a unit, but for words, which are as on the wire.
type motion struct {
	Sines     []sineCase     `json:"sines"`
	Roots     []rootCase     `json:"roots"`
	Arenas    []arenaCase    `json:"arenas"`
	Gravity   []gravityCase  `json:"gravity"`
	Forecasts []forecastCase `json:"forecasts"`
	Rocks     []rockCase     `json:"rocks"`
	Pads      []padCase      `json:"pads"`
	Pulses    []pulseCase    `json:"pulses"`
	Flares    []flareCase    `json:"flares"`
}

// placeConfig is the part of a sim.Config that the arena depends on, as in Welcome.
type placeConfig struct {
	Seed  uint64 `json:"seed"`
	Mode  string `json:"mode"`
	Seats int    `json:"seats"`
	Rate  int    `json:"rate"`
}

type (
	sineCase struct {
		Angle uint32    `json:"angle"`
		Sine  fixed.Num `json:"sine"`
	}
	rootCase struct {
		X      fixed.Num `json:"x"`
		Y      fixed.Num `json:"y"`
		Length fixed.Num `json:"length"`
	}
	arenaCase struct {
		Config placeConfig `json:"config"`
		Radius fixed.Num   `json:"radius"`
		Star   fixed.Num   `json:"star"`
		Corona fixed.Num   `json:"corona"`
		Rocks  int         `json:"rocks"`
		Pads   int         `json:"pads"`
	}
	gravityCase struct {
		Config placeConfig `json:"config"`
		X      fixed.Num   `json:"x"`
		Y      fixed.Num   `json:"y"`
		PullX  fixed.Num   `json:"pull_x"`
		PullY  fixed.Num   `json:"pull_y"`
	}
	forecastCase struct {
		About  string      `json:"about"`
		Config placeConfig `json:"config"`
		Kind   sim.Kind    `json:"kind"`
		Words  []int32     `json:"words"`
		Ticks  int         `json:"ticks"`
		After  []int32     `json:"after"`
	}
	rockCase struct {
		Config placeConfig `json:"config"`
		Rock   int         `json:"rock"`
		Tick   sim.Tick    `json:"tick"`
		X      fixed.Num   `json:"x"`
		Y      fixed.Num   `json:"y"`
		Radius fixed.Num   `json:"radius"`
	}
	padCase struct {
		Config placeConfig `json:"config"`
		Pad    int         `json:"pad"`
		Tick   sim.Tick    `json:"tick"`
		X      fixed.Num   `json:"x"`
		Y      fixed.Num   `json:"y"`
	}
	pulseCase struct {
		Config placeConfig `json:"config"`
		Words  []int32     `json:"words"`
		Tick   sim.Tick    `json:"tick"`
		Alive  bool        `json:"alive"` // by its age; if false, x and y are 0
		X      fixed.Num   `json:"x"`
		Y      fixed.Num   `json:"y"`
	}
	flareCase struct {
		Config placeConfig `json:"config"`
		Tick   sim.Tick    `json:"tick"`
		Notice sim.Tick    `json:"notice"`
		Begin  sim.Tick    `json:"begin"`
		End    sim.Tick    `json:"end"`
		Corona fixed.Num   `json:"corona"` // at that tick
	}
)

func (p placeConfig) simConfig() *sim.Config {
	mode, _ := ships.Rules.About().Mode(p.Mode)
	return &sim.Config{Seed: p.Seed, Mode: mode, Seats: p.Seats, Rate: p.Rate}
}

// Others write clients from the test vectors of MOTION.md: if they change, the protocol
// has changed.
func TestMotionMatchesTheTestVectors(t *testing.T) {
	got := computeMotion()
	if *update {
		raw, err := json.MarshalIndent(got, "", " ")
		if err == nil {
			err = os.WriteFile(motionFile, append(raw, '\n'), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	var want motion
	if err := json.Unmarshal(motionJSON, &want); err != nil {
		t.Fatal(err)
	}
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		name := g.Type().Field(i).Name
		if g.Field(i).Len() != w.Field(i).Len() {
			t.Fatalf("%d %s, want %d", g.Field(i).Len(), name, w.Field(i).Len())
		}
		for j := range g.Field(i).Len() {
			if got, want := g.Field(i).Index(j).Interface(), w.Field(i).Index(j).Interface(); !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v\nwant %+v", name, got, want)
			}
		}
	}
}

// An implementation without a forecast would pass a test vector that does not move.
func TestTheForecastsOfTheTestVectorsMove(t *testing.T) {
	for _, c := range computeMotion().Forecasts {
		moves := c.Kind == ships.KindShip || c.Kind == ships.KindSeeker
		if moved := !reflect.DeepEqual(c.Words, c.After); moved != moves {
			t.Errorf("%s: the forecast moves it: %v, want %v", c.About, moved, moves)
		}
	}
}

// placeConfigs has one of each size, mode and rate that makes a difference.
var placeConfigs = []placeConfig{
	{Seed: 1, Mode: "skirmish", Seats: 16},
	{Seed: 0x1234_5678_9abc, Mode: "skirmish", Seats: 64, Rate: 30},
	{Seed: 7, Mode: "teams", Seats: 40, Rate: 120},
	{Seed: 8, Mode: "duel", Seats: 2, Rate: 10},
	{Seed: 9, Mode: "skirmish", Seats: 2048, Rate: 60},
}

func computeMotion() (m motion) {
	luck := rng.Source(2026)
	for _, a := range []uint32{0, 1, 1<<20 - 1, 1 << 20, 1<<29 + 12345, 1 << 30, 1<<30 + 1, 3 << 29, 1 << 31, 3 << 30, 1<<32 - 1} {
		m.Sines = append(m.Sines, sineCase{a, fixed.FineSin(a)})
	}
	for range 10 {
		a := uint32(luck.Next())
		m.Sines = append(m.Sines, sineCase{a, fixed.FineSin(a)})
		v := fixed.Vec{X: randomNum(&luck, 30_000<<16), Y: randomNum(&luck, 30_000<<16)}
		m.Roots = append(m.Roots, rootCase{v.X, v.Y, v.Len()})
	}
	for _, p := range placeConfigs {
		m.addPlace(p, &luck)
	}
	m.addForecasts()
	return m
}

func randomNum(luck *rng.Source, most int) fixed.Num { return fixed.Num(luck.Below(2*most) - most) }

func (m *motion) addPlace(p placeConfig, luck *rng.Source) {
	cfg := p.simConfig()
	pads := 0
	for _, e := range ships.New(*cfg).AppendEntities(nil) {
		if e.Kind == ships.KindPad {
			pads++
		}
	}
	bodies := ships.BodiesAt(cfg, 0)
	sun := bodies.All()[0]
	m.Arenas = append(m.Arenas, arenaCase{
		p, ships.ArenaRadius(cfg), sun.Radius, sun.Quiet, ships.RockCount(cfg), pads,
	})
	for i := range 6 {
		at := fixed.Vec{X: randomNum(luck, 1<<(17+2*i)), Y: randomNum(luck, 1<<(17+2*i))}
		pull := ships.Gravity(cfg, at, 0)
		m.Gravity = append(m.Gravity, gravityCase{p, at.X, at.Y, pull.X, pull.Y})
	}
	for i := range ships.RockCount(cfg) {
		tick := sim.Tick(luck.Next() >> (40 + i%20))
		x, y, radius := ships.RockAt(cfg, i, tick)
		m.Rocks = append(m.Rocks, rockCase{p, i, tick, x, y, radius})
		if i == 11 {
			break
		}
	}
	for i := range pads {
		tick := sim.Tick(luck.Next() >> (40 + i%20))
		x, y := ships.PadAt(cfg, i, tick)
		m.Pads = append(m.Pads, padCase{p, i, tick, x, y})
	}
	for i := range 4 {
		words := sim.Words{ships.PulseBorn: 1000, 2500 + int32(randomNum(luck, 900)), int32(randomNum(luck, 3000)), int32(randomNum(luck, 4000)), int32(randomNum(luck, 4000)), int32(i)}
		tick := sim.Tick(3*1024 + 1000 + []int{0, 1, 11, 200}[i])
		x, y, alive := ships.PulseAt(cfg, &words, tick)
		if !alive {
			x, y = 0, 0
		}
		m.Pulses = append(m.Pulses, pulseCase{p, words[:6], tick, alive, x, y})
	}
	for i := range 3 {
		f := ships.FlareAt(cfg, sim.Tick(luck.Next()>>(44+10*i)))
		tick := []sim.Tick{f.Notice, f.Begin, f.End - 1}[i]
		bodies := ships.BodiesAt(cfg, tick)
		m.Flares = append(m.Flares, flareCase{p, tick, f.Notice, f.Begin, f.End, bodies.All()[0].Corona})
	}
}

// addForecasts makes one case of each term of the motion model, and some of several.
func (m *motion) addForecasts() {
	all := placeConfigs
	for _, c := range []forecastCase{
		{About: "gravity alone", Config: all[0], Kind: ships.KindShip, Words: []int32{8000, -3000, 0, 0, 0, 0, 0, 100, 50, 0, 0, 0}, Ticks: 2},
		{About: "gravity near the star, where it is capped", Config: all[0], Kind: ships.KindShip, Words: []int32{1900, 900, 100, -1500, 17, 0, 0, 60, 0, 8, 0, 1}, Ticks: 2},
		{About: "in the very centre there is none", Config: all[0], Kind: ships.KindShip, Words: []int32{3, -2, 41, 7, 0, 0, 0, 1, 0, 8, 0, 2}, Ticks: 60},
		{About: "beyond the edge", Config: all[0], Kind: ships.KindShip, Words: []int32{-24000, 18400, -300, 200, 128, 0, 0, 100, 50, 0, 0, 3}, Ticks: 3},
		{About: "drag below the speed of a cruise", Config: all[1], Kind: ships.KindShip, Words: []int32{20000, 31000, -700, 710, 3, 0, 0, 100, 50, 0, 0, 0}, Ticks: 1},
		{About: "drag beyond it", Config: all[1], Kind: ships.KindShip, Words: []int32{20000, 31000, -1700, 1910, 3, 0, 0, 100, 50, 0, 0, 1}, Ticks: 1},
		{About: "faster than the wire can say", Config: all[0], Kind: ships.KindShip, Words: []int32{20000, 15000, -8191, 8191, 96, 1, 0, 100, 50, 1, 0, 2}, Ticks: 2},
		{About: "thrust", Config: all[0], Kind: ships.KindShip, Words: []int32{-9000, 11000, 30, -40, 33, 1, 0, 100, 50, 2, 0, 3}, Ticks: 2},
		{About: "thrust backwards", Config: all[0], Kind: ships.KindShip, Words: []int32{-9000, 11000, 30, -40, 161, -1, 0, 100, 50, 2, 0, 0}, Ticks: 2},
		{About: "strafe", Config: all[2], Kind: ships.KindShip, Words: []int32{9000, 11000, 30, -40, 200, 0, 1, 100, 50, 0, 0, 1}, Ticks: 4},
		{About: "strafe to the left", Config: all[2], Kind: ships.KindShip, Words: []int32{9000, 11000, 30, -40, 70, 0, -1, 100, 50, 0, 0, 2}, Ticks: 4},
		{About: "a diagonal", Config: all[0], Kind: ships.KindShip, Words: []int32{9000, -11000, 500, 400, 255, 1, -1, 100, 50, 4, 0, 3}, Ticks: 2},
		{About: "another diagonal, with boost", Config: all[0], Kind: ships.KindShip, Words: []int32{9000, -11000, 1500, 1400, 111, -1, 1, 100, 50, 5, 0, 0}, Ticks: 2},
		{About: "boost", Config: all[4], Kind: ships.KindShip, Words: []int32{190000, -211000, 1500, -1400, 222, 1, 0, 100, 50, 1, 0, 1}, Ticks: 2},
		{About: "boost alone", Config: all[3], Kind: ships.KindShip, Words: []int32{9000, 2000, 1000, -1400, 60, 0, 0, 100, 50, 3, 0, 2}, Ticks: 1},
		{About: "a word out of range is a full stick", Config: all[0], Kind: ships.KindShip, Words: []int32{9000, -11000, 500, 400, 255, -2, 0, 100, 50, 4, 0, 3}, Ticks: 2},
		{About: "a second", Config: all[0], Kind: ships.KindShip, Words: []int32{9000, -11000, 500, 400, 140, 1, 0, 100, 50, 0, 0, 0}, Ticks: 60},
		{About: "more than a second is a second", Config: all[3], Kind: ships.KindShip, Words: []int32{9000, -11000, 500, 400, 140, 1, 0, 100, 50, 0, 0, 1}, Ticks: 11},
		{About: "a seeker", Config: all[0], Kind: ships.KindSeeker, Words: []int32{-9000, 11001, -1777, 1093, 96}, Ticks: 2},
		{About: "a seeker, backwards", Config: all[2], Kind: ships.KindSeeker, Words: []int32{-9000, 11001, 1777, -1093, 224}, Ticks: 7},
		{About: "a pulse is its birth", Config: all[0], Kind: ships.KindPulse, Words: []int32{500, -9000, 11001, 3000, -1093}, Ticks: 2},
		{About: "a mine lies still", Config: all[0], Kind: ships.KindMine, Words: []int32{-9000, 11001, 1}, Ticks: 2},
	} {
		var words sim.Words
		copy(words[:], c.Words)
		words = ships.Rules.NewModel(*c.Config.simConfig()).Forecast(c.Kind, words, c.Ticks)
		c.After = words[:len(c.Words)]
		m.Forecasts = append(m.Forecasts, c)
	}
}
