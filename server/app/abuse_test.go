package app

import (
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/server/net/httpx"
	"perihelion/server/people/auth"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

func helloFrame() []byte {
	return protocol.AppendHello(nil, &protocol.Hello{Version: protocol.Version, Build: "test", Aspect: 1778})
}

// TestBadClientsAreToldWhatWasWrong runs every kind of misbehaving client against one
// server, in the room of an honest player, who must not be affected.
func TestBadClientsAreToldWhatWasWrong(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_TICKET_TTL=1s")
	honestly := s.quickAssignment()
	honest := s.joinRoom(honestly)
	honest.waitForFrame(protocol.TypeWelcome)
	url := "ws://" + s.Addr().String() + "/v1/play"

	used := s.quickAssignment()
	s.joinRoom(used).waitForFrame(protocol.TypeWelcome)
	old := s.quickAssignment()
	expired := time.Now().Add(3500 * time.Millisecond) // the leeway is two seconds

	tests := []struct {
		name   string
		ticket func() string
		say    func(*testClient)
		want   transport.Reason
	}{
		{"no ticket", func() string { return "" }, sendHello, transport.BadTicket},
		{"a forged ticket", func() string { return forgedToken(t) }, sendHello, transport.BadTicket},
		{"a used ticket", func() string { return used.Ticket }, sendHello, transport.BadTicket},
		{"a guest token for a ticket", s.newGuest, sendHello, transport.BadTicket},
		{"a resume ticket for another's seat", func() string { return stolenToken(t, s, honestly.RoomID) }, sendHello, transport.BadTicket},
		{"another version", s.freshToken, sendFrames(protocol.AppendHello(nil, &protocol.Hello{Version: 99})), transport.WrongVersion},
		{"no hello first", s.freshToken, sendFrames(protocol.AppendKeyframe(nil)), transport.HandshakeFailed},
		{"garbage first", s.freshToken, sendFrames([]byte{0xc1, 1, 2, 3}), transport.BadFrame},
		{"nothing at all", s.freshToken, sendFrames(nil), transport.BadFrame},
		{"half a hello", s.freshToken, sendFrames(helloFrame()[:3]), transport.BadFrame},
		{"garbage in the room", s.freshToken, sendFrames(helloFrame(), []byte{0x93, 2, 0xff}), transport.BadFrame},
		{"a second hello", s.freshToken, sendFrames(helloFrame(), helloFrame()), transport.BadFrame},
		{"a frame only servers send", s.freshToken, sendFrames(helloFrame(), []byte{0x91, byte(protocol.TypeState)}), transport.BadFrame},
		{"a text frame", s.freshToken, func(p *testClient) { _ = p.WriteString("hello") }, transport.BadFrame},
		{"a frame too large", s.freshToken, sendFrames(helloFrame(), make([]byte, protocol.MaxClientFrame+1)), transport.TooBig},
		{"a flood", s.freshToken, func(p *testClient) {
			p.sendFrame(helloFrame())
			for end := time.Now().Add(testTimeout); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
				for range 100 { // too many, although a busy machine sleeps for ten times as long
					if p.WriteMessage(gws.OpcodeBinary, protocol.AppendKeyframe(nil)) != nil {
						return
					}
				}
			}
		}, transport.RateLimited},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _, err := s.dialSocket(url, tt.ticket())
			if err != nil {
				t.Fatal(err)
			}
			p.t = t
			tt.say(p)
			p.expectClose(tt.want)
		})
	}
	t.Run("an expired ticket", func(t *testing.T) {
		time.Sleep(time.Until(expired))
		p := s.joinRoom(old)
		p.t = t
		p.expectClose(transport.BadTicket)
	})
	honest.waitForFrame(protocol.TypeState)
	// A connection counts as closed when its socket is gone, a moment after the code.
	const closes = `perihelion_connection_closes_total{reason="bad_ticket"} 6`
	for deadline := time.Now().Add(testTimeout); !strings.Contains(scrapeMetrics(t, s), closes); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the counter of bad tickets does not say 6")
		}
	}
}

// freshToken is a valid join token.
func (s *testServer) freshToken() string { return s.quickAssignment().Ticket }

func sendHello(p *testClient) { p.sendFrame(helloFrame()) }

