package lobby

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/people/auth"
	"perihelion/shared/api"
)

// fakeReplays has the log of one match.
type fakeReplays struct {
	store.Replay
	log    string
	broken bool // the log cannot be read to its end
}

func (f *fakeReplays) Describe(_ context.Context, match string) (store.Replay, error) {
	if match != f.Match {
		return store.Replay{}, store.ErrNotFound
	}
	return f.Replay, nil
}

func (f *fakeReplays) OpenPacked(context.Context, string) (io.ReadCloser, int64, error) {
	packed := "packed " + f.log
	return io.NopCloser(strings.NewReader(packed)), int64(len(packed)), nil
}

func (f *fakeReplays) OpenPlain(context.Context, string) (io.ReadCloser, error) {
	log := io.Reader(strings.NewReader(f.log))
	if f.broken {
		log = io.MultiReader(strings.NewReader(f.log[:2]), iotest.ErrReader(errors.New("gone")))
	}
	return io.NopCloser(log), nil
}

// have gives the fixture the log of a match.
func (f *fixture) have(match string, private bool) {
	*f.replays = fakeReplays{log: "the log", Replay: store.Replay{Match: match, Private: private, Rules: 3, Ticks: 90, Rate: 60, Size: 14, Bytes: 7, Whole: true}}
}

func TestAReplayComesInTheEncodingThatIsAccepted(t *testing.T) {
	f := newFixture(t, 1000)
	f.have("m1", false)
	for accept, want := range map[string]string{"": "", "br": "", "gzip, deflate": "gzip", "gzip, zstd": "zstd", "zstd;q=0, identity": "", "*": "zstd"} {
		w := f.doJSON("GET", "/v1/matches/m1/replay", "", "Accept-Encoding", accept, "Range", "bytes=1-3")
		h := w.Header()
		if w.Code != http.StatusOK || h.Get("Content-Encoding") != want || h.Get("Content-Type") != "application/octet-stream" || h.Get("Accept-Ranges") != "none" || h.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q gets %d %v, want it in %q", accept, w.Code, h, want)
		}
		if got := h.Get("Cache-Control"); got != "public, max-age=86400" {
			t.Errorf("cache: %q", got)
		}
		text := w.Body.String()
		switch want {
		case "gzip":
			z, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(z)
			if err != nil || string(b) != "the log" {
				t.Errorf("gzip: %q, %v", b, err)
			}
		case "zstd":
			if text != "packed the log" || h.Get("Content-Length") != "14" {
				t.Errorf("zstd: %q of %s", text, h.Get("Content-Length"))
			}
		default:
			if text != "the log" || h.Get("Content-Length") != "7" {
				t.Errorf("plain: %q of %s", text, h.Get("Content-Length"))
			}
		}
		again := f.doJSON("GET", "/v1/matches/m1/replay", "", "Accept-Encoding", accept, "If-None-Match", h.Get("ETag"))
		if again.Code != http.StatusNotModified || again.Body.Len() > 0 || again.Header().Get("ETag") != h.Get("ETag") {
			t.Errorf("%q again: %d %q", accept, again.Code, again.Body)
		}
	}
}

func TestWhatIsKnownOfAReplay(t *testing.T) {
	f := newFixture(t, 1000)
	f.storeMatch(t, "m1")
	if m := decodeAs[api.Match](t, f.doJSON("GET", "/v1/matches/m1", ""), http.StatusOK); m.Replay != nil {
		t.Errorf("replay = %+v, want none", m.Replay)
	}
	f.have("m1", false)
	m := decodeAs[api.Match](t, f.doJSON("GET", "/v1/matches/m1", ""), http.StatusOK)
	if want := (api.Replay{Rules: 3, Seconds: 1.5, Bytes: 7, Whole: true}); m.Replay == nil || *m.Replay != want {
		t.Errorf("replay = %+v, want %+v", m.Replay, want)
	}
	decodeAs[api.Problem](t, f.doJSON("GET", "/v1/matches/m2/replay", ""), http.StatusNotFound)
}

