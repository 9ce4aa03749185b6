package agones

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
)

// fakeSDK answers as the SDK server of Agones 1.5x was seen to do in local mode: int64 as
// strings, and 500 with a code of gRPC for whatever it refuses. It is an http.RoundTripper,
// so that tests with it can run in virtual time.
type fakeSDK struct {
	mux      *http.ServeMux
	disabled bool // health checks
	noPorts  bool // the fleet declares none

	mu       sync.Mutex
	away     bool // nothing listens
	state    string
	labels   map[string]string
	counters map[string]Counter
	calls    []string
}

func newFake() *fakeSDK {
	f := &fakeSDK{mux: http.NewServeMux(), state: "Scheduled", labels: map[string]string{}, counters: map[string]Counter{"rooms": {0, 10}}}
	for path, state := range map[string]string{"/ready": "Ready", "/allocate": "Allocated", "/shutdown": "Shutdown", "/health": ""} {
		f.mux.HandleFunc("POST "+path, func(w http.ResponseWriter, _ *http.Request) {
			f.state = cmp.Or(state, f.state)
			fmt.Fprint(w, "{}")
		})
	}
	f.mux.HandleFunc("PUT /metadata/label", func(w http.ResponseWriter, r *http.Request) {
		var in struct{ Key, Value string }
		if json.NewDecoder(r.Body).Decode(&in) == nil {
			f.labels["agones.dev/sdk-"+in.Key] = in.Value
		}
		fmt.Fprint(w, "{}")
	})
	f.mux.HandleFunc("GET /gameserver", func(w http.ResponseWriter, _ *http.Request) {
		ports := `{"name":"default","port":7777}`
		if f.noPorts {
			ports = ""
		}
		fmt.Fprintf(w, `{"object_meta":{"name":"local"},"spec":{"health":{"disabled":%t,"period_seconds":4,"failure_threshold":5,"initial_delay_seconds":10}},`+
			`"status":{"state":%q,"address":"127.0.0.1","addresses":[],"ports":[%s],"players":null}}`, f.disabled, f.state, ports)
	})
	f.mux.HandleFunc("PATCH /v1beta1/counters/{name}", f.patchCounter)
	return f
}

func (f *fakeSDK) patchCounter(w http.ResponseWriter, r *http.Request) {
	refuse := func(text string) {
		w.WriteHeader(http.StatusInternalServerError)
		fmt.Fprintf(w, `{"code":2,"message":%q,"details":[]}`, text)
	}
	name := r.PathValue("name")
	if _, ok := f.counters[name]; !ok {
		refuse("not found. " + name + " Counter not found")
		return
	}
	var in struct{ Count, Capacity string } // numbers would be refused by the type
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		refuse("proto: syntax error: " + err.Error())
		return
	}
	count, _ := strconv.Atoi(in.Count)
	capacity, _ := strconv.Atoi(in.Capacity)
	if count < 0 || count > capacity {
		refuse("out of range. Count must be within range [0,Capacity]. Found Count: " + in.Count + ", Capacity: " + in.Capacity)
		return
	}
	f.counters[name] = Counter{count, capacity}
	fmt.Fprintf(w, `{"name":%q,"count":%q,"capacity":%q}`, name, in.Count, in.Capacity)
}

// RoundTrip implements http.RoundTripper.
func (f *fakeSDK) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.away {
		return nil, errors.New("connection refused")
	}
	f.calls = append(f.calls, r.Method+" "+r.URL.Path)
	w := httptest.NewRecorder()
	f.mux.ServeHTTP(w, r)
	return w.Result(), nil
}

// now returns the state and the counters.
func (f *fakeSDK) now() (state string, rooms Counter) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.state, f.counters["rooms"]
}

func (f *fakeSDK) count(call string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range f.calls {
		if c == call {
			n++
		}
	}
	return n
}
