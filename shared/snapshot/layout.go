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
}

// A layout is how the words of one kind are coded: those that move with nearly
// every snapshot first, then those that rarely change. Encoder, decoder and
// checksum read the same layout, and no other code knows a word.
type layout struct {
	known bool
	lively,
	rare []field
	fields []field // all, in their order
	width  int     // bits of all words, near enough for a budget
}

// codec is what both ends know of a match: how the words of each kind are coded, and
// how things move by themselves.
type codec struct {
	cfg      sim.Config
	model    sim.Model
	interest sim.Interest
	radar    radarGrid
	layouts  [1 << kindBits]layout // by kind
}

func newCodec(rules sim.Rules, cfg sim.Config) *codec {
	c := &codec{cfg: cfg, radar: newRadarGrid(cfg.Seats), model: rules.NewModel(cfg)}
	c.interest, _ = rules.About().Distances()
	for k := range c.layouts {
		l := &c.layouts[k]
		for i, f := range rules.About().Schema(sim.Kind(k)) {
			f := field{
				word: uint8(i), bits: f.Bits, small: f.Small,
				signed: f.Signed, axis: f.Axis != sim.NoAxis,
			}
			l.known = true
			l.fields = append(l.fields, f)
			l.width += int(f.bits)
			if f.small > 0 {
				l.lively = append(l.lively, f)
				continue
			}
			l.rare = append(l.rare, f)
		}
	}
	return c
}

// layout is that of k, or nil if the game has no such kind.
func (c *codec) layout(k sim.Kind) *layout {
	if int(k) >= len(c.layouts) || !c.layouts[k].known {
		return nil
	}
	return &c.layouts[k]
}

// forecast moves words of kind k on by some ticks, as far as motion alone tells.
func (c *codec) forecast(k sim.Kind, words *sim.Words, ticks int) {
	*words = c.model.Forecast(k, *words, ticks)
}

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
		return 1<<(f.bits-1) - 1
	case f.signed:
		return -1 << (f.bits - 1)
	case v > 0:
		return 1<<f.bits - 1
	}
	return 0
}

// difference is v-from as the shortest way around the range of f: a heading
// that passes north differs by little.
func (f *field) difference(v, from int32) int32 {
	shift := 32 - f.bits
	return (v - from) << shift >> shift
}
