package ships

import (
	"testing"

	"perihelion/sim"
)

func FuzzReadInput(f *testing.F) {
	f.Add(int8(127), int8(-127), uint16(0xffff), uint8(255), []byte{0x0f, 1, 2, 3, 4, 5})
	f.Add(int8(0), int8(1), uint16(0), uint8(0), []byte{0x10})
	f.Fuzz(func(t *testing.T, thrust, strafe int8, aim uint16, buttons uint8, garbage []byte) {
		in := Inputs.Clamp(sim.Input{Axes: Axes(thrust, strafe, aim), Buttons: sim.Buttons(buttons)})
		before := sim.Input{Axes: Axes(5, 0, 77), View: 9, Fraction: 3}
		told := Inputs.Append(nil, &in, &before)
		got := before
		if n := Inputs.Read(told, &got); n != len(told) || n > sim.MaxInputBytes {
			t.Fatalf("ReadInput took %d of %d bytes, at most %d", n, len(told), sim.MaxInputBytes)
		}
		in.View, in.Fraction = before.View, before.Fraction
		if got != in {
			t.Errorf("read %+v, want %+v", got, in)
		}
		for cut := range told {
			if n := Inputs.Read(told[:cut], &got); n != 0 {
				t.Errorf("ReadInput of %d of %d bytes = %d, want 0", cut, len(told), n)
			}
		}
		if n := Inputs.Read(garbage, &got); n > len(garbage) {
			t.Errorf("ReadInput took %d of %d bytes", n, len(garbage))
		}
	})
}

func TestReadInputRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"words that do not exist":       {0x20},
		"buttons that do not exist":     {0x10, 0x80},
		"thrust without mirror image":   {1 << AxisThrust, 0x80},
		"strafing without mirror image": {1 << AxisStrafe, 0x80},
	} {
		var in sim.Input
		if n := Inputs.Read(b, &in); n != -1 {
			t.Errorf("%s: ReadInput = %d, want -1", name, n)
		}
	}
}
