package netcode_test

import (
	"testing"
	"time"

	"perihelion/client/netcode/netcodetest"
)

// A steady match allocates nothing per frame: a pause of the collector is a
// dropped frame.
func TestASteadyMatchAllocatesNothing(t *testing.T) {
	l := newLab(t, netcodetest.Network{RTT: 60 * time.Millisecond, Seats: 16})
	l.Run(20 * time.Second)
	if got := l.AllocsPerFrame(l.Seats[0]); got != 0 {
		t.Errorf("%.2f allocations per frame, want none", got)
	}
}

func BenchmarkFrame(b *testing.B) {
	l := newLab(b, netcodetest.Network{RTT: 60 * time.Millisecond, Seats: 16})
	l.Run(5 * time.Second)
	s := l.Seats[0]
	now := l.Time()
	b.ReportAllocs()
	for b.Loop() {
		s.Client.View(now)
		now = now.Add(netcodetest.Tick)
	}
}
