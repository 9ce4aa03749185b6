package app

import (
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// routePattern finds the routes in the source: "GET /path" in a string.
var routePattern = regexp.MustCompile(`"(GET|POST|PATCH|PUT|DELETE) (/[^"]*)"`)

// routesOf are the routes of all packages of the server, as method and path.
func routesOf(t *testing.T) (all [][2]string) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range routePattern.FindAllStringSubmatch(string(source), -1) {
			all = append(all, [2]string{m[1], strings.ReplaceAll(m[2], "{$}", "")})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// headersOf requests a path without following redirects.
func headersOf(t *testing.T, at net.Addr, method, path, token string) (int, http.Header) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "http://"+at.String()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	res.Body.Close() // headers are all that is wanted, and some bodies have no end
	return res.StatusCode, res.Header
}

func TestEveryAnswerIsSecured(t *testing.T) {
	t.Parallel()
	const operator = "0123456789abcdef"
	s := startServer(t, "PERIHELION_ADMIN_TOKEN="+operator, "PERIHELION_RATE_TICKETS_PER_IP=100000")
	var doc document
	s.callAPI("GET", "/v1/openapi.json", "", "", &doc)
	routes := routesOf(t)
	if len(routes) < 12 {
		t.Fatalf("found %d routes in the source, which cannot be all: %v", len(routes), routes)
	}
	for path, methods := range doc.Paths {
		for method := range methods {
			routes = append(routes, [2]string{strings.ToUpper(method), path})
		}
	}
	for _, path := range []string{
		"/", "/index.html", "/nothing", "/a//b", "/v1", "/v1/", "/v1/nothing", "/v1/play", "/v1/live", "/v1/docs", "/v1/openapi.yaml",
		"/debug/pprof/", "/debug/pprof/cmdline", "/debug/pprof/symbol", "/metrics", "/admin.js",
	} {
		routes = append(routes, [2]string{"GET", path}, [2]string{"HEAD", path}, [2]string{"OPTIONS", path}, [2]string{"BREW", path})
	}
	statuses := map[int]int{}
	for _, route := range routes {
		method, path := route[0], strings.NewReplacer("{", "", "}", "").Replace(route[1])
		if path == "/api/drain" {
			continue // it would end the test
		}
		for _, token := range []string{"", operator, s.newGuest()} { // strangers, and those who are let in at either door
			for _, at := range []net.Addr{s.Addr(), s.AdminAddr()} {
				status, h := headersOf(t, at, method, path, token)
				statuses[status]++
				checkSecurityHeaders(t, method+" "+path, status, h)
			}
		}
	}
	for _, status := range []int{200, 400, 401, 404, 405} {
		if statuses[status] == 0 {
			t.Errorf("no answer of %d among %v: this test has not seen enough", status, statuses)
		}
	}
}

// checkSecurityHeaders checks the headers that all responses have.
func checkSecurityHeaders(t *testing.T, what string, status int, h http.Header) {
	t.Helper()
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := h.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s = %d with %s %q, want %q", what, status, name, got, want)
		}
	}
	csp := h.Get("Content-Security-Policy")
	for _, rule := range []string{"default-src '", "frame-ancestors 'none'", "base-uri 'none'"} {
		if !strings.Contains(csp, rule) {
			t.Errorf("%s = %d with the policy %q, which lacks %s", what, status, csp, rule)
		}
	}
	cache := h.Get("Cache-Control")
	file := strings.HasPrefix(h.Get("Content-Type"), "text/") || strings.Contains(h.Get("Content-Type"), "openapi")
	kept := file && cache == "no-cache" || h.Get("ETag") != "" && cache == "private, no-cache"
	if cache != "no-store" && !kept {
		t.Errorf("%s = %d %s with Cache-Control %q, want no-store", what, status, h.Get("Content-Type"), cache)
	}
}
