package daily

import (
	"errors"
	"fmt"

	"perihelion/shared/replay"
	"perihelion/sim"
)

// Reasons are all of them.
func Reasons() []string {
	return []string{reasonDamaged, reasonRules, reasonOther, reasonSeats, reasonInputs, reasonDiverged, reasonUnfinished, reasonSlow}
}

// Refusal is the error of a log that is no run.
type Refusal struct{ Reason, Text string }

// Error is fit for a player.
func (r *Refusal) Error() string { return r.Text }

func refuse(reason, format string, args ...any) *Refusal {
	return &Refusal{reason, fmt.Sprintf(format, args...)}
}

// explain makes any error of reading a log a Refusal.
func explain(err error) error {
	var known *Refusal
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, sim.ErrRules), errors.Is(err, replay.ErrVersion):
		return refuse(reasonRules, "the run was flown by the rules of another version of the game: load it again")
	case errors.Is(err, sim.ErrGame):
		return refuse(reasonOther, "the run is of another game")
	case errors.Is(err, replay.ErrTruncated):
		return refuse(reasonUnfinished, "the log of the run ends early, or is longer than any run")
	}
	return refuse(reasonDamaged, "this is not the log of a run: %v", err)
}
