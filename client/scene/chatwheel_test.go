package scene

import (
	"testing"

	"perihelion/shared/protocol"
)

func TestTheWheelSelectsByDirection(t *testing.T) {
	tests := []struct {
		name string
		x, y float32
		want protocol.Quick
	}{
		{"up", 0, -1, protocol.QuickHello},
		{"right", 1, 0, protocol.QuickGoodGame},
		{"down", 0, 1, protocol.QuickThanks},
		{"up and left", -1, -1, protocol.QuickAgain},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var w chatWheel
			if w.selectAt(tt.x, tt.y, 1); w.quickLine(w.selected) != tt.want {
				t.Errorf("points at %q, want %q", w.quickLine(w.selected), tt.want)
			}
			if w.selectAt(tt.x, tt.y, .1); w.selected != -1 {
				t.Errorf("hardly pulled, it points at %q", w.quickLine(w.selected))
			}
		})
	}
}
