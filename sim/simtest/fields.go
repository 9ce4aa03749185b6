package simtest

import (
	"fmt"
	"slices"

	"perihelion/sim"
)

// checkBirths holds guesses of first words, where fields say that there are any, to being made and the
// same on both ends, whatever the words of what they come from.
func checkBirths(models [2]sim.Model, k sim.Kind, w sim.Words, fields []sim.Field) error {
	if !slices.ContainsFunc(fields, func(f sim.Field) bool { return f.Birth > 0 }) {
		return nil
	}
	a, is := models[0].(sim.Bearer)
	if !is {
		return fmt.Errorf("kind %d has births, and the Model guesses none: it is no Bearer", k)
	}
	for id := range sim.EntityID(1<<16 - 1) {
		a.BearerOf(k, id)
	}
	b, _ := models[1].(sim.Bearer)
	if got, want := b.Birth(k, w, 1000, 3), a.Birth(k, w, 1000, 3); got != want {
		return fmt.Errorf("kind %d, out of %v: one guess of its first words is %v, another %v", k, w, got, want)
	}
	return nil
}

// checkSteering holds a forecast of a kind that has velocities to changing these and the
// positions along the same axes: clients are told of the others before it is taken.
func checkSteering(model sim.Model, k sim.Kind, w sim.Words, fields []sim.Field) error {
	var moves [sim.AxisY + 1]bool
	for _, f := range fields {
		moves[f.Velocity] = f.Velocity != sim.NoAxis
	}
	if moves == [len(moves)]bool{} {
		return nil
	}
	after := model.Forecast(k, w, 2)
	for i, f := range fields {
		if after[i] != w[i] && !moves[f.Axis] && f.Velocity == sim.NoAxis {
			return fmt.Errorf("a forecast of kind %d, which has velocities, changes its %s", k, f.Name)
		}
	}
	return nil
}
