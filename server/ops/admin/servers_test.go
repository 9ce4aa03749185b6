package admin

import (
	"net/http"
	"testing"
)

func TestRequestsForOtherServersAreHandedOver(t *testing.T) {
	f := newFixture(t)
	for _, tt := range []struct {
		path string
		want int
	}{
		{"/api/state?server=n1", http.StatusOK},
		{"/api/state?server=n2", http.StatusNotFound},
	} {
		if got := f.doJSON("GET", tt.path, "", nil); got != tt.want {
			t.Errorf("alone: %s = %d, want %d", tt.path, got, tt.want)
		}
	}
	var told []string
	f.admin.JoinServers(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told = append(told, r.Method+" "+r.URL.RequestURI()+" "+r.Header.Get("X-Operator")+r.Header.Get("Authorization"))
		w.WriteHeader(http.StatusTeapot)
	}), func() []Server {
		return []Server{{Node: "n1", State: "ready", Players: 3}, {Node: "n2", State: "ready", Leads: true}}
	})
	for _, tt := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/api/state?server=n1", http.StatusOK},
		{"GET", "/api/state", http.StatusOK},
		{"GET", "/api/state?points=1&server=n2", http.StatusTeapot},
		{"POST", "/api/drain?server=n2", http.StatusTeapot},
		{"GET", "/api/events?server=n2", http.StatusUnprocessableEntity},
	} {
		if got := f.doJSON(tt.method, tt.path, "", nil); got != tt.want {
			t.Errorf("%s %s = %d, want %d", tt.method, tt.path, got, tt.want)
		}
	}
	if len(told) != 2 || told[0] != "GET /api/state?points=1&server=n2 Grace" || told[1] != "POST /api/drain?server=n2 Grace" {
		t.Errorf("handed over: %q, want two without the token", told)
	}
	res, err := http.Post(f.url+"/api/drain?server=n2", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized || len(told) != 2 {
		t.Errorf("without a token: %d, want 401 and nothing handed over", res.StatusCode)
	}
	s := f.getState()
	if len(s.Servers) != 2 || s.Servers[0].Players != 3 || !s.Servers[1].Leads {
		t.Errorf("servers = %+v", s.Servers)
	}
}
