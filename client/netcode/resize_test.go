package netcode

import (
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
)

func TestTheServerIsToldOfAnotherWindow(t *testing.T) {
	var told []int32
	c := New(func(frame []byte) error {
		w, err := protocol.DecodeWindow(frame)
		told = append(told, w.Aspect)
		return err
	}, Options{Aspect: 1778})
	now := time.Now()
	resize := func(after time.Duration, aspect int32, want int) {
		t.Helper()
		now = now.Add(after)
		if err := c.Resize(aspect, now); err != nil || len(told) != want {
			t.Errorf("after %v with %d: told %v, %v; want %d", after, aspect, told, err, want)
		}
	}
	resize(time.Second, 462, 0) // before Welcome: Hello was sent, and there is no room yet
	c.replica = &snapshot.ClientState{}
	resize(time.Second, 1778, 0)
	resize(time.Second, 462, 1)
	resize(resizeEvery/2, 1000, 1) // it is being dragged
	resize(resizeEvery/2, 1200, 2)
	resize(time.Second, 1200, 2)
	if told[1] != 1200 {
		t.Errorf("told %v, want the last one", told)
	}
}
