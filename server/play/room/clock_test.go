package room

import (
	"testing"
	"time"
	"unsafe"

	"perihelion/sim"
)

// setBack is t as time.Now would have returned it after the clock of the machine
// was set back by d: the time on the wall is earlier, the monotonic one is the same.
// In a time.Time with both, the seconds on the wall are the bits from 30 up of its
// first word.
func setBack(t time.Time, d time.Duration) time.Time {
	words := (*[2]uint64)(unsafe.Pointer(&t))
	words[0] -= uint64(d/time.Second) << 30
	return t
}

func TestAClockThatIsSetBackEndsNoRoundBeforeItBegan(t *testing.T) {
	began := time.Now()
	now := setBack(began.Add(90*time.Second), time.Hour)
	if wall := now.Round(0).Sub(began.Round(0)); wall != 90*time.Second-time.Hour {
		t.Fatalf("the clock of this test went by %v: is time.Time made otherwise now?", wall)
	}
	c := &recordingObserver{}
	m := staged(t, Config{Sim: sim.Config{Seats: 2}, Observer: c})
	m.mustAdmit(t, "ada")
	m.round = round{live: true, began: began}
	m.now = now
	m.endRound(false)
	if len(c.results) != 1 {
		t.Fatalf("told of %d rounds, want one", len(c.results))
	}
	res := &c.results[0]
	if lasted := res.Ended.Round(0).Sub(res.Began.Round(0)); lasted != 90*time.Second {
		t.Errorf("the round lasted %v on the wall, want 90 s", lasted)
	}
}
