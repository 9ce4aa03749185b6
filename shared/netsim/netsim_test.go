package netsim

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/transport"
)

// wrapped returns both ends of a pipe of which the near one is behind p.
func wrapped(t *testing.T, p Profile, seed uint64) (near *Conn, far transport.Conn) {
	t.Helper()
	a, b := transport.Pipe()
	near = Wrap(a, p, seed)
	t.Cleanup(func() {
		near.Close(transport.Normal)
		near.Wait()
	})
	return near, b
}

// arrivals sends n numbered frames at the given spacing and tells when each
// arrived, since the first was sent.
func arrivals(t *testing.T, from, to transport.Conn, n int, every time.Duration, size int) []time.Duration {
	t.Helper()
	began := time.Now()
	go func() {
		frame := make([]byte, max(size, 4))
		for i := range n {
			if i > 0 {
				time.Sleep(every)
			}
			binary.BigEndian.PutUint32(frame, uint32(i))
			if err := from.Send(frame); err != nil {
				t.Errorf("send %d: %v", i, err)
			}
		}
	}()
	at := make([]time.Duration, n)
	for i := range at {
		frame, err := to.Receive()
		if err != nil {
			t.Fatalf("receive %d: %v", i, err)
		}
		if got := binary.BigEndian.Uint32(frame); got != uint32(i) {
			t.Fatalf("frame %d came in place of %d", got, i)
		}
		at[i] = time.Since(began)
	}
	return at
}

func TestLatencyIsExactEachWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := wrapped(t, Profile{Up: Link{Latency: 30 * ms}, Down: Link{Latency: 70 * ms}}, 1)
		for i, at := range arrivals(t, near, far, 10, 5*ms, 0) {
			if want := 30*ms + time.Duration(i)*5*ms; at != want {
				t.Errorf("up: frame %d after %v, want %v", i, at, want)
			}
		}
		for i, at := range arrivals(t, far, near, 10, 5*ms, 0) {
			if want := 70*ms + time.Duration(i)*5*ms; at != want {
				t.Errorf("down: frame %d after %v, want %v", i, at, want)
			}
		}
	})
}

func TestJitterStaysWithinItsBoundsAndInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := wrapped(t, Symmetric(60*ms, 20*ms, 0), 2)
		at := arrivals(t, near, far, 500, 40*ms, 0) // further apart than the jitter: none waits for another
		low, high := time.Hour, time.Duration(0)
		for i, at := range at {
			took := at - time.Duration(i)*40*ms
			low, high = min(low, took), max(high, took)
		}
		if low < 30*ms || low > 31*ms || high > 50*ms || high < 49*ms {
			t.Errorf("500 frames took %v to %v, want 30 ms to 50 ms", low, high)
		}
	})
}

func TestLossIsAStallAndThenABurst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := wrapped(t, Symmetric(60*ms, 0, 0.02), 3)
		const every = 33 * ms
		at := arrivals(t, near, far, 3000, every, 0)
		once, twice := 0, 0
		for i, at := range at {
			const repair = every + 60*ms + 15*ms // until the frame is sent again
			switch at - time.Duration(i)*every - 30*ms {
			case repair:
				once++
			case 2*repair + every - repair%every: // and the next frame after that tells of its loss
				twice++
			}
		}
		if once < 40 || once > 80 || twice > 5 {
			t.Errorf("%d stalls of a retransmission and %d of two in 3000 frames, want about 60 and one", once, twice)
		}
		if same := coinciding(at); same < 2*once {
			t.Errorf("%d frames came together with the one before, want several per stall", same)
		}
	})
}

func TestALostFrameThatNothingFollowsWaitsForTheTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := wrapped(t, Symmetric(60*ms, 0, 0.1), 13)
		const every = 2 * time.Second
		late := map[time.Duration]int{}
		for i, at := range arrivals(t, near, far, 500, every, 0) {
			late[at-time.Duration(i)*every-30*ms]++
		}
		if n := late[260*ms]; n < 30 || n > 60 {
			t.Errorf("%d of 500 frames came one timeout late, want about 45", n)
		}
		if n := late[780*ms]; n == 0 || n > 12 {
			t.Errorf("%d of 500 frames came two timeouts late, want about 5", n)
		}
	})
}

