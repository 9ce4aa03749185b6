package ships_test

import (
	"math/bits"
	"testing"

	"perihelion/sim"
	"perihelion/sim/ships"
)

// TestASteadyShipHasASmallForecastError measures what the codec has to send: the bits of
// the difference between the forecast and the real words, two ticks later.
func TestASteadyShipHasASmallForecastError(t *testing.T) {
	f := newBotMatch(sim.Config{Seed: 3, Seats: 16})
	model := ships.Rules.NewModel(f.cfg)
	fields := ships.SchemaOf(ships.KindShip)
	total, count := make([]int, len(fields)), 0
	before := map[sim.EntityID]sim.Words{}
	steady, exact := 0, 0
	for range 3600 {
		clear(before)
		for _, e := range f.world.AppendEntities(nil) {
			if e.Kind == ships.KindShip {
				before[e.ID] = e.Words
			}
		}
		f.world.Step(f.botInputs())
		f.world.Step(f.botInputs())
		for _, e := range f.world.AppendEntities(nil) {
			was, known := before[e.ID]
			if e.Kind != ships.KindShip || !known {
				continue
			}
			guess := was
			guess = model.Forecast(e.Kind, guess, 2)
			count++
			for i := range fields {
				total[i] += bits.Len32(uint32(distance(e.Words[i], guess[i])))
			}
			if was[ships.ShipThrust] == e.Words[ships.ShipThrust] && was[ships.ShipStrafe] == e.Words[ships.ShipStrafe] &&
				was[ships.ShipFlags] == e.Words[ships.ShipFlags] && was[ships.ShipHeading] == e.Words[ships.ShipHeading] {
				steady++
				if distance(e.Words[ships.ShipX], guess[ships.ShipX]) <= 2 && distance(e.Words[ships.ShipY], guess[ships.ShipY]) <= 2 {
					exact++
				}
			}
		}
	}
	sum := 0.0
	for i, field := range fields {
		mean := float64(total[i]) / float64(count)
		sum += mean
		t.Logf("%-8s %.2f bits", field.Name, mean)
	}
	t.Logf("%d forecasts, %.2f bits of residual each; %d of %d ships that hold their keys within 1/8 unit", count, sum, exact, steady)
	if sum > 16 {
		t.Errorf("a ship's residual is %.2f bits, want 16 at most", sum)
	}
	if steady < 100 || exact*100 < steady*92 {
		t.Errorf("%d of %d ships that hold their keys are where the forecast puts them, want 92 of 100", exact, steady)
	}
}

func distance(a, b int32) int32 { return max(a-b, b-a) }

func TestForecastKeepsWhatDoesNotMove(t *testing.T) {
	model := ships.Rules.NewModel(sim.Config{Seats: 4})
	for k := ships.KindPulse; k <= ships.EventAward; k++ {
		if k == ships.KindSeeker {
			continue
		}
		words := sim.Words{5, 4, 3, 2, 1}
		if words = model.Forecast(k, words, 3); words != (sim.Words{5, 4, 3, 2, 1}) {
			t.Errorf("kind %d: words = %v, want them untouched", k, words)
		}
	}
}

func TestForecastTakesAnyWords(t *testing.T) {
	model := ships.Rules.NewModel(sim.Config{Seats: 4})
	for _, word := range []int32{-1 << 31, 1<<31 - 1, 0, -1} {
		for _, ticks := range []int{-5, 0, 1, 1 << 30} {
			words := sim.Words{}
			for i := range words {
				words[i] = word
			}
			model.Forecast(ships.KindShip, words, ticks)
			model.Forecast(ships.KindSeeker, words, ticks)
		}
	}
}
