package rng

import "testing"

func TestASeedAlwaysGivesTheSameNumbers(t *testing.T) {
	s := Source(1962)
	for i, want := range []uint64{0x158843e92649af3, 0xadd3267e7ce80a3e, 0x996e458b9ed7e8a7} {
		if got := s.Next(); got != want {
			t.Errorf("number %d = %#x, want %#x", i, got, want)
		}
	}
}

func TestNumbersBelowABoundAreEquallyLikely(t *testing.T) {
	var s Source
	var seen [7]int
	for range 70_000 {
		seen[s.Below(7)]++
	}
	for n, count := range seen {
		if count < 9_600 || count > 10_400 {
			t.Errorf("%d came %d times of 70,000, want about 10,000", n, count)
		}
	}
}
