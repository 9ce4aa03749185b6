package live

import (
	"net/http"
	"strings"
	"testing"

	"perihelion/server/play/room"
	"perihelion/shared/api"
)

func TestAStreamGoesOnWhereItBroke(t *testing.T) {
	f := startServer(t, nil)
	e := f.openStream("")
	f.waitForSubscribers(1)
	f.hub.PublishKill(room.Kill{Room: "first", News: true})
	e.waitForKind(api.LiveKill)
	last := ""
	for len(e.ids) > 0 {
		last = <-e.ids
	}
	f.hub.PublishKill(room.Kill{Room: "missed", News: true})
	f.hub.PublishKill(room.Kill{Room: "missed too", News: true})
	e.waitForKind(api.LiveKill)
	e.waitForKind(api.LiveKill)
	again := f.openStream("", "Last-Event-ID", last)
	for _, want := range []string{"missed", "missed too"} {
		if got := again.waitForKind(api.LiveKill).Kill.RoomID; got != want {
			t.Errorf("heard of %q, want %q", got, want)
		}
	}
	for range recentEvents {
		f.hub.PublishKill(room.Kill{Room: "many", News: true})
		e.waitForKind(api.LiveKill)
	}
	boot, _, _ := strings.Cut(last, "-")
	for name, id := range map[string]string{
		"of another life": "ABCDEFGH-1", "too long ago": last, "of the future": boot + "-9999", "nonsense": "💥", "negative": boot + "--1", "half": boot + "-",
	} {
		fresh := f.openStream("", "Last-Event-ID", id)
		if l := fresh.firstEvent(); l.Kind != api.LiveStatus || len(fresh.got) > 0 {
			t.Errorf("an event %s: heard %v and more, want a fresh start", name, l.Kind)
		}
	}
}

func TestAStreamGoesOnAtAnotherServer(t *testing.T) {
	var two *fixture
	one := startServer(t, func(c *Config) { c.Share = func(e Event) { two.hub.PublishShared(e) } })
	two = startServer(t, nil)
	e := one.openStream("")
	one.hub.PublishKill(room.Kill{Room: "heard", News: true})
	e.waitForKind(api.LiveKill)
	last := ""
	for len(e.ids) > 0 {
		last = <-e.ids
	}
	there := two.openStream("")
	two.waitForSubscribers(1)
	one.hub.PublishKill(room.Kill{Room: "missed", News: true})
	two.hub.PublishKill(room.Kill{Room: "missed too", News: true})
	for there.waitForKind(api.LiveKill).Kill.RoomID != "missed too" { // what comes first may be over before it listens
	}
	again := two.openStream("", "Last-Event-ID", last)
	for _, want := range []string{"missed", "missed too"} {
		if got := again.waitForKind(api.LiveKill).Kill.RoomID; got != want {
			t.Errorf("heard of %q, want %q", got, want)
		}
	}
}

func TestAStreamSaysHowItIsToBeTreated(t *testing.T) {
	f := startServer(t, nil)
	res := f.getStream("")
	for name, want := range map[string]string{"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	f.waitForSubscribers(1)
	r, _ := http.NewRequest("HEAD", f.URL, nil)
	r.Header.Set("Accept", "text/event-stream")
	if res, err := http.DefaultClient.Do(r); err != nil || res.StatusCode != 200 {
		t.Errorf("HEAD: %v, %v", res, err)
	}
	res.Body.Close()
	f.waitForSubscribers(0)
}

func TestCaps(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Config)
		status int
	}{
		{"in all", func(c *Config) { c.Sockets.MaxConns = 2 }, 503},
		{"per address", func(c *Config) { c.Sockets.PerIP = 2 }, 429},
		{"per second", func(c *Config) { c.Sockets.PerSecond = 1 }, 429},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := startServer(t, tt.change)
			for range 2 {
				f.openStream("")
				f.mustDial("")
			}
			if res := f.getStream(""); res.StatusCode != tt.status || res.Header.Get("Retry-After") == "" {
				t.Errorf("a stream too many: %d, want %d with Retry-After", res.StatusCode, tt.status)
			}
			if _, res, err := f.dialSocket(""); err == nil || res.StatusCode != tt.status {
				t.Errorf("a WebSocket too many: %v, %v, want %d", res, err, tt.status)
			}
		})
	}
}
