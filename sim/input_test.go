package sim

import (
	"testing"
)

func FuzzReadInput(f *testing.F) {
	f.Add(int8(127), int8(-127), uint16(0xffff), uint8(255), []byte{0x0f, 1, 2, 3, 4, 5})
	f.Add(int8(0), int8(1), uint16(0), uint8(0), []byte{0x10})
	f.Fuzz(func(t *testing.T, thrust, strafe int8, aim uint16, buttons uint8, garbage []byte) {
		in := Input{Thrust: max(thrust, -127), Strafe: max(strafe, -127), Aim: aim, Buttons: Buttons(buttons)}
		before := Input{Thrust: 5, Aim: 77, View: 9, Fraction: 3}
		told := AppendInput(nil, &in, &before)
		got := before
		if n := ReadInput(told, &got); n != len(told) || n > MaxInputBytes {
			t.Fatalf("ReadInput took %d of %d bytes, at most %d", n, len(told), MaxInputBytes)
		}
		in.View, in.Fraction = before.View, before.Fraction
		if got != in {
			t.Errorf("read %+v, want %+v", got, in)
		}
		for cut := range told {
			if n := ReadInput(told[:cut], &got); n != 0 {
				t.Errorf("ReadInput of %d of %d bytes = %d, want 0", cut, len(told), n)
			}
		}
		if n := ReadInput(garbage, &got); n > len(garbage) {
			t.Errorf("ReadInput took %d of %d bytes", n, len(garbage))
		}
	})
}

func TestReadInputRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"words that do not exist":       {0x10},
		"thrust without mirror image":   {changedThrust, 0x80},
		"strafing without mirror image": {changedStrafe, 0x80},
	} {
		var in Input
		if n := ReadInput(b, &in); n != -1 {
			t.Errorf("%s: ReadInput = %d, want -1", name, n)
		}
	}
}
