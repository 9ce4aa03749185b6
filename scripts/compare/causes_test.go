package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/pprof/profile"
)

// stack is a sample of so many nanoseconds, the innermost function first.
func stack(ns int64, functions ...string) *profile.Sample {
	s := &profile.Sample{Value: []int64{1, ns}}
	for _, f := range functions {
		s.Location = append(s.Location, &profile.Location{Line: []profile.Line{{Function: &profile.Function{Name: f}}}})
	}
	return s
}

func TestASampleBelongsToTheInnermostCause(t *testing.T) {
	p := &profile.Profile{SampleType: []*profile.ValueType{{Type: "samples"}, {Type: "cpu"}}, Sample: []*profile.Sample{
		stack(500, "internal/runtime/syscall.Syscall6", "syscall.write", "internal/poll.(*FD).Write", "github.com/lxzan/gws.(*Conn).doWrite", "perihelion/server/play/session.(*writer).run"),
		stack(200, "runtime.memmove", "perihelion/shared/snapshot.(*bitWriter).copy", "perihelion/shared/snapshot.(*ClientEncoder).Append"),
		stack(200, "perihelion/sim/ships.(*World).Step", "perihelion/server/play/room.(*match).step"),
		stack(100, "perihelion/server/ops/live.(*hub).run"),
	}}
	got, want := shares(p), map[string]float64{"socket writes": .5, "compose": .2, "simulation": .2, otherCause: .1}
	for i := range got {
		name := otherCause
		if i < len(causes) {
			name = causes[i].name
		}
		if got[i] != want[name] {
			t.Errorf("%s: %v of the time, want %v", name, got[i], want[name])
		}
	}
}

func TestTheTableOfCausesIsInPartsOfACore(t *testing.T) {
	half := make([]float64, len(causes)+1)
	half[0], half[len(causes)] = .5, .5
	var out bytes.Buffer
	printCauses(&out, []result{{Work: "rooms", CPU: .2, Causes: half}, {Work: "rooms", CPU: .4, Causes: half}, {Work: "rooms", CPU: 9}})
	for _, want := range []string{works[0].text, "| collector | 0.150 |", "| poller | 0.000 |", "| everything else | 0.150 |", "| **all** | 0.300 |"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
}
