package app

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"perihelion/shared/protocol"
)

func TestAgonesIsToldFromTheStartToTheEnd(t *testing.T) {
	t.Parallel()
	told := make(chan string, 1000)
	sdk := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told <- r.URL.Path
		fmt.Fprint(w, "{}")
	}))
	_ = sdk.Listener.Close()
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	sdk.Listener = listener
	sdk.Start()
	defer sdk.Close()
	expect := func(want string) {
		t.Helper()
		var others []string
		for timeout := time.After(testTimeout); ; {
			select {
			case got := <-told:
				if got == want {
					return
				}
				others = append(others, got)
			case <-timeout:
				t.Fatalf("Agones was told %s, and not %s", strings.Join(others, " "), want)
			}
		}
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	s := startServer(t, "PERIHELION_AGONES_PORT="+port)
	expect("/ready")
	expect("/health")
	p := s.joinRoom(s.quickAssignment())
	p.waitForFrame(protocol.TypeWelcome)
	expect("/allocate")
	p.sendFrame(protocol.AppendBye(nil, &protocol.Bye{}))
	expect("/ready")
	s.stopAndWait()
	expect("/shutdown")
}