func TestASenderWaitsWhileItsBufferIsInTheDark(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dark := Link{Latency: 10 * ms, Buffer: 2000, Blackouts: []Blackout{{Length: time.Second}}}
		near, far := wrapped(t, both(dark), 14)
		began := time.Now()
		go func() {
			for range 4 {
				_, _ = far.Receive()
			}
		}()
		for i, want := range []time.Duration{0, 0, 0, time.Second} {
			if err := near.Send(make([]byte, 1000)); err != nil {
				t.Fatal(err)
			}
			if got := time.Since(began); got != want {
				t.Errorf("frame %d was taken after %v, want %v", i, got, want)
			}
		}
	})
}

// coinciding counts the frames that arrive at the moment of their forerunner.
func coinciding(at []time.Duration) (n int) {
	for i := range at[1:] {
		if at[i] == at[i+1] {
			n++
		}
	}
	return n
}

func TestTheSameSeedGivesTheSameTiming(t *testing.T) {
	timing := func(seed uint64) (at []time.Duration) {
		synctest.Test(t, func(t *testing.T) {
			near, far := wrapped(t, Symmetric(60*ms, 20*ms, 0.05), seed)
			at = append(arrivals(t, near, far, 300, 10*ms, 0), arrivals(t, far, near, 300, 10*ms, 0)...)
		})
		return at
	}
	if first, again := timing(7), timing(7); !slices.Equal(first, again) {
		t.Errorf("the same seed gave\n%v and\n%v", first, again)
	}
	if slices.Equal(timing(7), timing(8)) {
		t.Error("another seed gave the same timing")
	}
}

func TestBandwidthSpacesFramesAndBlocksASenderThatExceedsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := wrapped(t, Profile{Up: Link{Bandwidth: 10_000, Buffer: 2000}}, 4)
		began := time.Now()
		var handed []time.Duration
		go func() {
			for range 10 {
				_ = near.Send(make([]byte, 1000))
				handed = append(handed, time.Since(began))
			}
		}()
		for i := range 10 {
			if _, err := far.Receive(); err != nil {
				t.Fatal(err)
			}
			if got, want := time.Since(began), time.Duration(i+1)*100*ms; got != want {
				t.Errorf("frame %d of 1000 bytes at 10 kB/s after %v, want %v", i, got, want)
			}
		}
		synctest.Wait()
		// Two kilobytes wait in the buffer, one may be cut into it.
		if handed[2] != 0 || handed[3] != 100*ms || handed[9] != 700*ms {
			t.Errorf("frames were taken at %v, want the fourth after 100 ms and the tenth after 700 ms", handed)
		}
	})
}

func TestNothingCrossesABlackout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		link := Link{Latency: 10 * ms, Blackouts: []Blackout{{after: time.Second, Length: 500 * ms, every: 2 * time.Second}}}
		near, far := wrapped(t, both(link), 5)
		for i, at := range arrivals(t, near, far, 600, 10*ms, 0) {
			if into := at % (2 * time.Second); into >= time.Second && into < 1500*ms {
				t.Errorf("frame %d arrived %v into the period, in the dark", i, into)
			}
			if sent := time.Duration(i) * 10 * ms; at-sent > 510*ms {
				t.Errorf("frame %d took %v, want at most the blackout", i, at-sent)
			}
		}
	})
}

func TestANewProfileTakesEffectAndNothingOvertakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := wrapped(t, Symmetric(400*ms, 0, 0), 6)
		began := time.Now()
		for i, rtt := range []time.Duration{20 * ms, 20 * ms} {
			if err := near.Send([]byte{byte(i)}); err != nil {
				t.Fatal(err)
			}
			near.SetProfile(Symmetric(rtt, 0, 0))
		}
		time.Sleep(300 * ms)
		if err := near.Send([]byte{2}); err != nil {
			t.Fatal(err)
		}
		for i, want := range []time.Duration{200 * ms, 200 * ms, 310 * ms} {
			frame, err := far.Receive()
			if got := time.Since(began); err != nil || frame[0] != byte(i) || i == 2 && got != want {
				t.Errorf("frame %v after %v, %v, want %d after %v", frame, got, err, i, want)
			}
		}
	})
}

func TestCloseArrivesAfterWhatWasSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := wrapped(t, Symmetric(100*ms, 0, 0), 7)
		began := time.Now()
		if err := near.Send([]byte("last words")); err != nil {
			t.Fatal(err)
		}
		near.Close(transport.Kicked)
		if _, err := near.Receive(); transport.ReasonOf(err) != transport.Kicked || time.Since(began) != 0 {
			t.Errorf("own end: %v after %v, want Kicked at once", err, time.Since(began))
		}
		if frame, err := far.Receive(); err != nil || !bytes.Equal(frame, []byte("last words")) {
			t.Errorf("received %q, %v, want the last words", frame, err)
		}
		_, err := far.Receive()
		if took := time.Since(began); transport.ReasonOf(err) != transport.Kicked || took < 50*ms {
			t.Errorf("the end arrived as %v after %v, want Kicked after 50 ms or more", err, took)
		}
	})
}

func TestTheOtherSidesEndTakesItsTimeToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := wrapped(t, Symmetric(100*ms, 0, 0), 8)
		began := time.Now()
		if err := far.Send([]byte("last words")); err != nil {
			t.Fatal(err)
		}
		far.Close(transport.Restarting)
		if frame, err := near.Receive(); err != nil || !bytes.Equal(frame, []byte("last words")) {
			t.Errorf("received %q, %v, want the last words", frame, err)
		}
		for range 2 { // the end does not go away
			_, err := near.Receive()
			if took := time.Since(began); transport.ReasonOf(err) != transport.Restarting || took != 50*ms {
				t.Errorf("the end came as %v after %v, want Restarting after 50 ms", err, took)
			}
		}
		_ = near.Send([]byte("too late")) // accepted: the sender cannot know yet
		time.Sleep(time.Second)
		if err := near.Send([]byte("later")); transport.ReasonOf(err) != transport.Restarting {
			t.Errorf("send long after the end: %v, want Restarting", err)
		}
	})
}

func TestACutCableLosesWhatIsOnItsWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := wrapped(t, Symmetric(100*ms, 0, 0), 9)
		if err := near.Send([]byte("lost")); err != nil {
			t.Fatal(err)
		}
		near.Close(transport.Abnormal)
		near.Wait()
		if frame, err := far.Receive(); transport.ReasonOf(err) != transport.Abnormal {
			t.Errorf("received %q, %v, want Abnormal", frame, err)
		}
	})
}

func TestCloseDoesNotWaitForeverForAReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, _ := wrapped(t, Profile{}, 12)
		for range 200 { // more than a pipe holds
			if err := near.Send([]byte("x")); err != nil {
				t.Fatal(err)
			}
		}
		began := time.Now()
		near.Close(transport.Normal)
		near.Wait()
		if took := time.Since(began); took != linger {
			t.Errorf("gave up after %v, want %v", took, linger)
		}
	})
}

// synctest fails a test whose goroutines outlive it; here all are left in the
// middle of things.
func TestCloseEndsEverything(t *testing.T) {
	for _, n := range Profiles() {
		t.Run(n.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				near, far := wrapped(t, n.Profile, 10)
				for i := range 50 {
					if err := near.Send(fmt.Append(nil, i)); err != nil {
						t.Fatal(err)
					}
					if err := far.Send(fmt.Append(nil, i)); err != nil {
						t.Fatal(err)
					}
				}
				near.Close(transport.Normal)
				near.Wait()
			})
		})
	}
}

func TestItWorksInRealTime(t *testing.T) {
	near, far := wrapped(t, Symmetric(40*ms, 0, 0), 11)
	at := arrivals(t, near, far, 3, ms, 0)
	if at[0] < 20*ms || at[2] > 2*time.Second {
		t.Errorf("frames arrived after %v, want a little over 20 ms", at)
	}
}