// That of a private room is for those who played there, whoever holds its id.
func TestTheReplayOfAPrivateRoom(t *testing.T) {
	f := newFixture(t, 1000)
	f.storeMatch(t, "m1")
	f.have("m1", true)
	stranger, _ := f.signer.IssueGuest(auth.Guest{Player: "p3", Name: "Eve"}, time.Now())
	for token, want := range map[string]int{f.token: http.StatusOK, f.otherToken(): http.StatusOK, stranger: http.StatusNotFound, "": http.StatusNotFound} {
		r := f.newRequest("GET", "/v1/matches/m1/replay", "", "Authorization", "Bearer "+token)
		if token == "" {
			r.Header.Del("Authorization")
		}
		w := f.serveRequest(r)
		if w.Code != want {
			t.Errorf("status = %d, want %d", w.Code, want)
		}
		if want == http.StatusOK && !strings.HasPrefix(w.Header().Get("Cache-Control"), "private,") {
			t.Errorf("cache: %q", w.Header().Get("Cache-Control"))
		}
		r.URL.Path = "/v1/matches/m1"
		if m := decodeAs[api.Match](t, f.serveRequest(r), http.StatusOK); (m.Replay != nil) != (want == http.StatusOK) {
			t.Errorf("the match says of its replay: %+v", m.Replay)
		}
	}
	f.have("m2", true) // whose result is not stored yet
	decodeAs[api.Problem](t, f.doJSON("GET", "/v1/matches/m2/replay", ""), http.StatusNotFound)
}

func TestAReplayThatBreaksOffDoesNotLookWhole(t *testing.T) {
	f := newFixture(t, 1000)
	f.have("m1", false)
	f.replays.broken = true
	for _, accept := range []string{"", "gzip"} {
		func() {
			defer func() {
				if cause := recover(); cause != http.ErrAbortHandler {
					t.Errorf("it ended with %v, want an aborted connection", cause)
				}
			}()
			f.doJSON("GET", "/v1/matches/m1/replay", "", "Accept-Encoding", accept)
		}()
	}
}

func TestReplaysHaveARateOfTheirOwn(t *testing.T) {
	f := newFixture(t, 1000)
	f.have("m1", false)
	tag := f.doJSON("GET", "/v1/matches/m1/replay", "").Header().Get("ETag")
	limited := 0
	for range maxReplays + 20 {
		if f.doJSON("GET", "/v1/matches/m1/replay", "").Code == http.StatusTooManyRequests {
			limited++
		}
	}
	if limited == 0 {
		t.Error("nobody was told to wait")
	}
	if w := f.doJSON("GET", "/v1/matches/m1/replay", "", "If-None-Match", tag); w.Code != http.StatusNotModified {
		t.Errorf("a question whether it has changed: %d", w.Code)
	}
}

func TestAnOperatorSeesAPrivateMatchWithAPass(t *testing.T) {
	f := newFixture(t, 1000)
	f.have("m1", true)
	now := time.Now()
	good, _ := f.signer.IssueReplayPass("m1", now)
	other, _ := f.signer.IssueReplayPass("m2", now)
	old, _ := f.signer.IssueReplayPass("m1", now.Add(-2*time.Hour))
	for name, tt := range map[string]struct {
		pass string
		want int
	}{
		"with it": {good, http.StatusOK}, "without": {"", http.StatusNotFound}, "with that of another match": {other, http.StatusForbidden},
		"with an old one": {old, http.StatusForbidden}, "with the token of a guest": {f.token, http.StatusForbidden}, "with anything": {"x", http.StatusForbidden},
	} {
		if w := f.doJSON("GET", "/v1/matches/m1/replay", "", "Replay-Pass", tt.pass); w.Code != tt.want {
			t.Errorf("%s: %d, want %d: %s", name, w.Code, tt.want, w.Body)
		}
	}
}
