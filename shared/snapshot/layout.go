package snapshot

import (
	"perihelion/sim"
)

// kindBits is the width of a Kind on the wire.
const kindBits = 6

// A field is a sim.Field made ready for coding. field.word is where the word
// lies in sim.Words.
type field struct {
	word   uint8
	bits   uint8
	small  uint8
	signed bool
	axis   bool
	coarse uint8
	player bool

	birth     uint8
	tolerance int32
	velocity  uint8 // of a position: the word that is its velocity; 0: none
}

// A layout is how the words of one kind are coded: those that rarely change, those that do with
// nearly every snapshot, and then velocities and positions. Encoder, decoder and
// checksum read the same layout, and no other code knows a word.
type layout struct {
	known      bool
	born       bool // first words are told as a difference from a guess, where that can be made
	rare       []field
	lively     []field // and, of a kind that has no velocities, positions
	velocities []field
	positions  []field
	fields     []field // all, in their order
	coarse     []field // those whose low bits are left out
	width      int     // bits of all words, near enough for a budget
}

// codec is what both ends know of a match: how the words of each kind are coded, and
// how things move by themselves.
type codec struct {
	cfg      sim.Config
	model    sim.Model
	bearer   sim.Bearer // model, if it is that
	interest sim.Interest
	radar    radarGrid
	shots    sim.Kind              // the first kind with births, of which most spawned entities are; 0: there is none
	layouts  [1 << kindBits]layout // by kind
}

func newCodec(rules sim.Rules, cfg sim.Config) *codec {
	c := &codec{cfg: cfg, radar: newRadarGrid(cfg.Seats), model: rules.NewModel(cfg)}
	c.bearer, _ = c.model.(sim.Bearer)
	c.interest, _ = rules.About().Distances()
	for k := range c.layouts {
		c.layouts[k] = newLayout(rules.About().Schema(sim.Kind(k)))
		if c.shots == 0 && c.layouts[k].born {
			c.shots = sim.Kind(k)
		}
	}
	return c
}

func newLayout(schema []sim.Field) (l layout) {
	for i := range schema {
		f := newField(schema, i)
		l.known, l.born = true, l.born || f.birth > 0
		l.fields = append(l.fields, f)
		l.width += int(f.bits - f.coarse)
		if f.coarse > 0 {
			l.coarse = append(l.coarse, f)
		}
		switch {
		case f.small == 0:
			l.rare = append(l.rare, f)
		case f.velocity > 0:
			l.positions = append(l.positions, f)
		case schema[i].Velocity != sim.NoAxis:
			l.velocities = append(l.velocities, f)
		default:
			l.lively = append(l.lively, f)
		}
	}
	return l
}

// steers reports whether the rare and lively fields of l are told before the forecast is taken,
// which follows from them.
func (l *layout) steers() bool { return len(l.velocities) > 0 }

func newField(schema []sim.Field, i int) field {
	s := &schema[i]
	f := field{
		word: uint8(i), bits: s.Bits, small: s.Small, signed: s.Signed, axis: s.Axis != sim.NoAxis,
		coarse: s.Coarse, player: s.Player, birth: s.Birth,
	}
	for j := range schema {
		if schema[j].Velocity != sim.NoAxis {
			f.tolerance = int32(s.Tolerance)
		}
		if f.axis && schema[j].Velocity == s.Axis {
			f.velocity = uint8(j)
		}
	}
	return f
}

// layout is that of k, or nil if the game has no such kind.
func (c *codec) layout(k sim.Kind) *layout {
	if int(k) >= len(c.layouts) || !c.layouts[k].known {
		return nil
	}
	return &c.layouts[k]
}

// forecast moves words of kind k on by t, as far as motion alone tells.
func (c *codec) forecast(k sim.Kind, words *sim.Words, t span) {
	l := &c.layouts[k]
	for range t.steps {
		*words = c.model.Forecast(k, *words, t.step)
		for i := range l.coarse {
			f := &l.coarse[i]
			words[f.word] = f.coarsen(words[f.word])
		}
	}
}

// coarsen rounds v to what is left without its low bits.
func (f *field) coarsen(v int32) int32 { return (v + 1<<f.coarse>>1) >> f.coarse << f.coarse }

// wrap brings v into the range of f: its low bits, as a number. Whatever is
// decoded goes through it, so no word ever leaves its range.
func (f *field) wrap(v int32) int32 {
	shift := 32 - f.bits
	if f.signed {
		return v << shift >> shift
	}
	return int32(uint32(v) << shift >> shift)
}

// clamp brings v into the range of f by the nearest value in it.
func (f *field) clamp(v int32) int32 {
	switch {
	case f.bits == 32 || f.wrap(v) == v:
		return v
	case f.signed && v > 0:
		return 1<<(f.bits-1) - 1<<f.coarse
	case f.signed:
		return -1 << (f.bits - 1)
	case v > 0:
		return 1<<f.bits - 1<<f.coarse
	}
	return 0
}

// difference is v-from as the shortest way around the range of f: a heading
// that passes north differs by little.
func (f *field) difference(v, from int32) int32 {
	shift := 32 - f.bits
	return (v - from) << shift >> shift
}
