package netcode

import (
	"math"
	"math/rand/v2"
	"testing"

	"perihelion/sim"
	"perihelion/sim/toy"
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

func TestTheShareOfLostDatagramsIsTheSameHoweverManyInputsEachHas(t *testing.T) {
	const every = 10 // of the datagrams is lost
	for _, inputs := range []int{1, inputsPerFrame, 4} {
		c := &Client{game: game{about: toy.Game.About()}}
		c.predictor.history = newHistory()
		c.datagrams.using, c.datagrams.send = true, func([]byte) error { return nil }
		for n := range 2000 {
			for range inputs {
				c.clock.newest++
				c.predictor.history.begin(c.clock.newest, sim.Input{})
				c.outbox.add(c.clock.newest, sim.Input{})
			}
			if err := c.sendInputs(0); err != nil {
				t.Fatal(err)
			}
			if n%every == 0 {
				continue // the next one brings its inputs
			}
			before := c.state
			if c.state.Newest = c.clock.newest; n%every == 1 {
				c.state.Lost++
			}
			c.observeInputLoss(&before, 0)
		}
		if got := c.clock.inputLead.loss.share; math.Abs(got-1.0/every) > 0.02 {
			t.Errorf("%d inputs in each: %.3f of the datagrams count as lost, want %.3f", inputs, got, 1.0/every)
		}
	}
}
