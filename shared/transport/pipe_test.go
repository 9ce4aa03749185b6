package transport

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

func TestPipeCarriesFramesInOrderBothWays(t *testing.T) {
	a, b := Pipe()
	for _, ends := range [][2]Conn{{a, b}, {b, a}} {
		for i := range pipeFrames {
			send(t, ends[0], fmt.Sprint(i))
		}
		for i := range pipeFrames {
			expect(t, ends[1], fmt.Sprint(i))
		}
	}
}

func TestPipeCopiesFrames(t *testing.T) {
	a, b := Pipe()
	frame := []byte("before")
	if err := a.Send(frame); err != nil {
		t.Fatal(err)
	}
	copy(frame, "after!")
	expect(t, b, "before")
}

func TestPipeCarriesEmptyFrames(t *testing.T) {
	a, b := Pipe()
	send(t, a, "")
	expect(t, b, "")
}

func TestPipeBlocksASenderThatIsTooFarAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := Pipe()
		sent := 0
		go func() {
			for a.Send([]byte("x")) == nil {
				sent++
			}
		}()
		synctest.Wait()
		if sent != pipeFrames {
			t.Errorf("sent %d frames to a peer that does not read, want %d", sent, pipeFrames)
		}
		expect(t, b, "x")
		synctest.Wait()
		if sent != pipeFrames+1 {
			t.Errorf("sent %d frames after one was read, want %d", sent, pipeFrames+1)
		}
		b.Close(TooSlow)
	})
}

func TestPipeDeliversWhatWasSentBeforeClose(t *testing.T) {
	a, b := Pipe()
	send(t, a, "first")
	send(t, a, "last words")
	send(t, b, "never read")
	a.Close(Kicked)
	b.Close(Normal) // too late to change the reason
	expect(t, b, "first")
	expect(t, b, "last words")
	for name, op := range map[string]func() error{
		"receive of the side that was left": func() error { _, err := b.Receive(); return err },
		"send of the side that was left":    func() error { return b.Send([]byte("x")) },
		"receive of the side that closed":   func() error { _, err := a.Receive(); return err },
		"send of the side that closed":      func() error { return a.Send([]byte("x")) },
	} {
		var closed *Closed
		if err := op(); !errors.As(err, &closed) || closed.Reason != Kicked {
			t.Errorf("%s: %v, want Kicked", name, err)
		} else if !errors.Is(err, ErrClosed) {
			t.Errorf("%s: %v is not ErrClosed", name, err)
		}
	}
}

func TestPipeWakesWhoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := Pipe()
		ends := make(chan error)
		for _, c := range []Conn{a, b} {
			go func() { _, err := c.Receive(); ends <- err }()
		}
		time.Sleep(time.Hour)
		a.Close(RoomClosed)
		for range 2 {
			if err := <-ends; ReasonOf(err) != RoomClosed {
				t.Errorf("waiting receiver got %v, want RoomClosed", err)
			}
		}
	})
}

func TestPipeAllocatesNothing(t *testing.T) {
	a, b := Pipe()
	frame := make([]byte, 600)
	if n := testing.AllocsPerRun(1000, func() {
		_ = a.Send(frame)
		_, _ = b.Receive()
	}); n > 0 {
		t.Errorf("%v allocations per frame, want 0", n)
	}
}

func TestEveryReasonHasWordsAndAdvice(t *testing.T) {
	seen := map[string]Reason{}
	for r, about := range reasons {
		if about.text == "" {
			t.Errorf("%d has no words", r)
		}
		if twin, ok := seen[about.text]; ok {
			t.Errorf("%d and %d say the same: %q", r, twin, about.text)
		}
		seen[about.text] = r
	}
	own := map[Reason]Advice{
		BadTicket: Requeue, RoomFull: Requeue, RoomClosed: Requeue, RoomCrashed: Requeue,
		Kicked: GiveUp, Replaced: GiveUp, BadFrame: GiveUp, WrongVersion: GiveUp, RateLimited: GiveUp,
		TooSlow: Resume, HandshakeFailed: Resume,
	}
	for r := Reason(1000); r < 5000; r++ {
		want := Resume // whatever a proxy or a browser says
		if r >= 4000 {
			want = own[r] // GiveUp, if a newer server says what we do not know
		}
		if got := r.Advice(); got != want {
			t.Errorf("advice for %d = %d, want %d", r, got, want)
		}
	}
	if got, want := Reason(4999).String(), "the connection was closed with code 4999"; got != want {
		t.Errorf("unknown reason reads %q, want %q", got, want)
	}
}

func send(t *testing.T, c Conn, text string) {
	t.Helper()
	if err := c.Send([]byte(text)); err != nil {
		t.Fatalf("send %q: %v", text, err)
	}
}

func expect(t *testing.T, c Conn, want string) {
	t.Helper()
	if got, err := c.Receive(); err != nil || string(got) != want {
		t.Errorf("receive = %q, %v, want %q", got, err, want)
	}
}
