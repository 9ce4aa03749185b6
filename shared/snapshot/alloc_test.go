package snapshot_test

import (
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim/ships"
)

func TestSteadyStateAllocatesNothing(t *testing.T) {
	r := record(32, 64)
	p := snapshot.NewPublisher(ships.Rules, r.cfg)
	feeds := make([]snapshot.ClientEncoder, 4)
	replica := snapshot.NewClientState(ships.Rules, r.cfg)
	body := make([]byte, 0, 64<<10)
	n := 0
	frame := func() {
		s, shares := r.publish(p, n)
		n++
		for i := range feeds {
			if n%(i+1) != 0 { // some skip
				continue
			}
			body = feeds[i].Append(body[:0], s, &shares[i])
			if i > 0 {
				continue
			}
			if err := replica.Apply(s.Tick(), body); err != nil {
				t.Fatal(err)
			}
		}
		s.Release()
	}
	for range 300 {
		frame()
	}
	if got := testing.AllocsPerRun(200, frame); got != 0 {
		t.Errorf("a snapshot with its frames allocates %v times, want 0", got)
	}
}
