package admin

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNothingIsShownOrDoneWithoutTheToken(t *testing.T) {
	for _, authorization := range []string{"", "Bearer", "Bearer ", "Bearer wrong", "Basic " + token, token} {
		f := newFixture(t) // or there would be too many guesses
		for _, path := range []string{"GET /api/state", "POST /api/drain"} {
			method, path, _ := strings.Cut(path, " ")
			r, err := http.NewRequest(method, f.url+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", authorization)
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != http.StatusUnauthorized || res.Header.Get("WWW-Authenticate") == "" {
				t.Errorf("%s %s with %q = %d, want 401", method, path, authorization, res.StatusCode)
			}
		}
		if len(f.drain) != 0 {
			t.Fatal("the server drains")
		}
	}
}

func TestGuessingIsSlow(t *testing.T) {
	f := newFixture(t)
	refused := 0
	for range 50 {
		r := httptest.NewRequest("GET", "/api/state", nil)
		r.Header.Set("Authorization", "Bearer guess")
		w := httptest.NewRecorder()
		f.admin.requireToken(http.NotFoundHandler()).ServeHTTP(w, r)
		if w.Code == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused < 45 {
		t.Errorf("%d of 50 guesses refused unread", refused)
	}
	if got := f.doJSON("GET", "/api/state", "", nil); got != http.StatusOK {
		t.Errorf("who knows the token gets %d", got)
	}
}

func TestThePageRunsNothingButItsOwn(t *testing.T) {
	f := newFixture(t)
	for path := range pageFiles {
		res, err := http.Get(f.url + strings.TrimSuffix(path, "{$}"))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		csp := res.Header.Get("Content-Security-Policy")
		if res.StatusCode != http.StatusOK || !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s = %d, policy %q", path, res.StatusCode, csp)
		}
	}
	for _, banned := range []string{"http://", "https://", "innerHTML", "eval("} {
		for path, f := range pageFiles {
			if text := strings.ReplaceAll(string(*f.body), "http://www.w3.org/2000/svg", ""); strings.Contains(text, banned) {
				t.Errorf("%s contains %s", path, banned)
			}
		}
	}
}

func TestTokenIsMadeOnceAndKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	first, err := LoadToken(dir)
	if err != nil || len(first) < 16 {
		t.Fatalf("token = %q, %v", first, err)
	}
	if again, err := LoadToken(dir); err != nil || again != first {
		t.Errorf("after a restart = %q, %v; want %q", again, err, first)
	}
	path := filepath.Join(dir, TokenFile)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the file = %v, %v; want 0600", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadToken(dir); err == nil {
		t.Error("an empty file is a token")
	}
}

func TestLocalIsReachedByLocalNamesOnly(t *testing.T) {
	for host, want := range map[string]int{
		"localhost:9090": 200, "localhost": 200, "127.0.0.1:9090": 200, "[::1]:9090": 200, "[::1]": 200,
		"evil.example:9090": 421, "localhost.evil.example": 421, "192.0.2.1:9090": 421, "": 421,
	} {
		r := httptest.NewRequest("GET", "/metrics", nil)
		r.Host = host
		w := httptest.NewRecorder()
		requireLocalHost(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("Host %q = %d, want %d", host, w.Code, want)
		}
	}
}
