package snapshot

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/ships"
)

// The schema belongs to the game; the codec needs this of it.
func TestTheSchemaCanBeCoded(t *testing.T) {
	for k := range 256 {
		fields := ships.SchemaOf(sim.Kind(k))
		if len(fields) > 0 && k >= 1<<kindBits {
			t.Errorf("kind %d does not fit %d bits", k, kindBits)
		}
		if len(fields) > sim.EntityWords {
			t.Errorf("kind %d has %d words, want at most %d", k, len(fields), sim.EntityWords)
		}
		for _, f := range fields {
			switch {
			case f.Bits < 1 || f.Bits > 32:
				t.Errorf("kind %d, %s: %d bits, want 1 to 32", k, f.Name, f.Bits)
			case f.Axis != sim.NoAxis && f.Bits == 32:
				t.Errorf("kind %d, %s: a position of 32 bits, want 31 at most", k, f.Name)
			case f.Small > 16:
				t.Errorf("kind %d, %s: Small = %d, want 16 at most", k, f.Name, f.Small)
			}
		}
	}
}

func TestWordsStayInTheirRange(t *testing.T) {
	signed, unsigned, full := field{bits: 8, signed: true}, field{bits: 8}, field{bits: 32}
	tests := []struct {
		name        string
		f           field
		v           int32
		clamp, wrap int32
	}{
		{"a signed word that fits", signed, -128, -128, -128},
		{"a signed word above", signed, 130, 127, -126},
		{"a signed word below", signed, -1000, -128, 24},
		{"an unsigned word that fits", unsigned, 255, 255, 255},
		{"an unsigned word above", unsigned, 256, 255, 0},
		{"an unsigned word below", unsigned, -1, 0, 255},
		{"a word of 32 bits", full, -5, -5, -5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.f.clamp(tt.v); got != tt.clamp {
				t.Errorf("clamp(%d) = %d, want %d", tt.v, got, tt.clamp)
			}
			if got := tt.f.wrap(tt.v); got != tt.wrap {
				t.Errorf("wrap(%d) = %d, want %d", tt.v, got, tt.wrap)
			}
		})
	}
}

func TestAHeadingThatPassesNorthDiffersByLittle(t *testing.T) {
	f := field{bits: 8}
	if got := f.difference(2, 254); got != 4 {
		t.Errorf("difference(2, 254) = %d, want 4", got)
	}
	if got := f.difference(254, 2); got != -4 {
		t.Errorf("difference(254, 2) = %d, want -4", got)
	}
}
