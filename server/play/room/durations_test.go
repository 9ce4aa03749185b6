package room

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestNthIsThatOfTheSorted(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2_000 {
		s := make([]time.Duration, 1+rng.IntN(70))
		for i := range s {
			s[i] = time.Duration(rng.IntN(1 + rng.IntN(100))) // many alike
		}
		sorted, n := slices.Sorted(slices.Values(s)), rng.IntN(len(s))
		if got := nth(slices.Clone(s), n); got != sorted[n] {
			t.Fatalf("number %d of %v is %d, want %d", n, sorted, got, sorted[n])
		}
	}
}
