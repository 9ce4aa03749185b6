package arenas

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestAPictureIsDrawnOnceAndOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex // of drawn and now
		p, drawn, now := newPictures(), map[string]int{}, 0
		draw := func(hash string) func() ([]byte, error) {
			return func() ([]byte, error) {
				mu.Lock()
				if now++; now > 1 {
					t.Error("two at a time")
				}
				mu.Unlock()
				time.Sleep(time.Second) // what drawing takes
				mu.Lock()
				defer mu.Unlock()
				now--
				drawn[hash]++
				return []byte(hash), nil
			}
		}
		for i := range 20 {
			hash := strconv.Itoa(i % 2)
			go func() {
				if got, err := p.get(t.Context(), hash, draw(hash)); err != nil || string(got) != hash {
					t.Errorf("%s: %s, %v", hash, got, err)
				}
			}()
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := p.get(ctx, "2", draw("2")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("who does not wait: %v", err)
		}
		time.Sleep(time.Minute)
		mu.Lock()
		defer mu.Unlock()
		if drawn["0"] != 1 || drawn["1"] != 1 || drawn["2"] != 0 {
			t.Errorf("drawn %v", drawn)
		}
	})
}

func TestPicturesAreKeptWithinTheirBytes(t *testing.T) {
	p, drawn := newPictures(), 0
	get := func(hash string) {
		_, err := p.get(t.Context(), hash, func() ([]byte, error) { drawn++; return make([]byte, keptPictures/4), nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, hash := range []string{"a", "b", "c", "d", "a", "e", "a"} { // e takes the place of b
		get(hash)
	}
	if drawn != 5 || len(p.of) != 4 || len(p.order) != 4 || p.bytes != keptPictures {
		t.Errorf("%d drawn, %d kept of %d bytes", drawn, len(p.of), p.bytes)
	}
	if get("b"); drawn != 6 {
		t.Error("b was kept")
	}
	if _, err := p.get(t.Context(), "x", func() ([]byte, error) { return nil, errors.New("of other rules") }); err == nil || p.of["x"] != nil {
		t.Errorf("an error is kept: %v", err)
	}
}
