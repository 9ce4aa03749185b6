// Package web serves the built browser client from a folder: compressed ahead of
// time, with the right types, and cached for as long as a name means the same
// bytes. The handler is safe for concurrent use and sees a rebuilt client at once.
package web

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"perihelion/server/httpx"
)

const index = "index.html"

// hashed matches names that hold a hash of their content, as in app.3f9a01cc.js.
var hashed = regexp.MustCompile(`[.-][0-9a-f]{8,64}\.`)

// types of what the client is made of. The system's own table differs from
// machine to machine, and a browser refuses wasm of any other type.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".wasm": "application/wasm", ".json": "application/json", ".webmanifest": "application/manifest+json",
	".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
}

// Handler serves one folder, of the disk or of this very binary.
type Handler struct {
	dir      string // on disk; empty: there is none
	embedded fs.FS  // nil: the binary carries no client
	frames   Frames
	tags     tags
}

// New serves dir, or else embedded. Without either, or as long as nothing was
// built in dir, it serves a page that says how to build the client.
// Pages of frames may hold it.
func New(dir string, embedded fs.FS, frames Frames) (*Handler, error) {
	info, err := os.Stat(dir)
	if dir != "" && err == nil && !info.IsDir() {
		return nil, fmt.Errorf("web folder %s is a file", dir)
	}
	return &Handler{dir: dir, embedded: embedded, frames: frames}, nil
}

// Built tells whether there is a page to open.
func (h *Handler) Built() bool {
	f, err := h.open(index, "")
	if err != nil {
		return false
	}
	f.Close()
	return true
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.frames.secure(w.Header())
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		httpx.NewProblem(http.StatusMethodNotAllowed, "files are only read, not written").Respond(w)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name == "" {
		name = index
	}
	if name == index && !h.Built() {
		unbuilt(w)
		return
	}
	f, err := h.open(name, r.Header.Get("Accept-Encoding"))
	if err != nil {
		httpx.NewProblem(http.StatusNotFound, "there is no file at %s", r.URL.Path).Respond(w)
		return
	}
	defer f.Close()
	f.serve(w, r, name, h.tags.of(f))
}

// serve answers by hand what http.ServeContent would, because that leaves out
// the Content-Length of anything encoded, and a progress bar needs it.
func (f *file) serve(w http.ResponseWriter, r *http.Request, name, tag string) {
	h := w.Header()
	if tag != "" {
		h.Set("ETag", tag)
	}
	h.Add("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache") // may be kept, must be asked for again
	if hashed.MatchString(path.Base(name)) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if tag != "" && httpx.Matches(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", typeOf(name))
	h.Set("Content-Length", strconv.FormatInt(f.info.Size(), 10))
	if f.encoding != "" {
		h.Set("Content-Encoding", f.encoding)
	}
	if r.Method == http.MethodHead {
		return
	}
	send(w, f) // a client that is gone cannot be told if it fails
}

// A file is sent in pieces, each of which must get on its way in time, however long
// the whole of it takes: a line that brings a megabyte and then nothing for half a
// minute gets there, and a client that stops reading holds its connection no longer
// than a piece.
const piece = 64 << 10

func send(w http.ResponseWriter, f io.Reader) {
	c := http.NewResponseController(w)
	for {
		_ = c.SetWriteDeadline(time.Now().Add(httpx.WriteWithin))
		_, err := io.CopyN(w, f, piece)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			if conn, _, err := c.Hijack(); err == nil {
				httpx.ResetClose(conn)
			}
		}
		if err != nil {
			return
		}
	}
}

func typeOf(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if t := types[ext]; t != "" {
		return t
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}
