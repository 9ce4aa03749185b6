package ring_test

import (
	"testing"

	"perihelion/shared/ring"
)

func TestLookUp(t *testing.T) {
	r := ring.New[string](4)
	for tick, v := range map[uint32]string{7: "seven", 8: "eight", 9: "nine", 10: "ten"} {
		r.Put(tick, v)
	}
	r.Put(11, "eleven")
	tests := []struct {
		name string
		tick uint32
		want string
		ok   bool
	}{
		{"the newest tick is there", 11, "eleven", true},
		{"the oldest tick that fits is there", 8, "eight", true},
		{"a tick whose slot was taken misses", 7, "", false},
		{"a tick to come misses, whatever is in its slot", 12, "", false},
		{"a tick one lap ahead misses", 15, "", false},
		{"tick zero means none", 0, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := r.At(tt.tick)
			if got != tt.want || ok != tt.ok {
				t.Errorf("At(%d) = %q, %v, want %q, %v", tt.tick, got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestTickZeroIsNeverFound(t *testing.T) {
	r := ring.New[int](2)
	r.Put(0, 5)
	if got, ok := r.At(0); ok {
		t.Errorf("At(0) = %d, true, want a miss", got)
	}
}

func TestSlotKeepsTheMemoryOfItsValue(t *testing.T) {
	r := ring.New[[]byte](2)
	r.Put(1, make([]byte, 0, 64))
	s := r.Slot(3)
	if got := cap(*s); got != 64 {
		t.Errorf("capacity in the reused slot = %d, want 64", got)
	}
	*s = append(*s, 'x')
	if got, ok := r.At(3); !ok || string(got) != "x" {
		t.Errorf("At(3) = %q, %v, want \"x\", true", got, ok)
	}
	if _, ok := r.At(1); ok {
		t.Error("At(1) hit after tick 3 took its slot")
	}
}

func TestClearForgets(t *testing.T) {
	r := ring.New[int](4)
	r.Put(4, 1)
	r.Clear()
	if r.Ptr(4) != nil {
		t.Error("tick 4 is still there after Clear")
	}
}

func TestSizeMustBePositive(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("New(0) did not panic")
		}
	}()
	ring.New[int](0)
}
