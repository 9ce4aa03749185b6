package netsim

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/transport"
)

func TestDatagramsAreLostAndOvertakeEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := Datagrams(Symmetric(60*ms, 20*ms, 0.2), 7)
		const sent = 200
		start := time.Now()
		go func() {
			for i := range byte(sent) {
				_ = near.Send([]byte{i})
				time.Sleep(5 * ms)
			}
		}()
		var got []byte
		time.AfterFunc(2*time.Second, func() { near.Close(transport.Normal) })
		for {
			m, err := far.Receive()
			if err != nil {
				break
			}
			if at := time.Since(start); at < time.Duration(m[0])*5*ms+30*ms {
				t.Errorf("message %d came after %v, before the latency", m[0], at)
			}
			got = append(got, m[0])
		}
		overtaken := 0
		for i := 1; i < len(got); i++ {
			if got[i] < got[i-1] {
				overtaken++
			}
		}
		if len(got) < sent*7/10 || len(got) > sent*9/10 || overtaken < 10 {
			t.Errorf("%d of %d messages came and %d overtook others, want 160 of 200 and some", len(got), sent, overtaken)
		}
	})
}

func TestDatagramsOfABlackoutAreLostAndLongOnesRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := Datagrams(Symmetric(60*ms, 0, 0), 1)
		cut := both(Link{Latency: 30 * ms, Blackouts: []Blackout{{Length: time.Second}}})
		near.SetProfile(cut)
		_ = near.Send([]byte{1})
		time.Sleep(1200 * ms)
		_ = near.Send([]byte{2})
		if m, err := far.Receive(); err != nil || m[0] != 2 {
			t.Errorf("received %v, %v: want what was sent after the blackout", m, err)
		}
		if err := near.Send(make([]byte, mtu+1)); !errors.Is(err, errTooLong) {
			t.Errorf("send of a message that is too long: %v, want errTooLong", err)
		}
		near.Close(transport.Kicked)
		if _, err := far.Receive(); transport.ReasonOf(err) != transport.Kicked {
			t.Errorf("receive after the end: %v, want Kicked", err)
		}
	})
}
