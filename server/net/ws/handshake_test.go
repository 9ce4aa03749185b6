package ws

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

func TestRefusedHandshakes(t *testing.T) {
	good := map[string]string{
		"Connection": "keep-alive, Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
		"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": protocol.Subprotocol,
	}
	tests := []struct {
		name, header, value string
		status              int
		says                string
	}{
		{"a visitor without WebSocket", "Upgrade", "", 426, "address of a WebSocket"},
		{"an old version", "Sec-WebSocket-Version", "8", 426, "version 13"},
		{"a bad key", "Sec-WebSocket-Key", "short", 400, "16 bytes"},
		{"a foreign page", "Origin", "https://evil.example", 403, "https://evil.example"},
		{"no subprotocol", "Sec-WebSocket-Protocol", "", 400, protocol.Subprotocol},
		{"another subprotocol", "Sec-WebSocket-Protocol", "chat.v1", 400, protocol.Subprotocol},
	}
	f := startServer(t, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, _ := http.NewRequest("GET", f.URL, nil)
			for k, v := range good {
				r.Header.Set(k, v)
			}
			r.Header.Set(tt.header, tt.value)
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			var p api.Problem
			if err := json.NewDecoder(res.Body).Decode(&p); err != nil || res.StatusCode != tt.status || !strings.Contains(p.Detail, tt.says) {
				t.Errorf("answer = %d %+v, %v; want %d that says %q", res.StatusCode, p, err, tt.status, tt.says)
			}
		})
	}
}

func TestLimitsOnConnections(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Config)
		want   string
		status int
	}{
		{"in all", func(c *Config) { c.MaxConns = 2 }, "refused server-full", 503},
		{"per address", func(c *Config) { c.PerIP = 2 }, "refused too-many-connections", 429},
		{"per second", func(c *Config) { c.PerSecond = 1 }, "refused rate-limited", 429},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := startServer(t, tt.change)
			one := f.dialClient(t)
			f.dialClient(t)
			c := &testClient{got: make(chan string, 1), end: make(chan error, 1)}
			dial := func() (*http.Response, error) {
				conn, res, err := gws.NewClient(c, &gws.ClientOption{
					Addr:          "ws" + strings.TrimPrefix(f.URL, "http"),
					RequestHeader: http.Header{"Sec-Websocket-Protocol": {protocol.Subprotocol}},
				})
				if err == nil {
					_ = conn.NetConn().Close()
				}
				return res, err
			}
			res, err := dial()
			for n := 0; tt.name == "per second" && err == nil && n < 100; n++ { // a slow machine has earned another one
				res, err = dial()
			}
			if err == nil || res.StatusCode != tt.status || res.Header.Get("Retry-After") == "" {
				t.Errorf("third connection: %v, %v; want %d with Retry-After", res, err, tt.status)
			}
			if f.counted(tt.want) != 1 {
				t.Errorf("counts = %v, want one %q", f.counts, tt.want)
			}
			_ = one.WriteClose(1000, nil)
			eventually(t, "a slot comes free", func() bool { time.Sleep(50 * time.Millisecond); _, err := dial(); return err == nil })
		})
	}
}
