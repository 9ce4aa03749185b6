package hud

import (
	"strings"
	"testing"
)

func TestThePlayerIsToldOfASlowLinkAndOfSilence(t *testing.T) {
	for _, c := range []struct {
		name   string
		rung   uint8
		silent int // frames
		want   string
	}{
		{"all is well", 0, 0, ""},
		{"half rate", 1, 0, "half rate: your link"},
		{"a slow link", 2, 0, "5 Hz: your link"},
		{"a dead one", 3, 20, "holding: your link"},
		{"silence", 0, 93, "waiting for your link 1.5"},
	} {
		h, v := testHUD(t), match()
		v.Stats.Snapshots, v.Stats.Rung = 10, c.rung
		h.Update(v, 1.0/60)
		v.Ready = c.silent == 0
		for range c.silent {
			h.Update(v, 1.0/60)
		}
		h.build(v, lens, Show{Scale: 1})
		text := h.printed()
		if c.want != "" && !strings.Contains(text, c.want) || c.want == "" && strings.Contains(text, "your link") {
			t.Errorf("%s: want %q in %s", c.name, c.want, text)
		}
		if !strings.Contains(text, "100") {
			t.Errorf("%s: the gauges are gone", c.name)
		}
	}
}