func sendFrames(frames ...[]byte) func(*testClient) {
	return func(p *testClient) {
		if len(frames) == 0 {
			frames = [][]byte{nil}
		}
		for _, f := range frames {
			_ = p.WriteMessage(gws.OpcodeBinary, f) // the server may have hung up already
		}
	}
}

// stolenToken is a resume token of another player for the seat that was taken first.
func stolenToken(t *testing.T, s *testServer, room string) string {
	t.Helper()
	return auth.New(s.keys, s.node, time.Minute).Resume(auth.JoinToken{Player: "a thief", Room: room, Epoch: 1}, time.Now())
}

// forgedToken is a valid join token, signed with another key.
func forgedToken(t *testing.T) string {
	t.Helper()
	key, err := auth.LoadKey(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	token, _ := auth.New(auth.NewKeyRing(key), "n1", time.Minute).IssueJoin(auth.JoinToken{Player: "p", Room: "r", Node: "n1"}, time.Now())
	return token
}

func TestForeignPagesMayNotPlay(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_ALLOWED_ORIGINS=https://friend.example")
	a := s.quickAssignment()
	for origin, want := range map[string]int{
		"https://evil.example": http.StatusForbidden, "null": http.StatusForbidden,
		"https://friend.example": http.StatusSwitchingProtocols, "http://" + s.Addr().String(): http.StatusSwitchingProtocols,
	} {
		_, res, _ := s.dialSocket(a.URL, a.Ticket, "Origin", origin)
		if res == nil || res.StatusCode != want {
			t.Errorf("Origin %s = %v, want %d", origin, res, want)
		}
	}
}

func TestHalfAHeaderHoldsNoConnection(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes as long as the deadline")
	}
	s := startServer(t)
	nc, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	if _, err := nc.Write([]byte("GET /v1/play HTTP/1.1\r\nHost: x\r\nUpgr")); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_ = nc.SetReadDeadline(began.Add(testTimeout))
	for err == nil { // net/http says 408 first
		_, err = nc.Read(make([]byte, 256))
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("still held after %v, want an end after %v", testTimeout, httpx.HeaderTimeout)
	}
}

func TestADeafPlayerIsLetGoAndHurtsNobody(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("it takes seconds until silence is too long")
	}
	s := startServer(t, "PERIHELION_WS_IDLE_TIMEOUT=3s")
	deaf := s.joinRoom(s.quickAssignment())
	_ = deaf.NetConn().(*net.TCPConn).SetReadBuffer(1 << 10)
	deaf.waitForFrame(protocol.TypeWelcome)
	deaf.stopReading.Store(true)

	other := s.joinRoom(s.quickAssignment())
	other.waitForFrame(protocol.TypeWelcome)
	own := countBeats(t)
	began, n := time.Now(), int64(0)
	for !strings.Contains(scrapeMetrics(t, s), `connection_closes_total{reason="too_slow"} 1`) {
		for range 30 {
			other.waitForFrame(protocol.TypeState)
			n++
		}
		if time.Since(began) > testTimeout {
			t.Fatal("never let go")
		}
	}
	if beats := own.Load(); n < beats/3 {
		t.Errorf("%d snapshots beside a deaf player, while %d were due", n, beats)
	}
	t.Logf("let go after %v", time.Since(began))
}

func TestStoppingTellsPlayersAndReturns(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_DRAIN_TIMEOUT=500ms")
	a := s.quickAssignment()
	p := s.joinRoom(a)
	p.waitForFrame(protocol.TypeState)
	waiting, _, err := s.dialSocket(a.URL, "never says hello")
	if err != nil {
		t.Fatal(err)
	}
	s.stop()
	n, err := protocol.DecodeNotice(p.waitForFrame(protocol.TypeNotice))
	if err != nil || n.Text != "The server restarts" || n.In > 500*time.Millisecond {
		t.Errorf("notice = %+v, %v", n, err)
	}
	p.expectClose(transport.Restarting)
	waiting.expectClose(transport.Restarting)
	s.stopAndWait()
	if nc, err := net.DialTimeout("tcp", s.Addr().String(), time.Second); err == nil {
		nc.Close()
		t.Error("the port is still open")
	}
}
