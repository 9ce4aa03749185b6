package admin

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"perihelion/server/net/httpx"
)

// TokenFile is the file of the token, in the data folder.
const TokenFile = "admin-token"

// LoadToken reads the token in dir. The first time it creates one, which only users with
// access to that folder can read.
func LoadToken(dir string) (string, error) {
	path := filepath.Join(dir, TokenFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = makeToken(dir, path)
	}
	if err != nil {
		return "", fmt.Errorf("load admin token: %w", err)
	}
	token := strings.TrimSpace(string(text))
	if token == "" {
		return "", fmt.Errorf("load admin token: %s is empty", path)
	}
	return token, nil
}

func makeToken(dir, path string) ([]byte, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	text := []byte(rand.Text() + "\n")
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(text)
	return text, errors.Join(err, f.Close())
}

// requireToken runs next only for requests with the token in the Authorization header,
// which foreign pages cannot make a browser send. The right token always works: an attacker
// at the operator's own address must not lock them out, and the token is too long to be
// guessed. Wrong tokens are limited to keep the log short.
func (a *Admin) requireToken(next http.Handler) http.Handler {
	want := sha256.Sum256([]byte(a.cfg.Token))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		got := sha256.Sum256([]byte(strings.TrimSpace(token)))
		if strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(got[:], want[:]) == 1 {
			next.ServeHTTP(w, r)
			return
		}
		if wait := a.wrongTokens.Take(httpx.Proxies{}.Client(r), time.Now()); wait > 0 {
			(&httpx.Problem{Status: http.StatusTooManyRequests, Kind: "rate-limited", Detail: "too many wrong tokens from your address", Retry: wait}).Respond(w)
			return
		}
		a.log.Warn("operator's token refused", "request", w.Header().Get(httpx.RequestID), "from", r.RemoteAddr, "path", r.URL.Path)
		w.Header().Set("WWW-Authenticate", `Bearer realm="perihelion"`)
		(&httpx.Problem{Status: http.StatusUnauthorized, Kind: "bad-token", Detail: "send the operator's token as Authorization: Bearer"}).Respond(w)
	})
}

// requireLocalHost runs next only for requests to a host name of this machine. Otherwise a
// foreign page could point its own domain at 127.0.0.1 and read the response (DNS
// rebinding).
func requireLocalHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := (&url.URL{Host: r.Host}).Hostname()
		addr, err := netip.ParseAddr(name)
		if name != "localhost" && (err != nil || !addr.IsLoopback()) {
			httpx.NewProblem(http.StatusMisdirectedRequest, "come by the name localhost").Respond(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}
