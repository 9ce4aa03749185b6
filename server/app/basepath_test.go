package app

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"perihelion/shared/api"
)

// A server below a path answers there and at its root, as proxies may keep or remove the
// path, and uses that path in all its links.
func TestAServerBelowAPath(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_PUBLIC_URL=https://play.example.com/game/", "PERIHELION_RATE_TICKETS_PER_IP=100000")
	root := "http://" + s.Addr().String()
	var doc struct {
		Servers []struct{ URL string }
		Paths   map[string]any
	}
	s.callAPI("GET", "/game/v1/openapi.json", "", "", &doc)
	if len(doc.Servers) != 1 || doc.Servers[0].URL != "https://play.example.com/game" || len(doc.Paths) < 20 {
		t.Fatalf("the document has %d paths, and servers %+v", len(doc.Paths), doc.Servers)
	}
	paths := []string{"/", "/index.html", "/nothing", "/healthz", "/readyz", "/v1", "/v1/docs", "/v1/openapi.yaml", "/v1/play", "/v1/live", "/a//b"}
	for path := range doc.Paths {
		paths = append(paths, path)
	}
	for _, path := range paths {
		at, _ := headersOf(t, s.Addr(), "GET", path, "")
		below, _ := headersOf(t, s.Addr(), "GET", "/game"+path, "")
		if at != below {
			t.Errorf("GET %s = %d, and below /game %d", path, at, below)
		}
	}
	if status, h := headersOf(t, s.Addr(), "GET", "/game?room=ABCD", ""); status != http.StatusPermanentRedirect || h.Get("Location") != "/game/?room=ABCD" {
		t.Errorf("GET /game = %d to %q, want it to lead to the page", status, h.Get("Location"))
	}
	for _, below := range []string{"/game", ""} {
		var me api.Guest
		s.mustCallAPI(201, "POST", below+"/v1/guests", "", "", &me)
		r, _ := http.NewRequestWithContext(t.Context(), "POST", root+below+"/v1/tickets", strings.NewReader(`{"queue":"toy"}`))
		r.Header = http.Header{"Authorization": {"Bearer " + me.Token}, "Content-Type": {"application/json"}}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		var ticket api.Ticket
		if err := json.Unmarshal(body, &ticket); err != nil || ticket.Assignment == nil || ticket.Assignment.URL != "wss://play.example.com/game/v1/play" {
			t.Errorf("the ticket by %q/v1 is %s, %v; want it to lead below the path", below, body, err)
		}
		if got := res.Header.Get("Location"); got != "/game/v1/tickets/"+ticket.ID {
			t.Errorf("the ticket by %q/v1 is at %q, want it below the path", below, got)
		}
		ticket.Assignment.URL = "ws" + strings.TrimPrefix(root, "http") + below + "/v1/play"
		s.joinRoom(ticket.Assignment).sendFrame(helloFrame())
	}
}
