package online

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/transport"
)

func TestALabDelaysWhatItsDialerOpens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab, err := NewLab("120ms")
		if err != nil {
			t.Fatal(err)
		}
		near, far := transport.Pipe()
		conn, err := lab.WrapDialer(func(context.Context, string, string) (transport.Conn, error) { return near, nil })(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { conn.Close(transport.Abnormal); far.Close(transport.Abnormal); lab.conn.Wait() }()
		send := func() time.Duration {
			began := time.Now()
			if err := conn.Send([]byte("x")); err != nil {
				t.Fatal(err)
			}
			if _, err := far.Receive(); err != nil {
				t.Fatal(err)
			}
			return time.Since(began)
		}
		if took := send(); took != 60*time.Millisecond {
			t.Errorf("a frame took %v, want half of 120 ms", took)
		}
		lab.SetNetwork(LabNetworks()[0])
		if took := send(); took != 0 {
			t.Errorf("a frame took %v on no network at all", took)
		}
		const length = 2 * time.Second
		lab.StartBlackout(length)
		if took := send(); took != length {
			t.Errorf("a frame took %v in a blackout of %v", took, length)
		}
	})
}

func TestAnUnknownNetworkIsRefusedWithTheNamesOfOthers(t *testing.T) {
	_, err := NewLab("the moon")
	if err == nil || !strings.Contains(err.Error(), `"120ms jitter 20ms"`) {
		t.Errorf("got %v", err)
	}
}
