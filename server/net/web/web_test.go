package web

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"perihelion/server/net/httpx"
)

// writeFolder writes files into a temporary folder.
func writeFolder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		when := time.Unix(1_700_000_000, 0)
		if err := os.Chtimes(filepath.Join(dir, name), when, when); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func newBuilt(t *testing.T) (*Handler, string) {
	t.Helper()
	dir := writeFolder(t, map[string]string{
		"index.html": "page", "client.wasm": "plain wasm", "client.wasm.br": "br", "client.wasm.gz": "gz!",
		"only.js": "js", "only.js.gz": "js gz", "app.3f9a01cc.js": "hashed", ".secret": "key", "sub/.git/config": "x", "sub/a.css": "css",
	})
	h, err := New(dir, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return h, dir
}

func getPath(h http.Handler, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", "/", nil)
	r.URL.Path = path
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestNegotiation(t *testing.T) {
	h, _ := newBuilt(t)
	tests := []struct {
		name, path, accept string
		encoding, body     string
	}{
		{"no header", "/client.wasm", "", "", "plain wasm"},
		{"a browser", "/client.wasm", "gzip, deflate, br, zstd", "br", "br"},
		{"gzip alone", "/client.wasm", "gzip", "gzip", "gz!"},
		{"the old name of gzip", "/client.wasm", "x-gzip", "gzip", "gz!"},
		{"brotli refused", "/client.wasm", "br;q=0, gzip", "gzip", "gz!"},
		{"gzip liked better", "/client.wasm", "br;q=0.5, gzip;q=0.8", "gzip", "gz!"},
		{"anything", "/client.wasm", "*", "br", "br"},
		{"anything but brotli", "/client.wasm", "*, br;q=0", "gzip", "gz!"},
		{"plain liked better", "/client.wasm", "identity, br;q=0.5", "", "plain wasm"},
		{"everything refused", "/client.wasm", "*;q=0", "", "plain wasm"},
		{"a quality that is none", "/client.wasm", "br;q=high, gzip;q=0.1", "gzip", "gz!"},
		{"capitals and blanks", "/client.wasm", " BR ; Q=1 ", "br", "br"},
		{"what was not built", "/only.js", "br", "", "js"},
		{"what was built instead", "/only.js", "br, gzip;q=0.1", "gzip", "js gz"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := getPath(h, tt.path, "Accept-Encoding", tt.accept)
			if got := w.Header().Get("Content-Encoding"); got != tt.encoding || w.Body.String() != tt.body {
				t.Errorf("answer = %q %q, want %q %q", got, w.Body, tt.encoding, tt.body)
			}
			if got, want := w.Header().Get("Content-Length"), len(tt.body); got != strconv.Itoa(want) {
				t.Errorf("Content-Length = %s, want %d", got, want)
			}
			if !strings.Contains(w.Header().Get("Vary"), "Accept-Encoding") {
				t.Error("Vary does not say Accept-Encoding")
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	h, _ := newBuilt(t)
	tests := []struct{ path, kind, cache string }{
		{"/", "text/html; charset=utf-8", "no-cache"},
		{"/index.html", "text/html; charset=utf-8", "no-cache"},
		{"/client.wasm", "application/wasm", "no-cache"},
		{"/app.3f9a01cc.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"/sub/a.css", "text/css; charset=utf-8", "no-cache"},
	}
	for _, tt := range tests {
		w := getPath(h, tt.path, "Accept-Encoding", "br")
		if w.Code != 200 || w.Header().Get("Content-Type") != tt.kind || w.Header().Get("Cache-Control") != tt.cache {
			t.Errorf("%s = %d, %v", tt.path, w.Code, w.Header())
		}
		if !strings.Contains(w.Header().Get("Content-Security-Policy"), "'wasm-unsafe-eval'") {
			t.Errorf("%s lacks security headers: %v", tt.path, w.Header())
		}
	}
}

func TestUnchangedFilesAreNotSentAgain(t *testing.T) {
	h, dir := newBuilt(t)
	first := getPath(h, "/client.wasm", "Accept-Encoding", "br")
	tag := first.Header().Get("ETag")
	if w := getPath(h, "/client.wasm", "Accept-Encoding", "br", "If-None-Match", `"x", W/`+tag); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("same tag = %d with %d bytes, want 304 with none", w.Code, w.Body.Len())
	}
	if w := getPath(h, "/client.wasm", "Accept-Encoding", "gzip", "If-None-Match", tag); w.Code != 200 {
		t.Errorf("the tag of another encoding = %d, want 200", w.Code)
	}
	if err := os.WriteFile(filepath.Join(dir, "client.wasm"), []byte("newer"), 0o644); err != nil {
		t.Fatal(err)
	}
	if w := getPath(h, "/client.wasm", "Accept-Encoding", "br", "If-None-Match", tag); w.Body.String() != "newer" {
		t.Errorf("after a rebuild without compression = %d %q, want the new bytes", w.Code, w.Body)
	}
}

func TestPathTricks(t *testing.T) {
	h, dir := newBuilt(t)
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		"/../../../etc/passwd", "/sub/../../outside", "//etc/passwd", "/link.txt", "/.secret", "/sub/.git/config",
		"/sub", "/sub/", "/nothing", "/index.html\x00.js", "/" + strings.Repeat("a", 5000), "..\\..\\secret", "/client.wasm/x",
	} {
		if w := getPath(h, path); w.Code != http.StatusNotFound || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%.40q = %d %q, want a 404 problem", path, w.Code, w.Header().Get("Content-Type"))
		}
	}
}

func TestAClientInsideTheBinary(t *testing.T) {
	h, err := New("", fstest.MapFS{"index.html": {Data: []byte("page")}, "a.wasm": {Data: []byte("one")}, "a.wasm.br": {Data: []byte("br")}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	w := getPath(h, "/a.wasm", "Accept-Encoding", "br")
	if w.Body.String() != "br" || !h.Built() {
		t.Errorf("a.wasm = %d %q", w.Code, w.Body)
	}
	other, _ := New("", fstest.MapFS{"a.wasm": {Data: []byte("two")}, "a.wasm.br": {Data: []byte("BR")}}, nil)
	if w := getPath(other, "/a.wasm", "Accept-Encoding", "br", "If-None-Match", w.Header().Get("ETag")); w.Body.String() != "BR" {
		t.Errorf("another build with the same size and time = %d %q, want its own bytes", w.Code, w.Body)
	}
}

func TestWithoutClientThePageSaysHowToBuildIt(t *testing.T) {
	for name, dir := range map[string]string{"no folder": "", "a folder that is not there": "/nowhere/at/all", "an empty folder": t.TempDir()} {
		h, err := New(dir, nil, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if w := getPath(h, "/"); !strings.Contains(w.Body.String(), "make wasm") || h.Built() {
			t.Errorf("%s: page = %d %.60q", name, w.Code, w.Body)
		}
		if w := getPath(h, "/client.wasm"); w.Code != http.StatusNotFound {
			t.Errorf("%s: client.wasm = %d, want 404", name, w.Code)
		}
	}
}

func TestOnlyReading(t *testing.T) {
	h, _ := newBuilt(t)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("PUT", "/index.html", nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("PUT = %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
	w = httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("HEAD", "/client.wasm", nil))
	if w.Code != 200 || w.Header().Get("Content-Length") != "10" || w.Body.Len() != 0 {
		t.Errorf("HEAD = %d, length %q, %d bytes", w.Code, w.Header().Get("Content-Length"), w.Body.Len())
	}
}

func FuzzPreferred(f *testing.F) {
	f.Add("gzip, deflate, br;q=0.5, *;q=0")
	f.Fuzz(func(t *testing.T, header string) {
		if n := len(httpx.AcceptedEncodings(header, encodings)); n > len(encodings) {
			t.Errorf("preferred(%q) has %d encodings", header, n)
		}
	})
}
