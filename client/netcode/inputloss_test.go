package netcode

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestTheLeadCoversAsManyLostDatagramsAsAreLostInARowTooOften(t *testing.T) {
	for _, tt := range []struct {
		loss    float64
		repeats float64
	}{
		{0, 0}, {0.005, 1}, {0.05, 2}, {0.12, 3}, {0.6, maxRepeats},
	} {
		luck := rand.New(rand.NewPCG(1, 2))
		var l inputLoss
		for range 60 * 60 {
			lost := 0
			if luck.Float64() < tt.loss {
				lost = 1
			}
			l.observe(lost, 1)
		}
		if got := l.repeats(); got != tt.repeats {
			t.Errorf("%.1f %% of loss, measured as %.1f %%: %v repetitions in time, want %v", 100*tt.loss, 100*l.share, got, tt.repeats)
		}
		if miss := math.Pow(tt.loss, tt.repeats+1); miss > starvedShare && tt.repeats < maxRepeats {
			t.Errorf("%.1f %% of loss: %.4f of the inputs miss their tick", 100*tt.loss, miss)
		}
	}
}

func TestALinkOfWhichNothingIsKnownYetGetsNoLead(t *testing.T) {
	var l inputLoss
	if got := l.lead(1, 1); got != slackJitter-deadBand {
		t.Errorf("a lead of %v ticks, want that for jitter alone", got)
	}
	l.observe(0, 1)
	if fast, slow := l.lead(1, 0), l.lead(2, 0); slow != fast+1 {
		t.Errorf("a lead of %v ticks on a screen of 60 Hz and of %v at 30, want a tick more", fast, slow)
	}
	if got := l.repeats(); got != 1 {
		t.Errorf("%v repetitions after one datagram, want one: the stream has just lost packets", got)
	}
}
