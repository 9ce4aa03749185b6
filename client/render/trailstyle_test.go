package render

import (
	"testing"

	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/shared/deeds"
	"perihelion/shared/protocol"
)

func TestEachTrailHasAStyleAndOthersArePlain(t *testing.T) {
	seen := map[*trailStyle]string{&plainTrail: "none"}
	for _, l := range deeds.Trails {
		style := trailStyleOf(uint8(l.Number))
		if other, known := seen[style]; known {
			t.Errorf("%s is drawn like %s", l.Name, other)
		}
		seen[style] = l.Name
	}
	for _, unknown := range []uint8{0, 200, 255} {
		if trailStyleOf(unknown) != &plainTrail {
			t.Errorf("trail %d is not plain", unknown)
		}
	}
}

func TestATrailIsDrawnAsItsPlayerHasChosen(t *testing.T) {
	drawn := func(number int) int {
		trails, b := Trails{JumpDistance: 200}, sprites.NewBatch(sprites.NewAtlas())
		for i := range 40 {
			trails.ExtendTrail(3, float32(i)*6, 0, 1, 1.0/60)
		}
		v := &netcode.View{Roster: []protocol.Player{{ID: 3, Looks: protocol.Looks{Trail: uint8(number)}}}}
		trails.DrawTrails(b, Camera{W: 1000, H: 1000, Scale: 1}, v)
		return len(b.Vertices)
	}
	plain := drawn(deeds.TrailPlain)
	if twin := drawn(deeds.TrailTwin); plain == 0 || twin != 2*plain {
		t.Errorf("two ribbons take %d vertices, one %d", twin, plain)
	}
	if pulse := drawn(deeds.TrailPulse); pulse == 0 || pulse >= plain {
		t.Errorf("dashes take %d vertices, the whole %d", pulse, plain)
	}
	if unknown := drawn(99); unknown != plain {
		t.Errorf("an unknown trail takes %d vertices, the plain one %d", unknown, plain)
	}
}
