package online

import (
	"testing"
	"time"

	"perihelion/shared/transport"
)

func TestRetryDelaysAreSpread(t *testing.T) {
	for n, most := range map[int]time.Duration{0: firstDelay, 1: firstDelay * 3 / 2, 3: 6 * firstDelay, 50: maxRetryDelay * 3 / 2} {
		earliest, latest := time.Hour, time.Duration(0)
		for range 1000 {
			d := RetryDelay(n)
			earliest, latest = min(earliest, d), max(latest, d)
		}
		if latest > most || latest-earliest < most/3 {
			t.Errorf("after %d tries waits %v to %v, want up to %v and far apart", n, earliest, latest, most)
		}
	}
}

func TestExplainClose(t *testing.T) {
	for _, tt := range []struct {
		end  transport.Closed
		want string
	}{
		{transport.Closed{Reason: transport.RoomClosed, Text: "the server restarts"}, "The server restarts."},
		{transport.Closed{Reason: transport.WrongVersion, Text: "you speak version 1, this server 2"}, updatedText},
		{transport.Closed{Reason: transport.Kicked}, "You were removed from the room."},
		{transport.Closed{Reason: transport.Abnormal, Text: "read tcp: reset"}, "The connection was lost."},
	} {
		if got := explainClose(&tt.end); got != tt.want {
			t.Errorf("%+v is told as %q, want %q", tt.end, got, tt.want)
		}
	}
}
