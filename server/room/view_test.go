package room

import (
	"testing"
	"time"

	"perihelion/shared/ring"
	"perihelion/sim"
)

func TestWitnessBelievesOnlyItsOwnRecords(t *testing.T) {
	type look struct {
		view     sim.Tick
		fraction uint8
	}
	tests := []struct {
		name string
		acks []sim.Tick
		says []look
		want []look
	}{
		{"an honest view passes", []sim.Tick{100}, []look{{95, 7}, {96, 7}}, []look{{95, 7}, {96, 7}}},
		{"without a snapshot there is no view", nil, []look{{95, 7}}, []look{{}}},
		{"a client may decline compensation", []sim.Tick{100}, []look{{0, 9}}, []look{{}}},
		{"a client may foresee a little", []sim.Tick{90}, []look{{95, 7}}, []look{{95, 7}}},
		{"nobody foresees much", []sim.Tick{90}, []look{{101, 7}}, []look{{100, 0}}},
		{"the future was not received", []sim.Tick{90, 4_000}, []look{{4_000, 0}}, []look{{100, 0}}},
		{"a tick without snapshot confirms nothing", []sim.Tick{80, 81}, []look{{91, 0}}, []look{{90, 0}}},
		{"an ack does not go back", []sim.Tick{100, 90}, []look{{99, 0}}, []look{{99, 0}}},
		{"no screen is that far behind", []sim.Tick{100}, []look{{50, 7}}, []look{{88, 0}}},
		{"a view does not go back", []sim.Tick{100}, []look{{95, 7}, {94, 0}, {95, 3}}, []look{{95, 7}, {95, 7}, {95, 7}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			shown := ring.New[time.Time](shownTicks)
			start := time.Now()
			for tick := sim.Tick(2); tick <= 100; tick += 2 {
				shown.Put(uint32(tick), start)
			}
			var w witness
			for _, a := range tt.acks {
				w.ack(a, start.Add(time.Second), shown)
			}
			for i, l := range tt.says {
				in := sim.Input{View: l.view, Fraction: l.fraction}
				w.clamp(&in, 2)
				if got := (look{in.View, in.Fraction}); got != tt.want[i] {
					t.Errorf("%v is taken as %v, want %v", l, got, tt.want[i])
				}
			}
		})
	}
}
