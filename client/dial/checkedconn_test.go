//go:build !js

package dial

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"

	"github.com/lxzan/gws"
)

// startHostileServer starts a server that sends frames, as raw bytes, in the same write as
// its answer to the handshake. It returns the URL.
func startHostileServer(t *testing.T, frames string) string {
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		nc, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer nc.Close()
		both := &firstWriteExtra{Conn: nc, more: frames}
		if _, err := gws.NewUpgrader(&gws.BuiltinEventHandler{}, &gws.ServerOption{SubProtocols: []string{protocol.Subprotocol}}).UpgradeFromConn(both, nil, r); err != nil {
			t.Error(err)
		}
		_, _ = io.Copy(io.Discard, nc) // until the client closes the connection
	}))
	t.Cleanup(ts.Close)
	return "ws" + strings.TrimPrefix(ts.URL, "http")
}

// firstWriteExtra appends more to the first write.
type firstWriteExtra struct {
	net.Conn
	more string
}

func (a *firstWriteExtra) Write(b []byte) (int, error) {
	more := a.more
	a.more = ""
	n, err := a.Conn.Write(append(append([]byte{}, b...), more...))
	return min(n, len(b)), err
}

func TestInvalidFramesEndOnlyTheConnection(t *testing.T) {
	tests := []struct {
		name, bytes string
		want        transport.Reason
	}{
		{"a length of 2^63", "\x82\x7f\x80\x00\x00\x00\x00\x00\x00\x00", transport.ProtocolError},
		{"a length of 2^62", "\x82\x7f\x40\x00\x00\x00\x00\x00\x00\x00", transport.TooBig},
		{"reserved bits", "\xf2\x00", transport.ProtocolError},
		{"a masked frame", "\x82\x81\x00\x00\x00\x00x", transport.ProtocolError},
		{"a fragment of nothing", "\x80\x01x", transport.ProtocolError},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := Dial(t.Context(), startHostileServer(t, "\x82\x05hello"+tt.bytes), "secret")
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close(transport.Abnormal)
			if got, err := c.Receive(); err != nil || string(got) != "hello" {
				t.Errorf("received %q, %v before the end, want hello", got, err)
			}
			if _, err := c.Receive(); transport.ReasonOf(err) != tt.want {
				t.Errorf("ended with %v, want %d", err, tt.want)
			}
		})
	}
}

// panickingConn panics in Read once it is armed.
type panickingConn struct {
	net.Conn
	armed bool
}

func (b *panickingConn) Read(p []byte) (int, error) {
	if b.armed {
		panic("below the library")
	}
	return b.Conn.Read(p)
}

func TestALibraryPanicEndsOnlyTheConnection(t *testing.T) {
	url := startHostileServer(t, "")
	nc, err := net.Dial("tcp", strings.TrimPrefix(url, "ws://"))
	if err != nil {
		t.Fatal(err)
	}
	c, b := &conn{in: transport.NewInbox(inboxSize)}, &panickingConn{Conn: nc}
	header := http.Header{"Sec-Websocket-Protocol": {protocol.Subprotocol}}
	if c.ws, _, err = gws.NewClientFromConn(c, &gws.ClientOption{Addr: url, RequestHeader: header}, b); err != nil {
		t.Fatal(err)
	}
	b.armed = true
	c.readUntilClosed()
	if _, err := c.Receive(); transport.ReasonOf(err) != transport.Abnormal {
		t.Errorf("ended with %v, want a lost connection", err)
	}
}
