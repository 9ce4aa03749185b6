// Package web serves the built browser client from a folder: precompressed, with the right
// content types, and cached as long as the content of a name does not change. The handler
// is safe for concurrent use and serves a rebuilt client at once.
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

	"perihelion/server/net/httpx"
)

const indexFile = "index.html"

// hashedName matches names that contain a hash of their content, such as app.3f9a01cc.js.
var hashedName = regexp.MustCompile(`[.-][0-9a-f]{8,64}\.`)

// contentTypes are the types of the client's files. The system's table differs between
// machines, and browsers accept wasm only with its exact type.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".wasm": "application/wasm", ".json": "application/json", ".webmanifest": "application/manifest+json",
	".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
}

// Handler serves one folder, from disk or embedded in the binary.
type Handler struct {
	dir            string // on disk; empty: none
	embedded       fs.FS  // nil: the binary contains no client
	frameAncestors FrameAncestors
	etags          etagCache
}

// New serves dir, or embedded if dir is empty. If there is no client, it serves a page that
// explains how to build one. frames are the pages that may embed the client.
func New(dir string, embedded fs.FS, frames FrameAncestors) (*Handler, error) {
	info, err := os.Stat(dir)
	if dir != "" && err == nil && !info.IsDir() {
		return nil, fmt.Errorf("web folder %s is a file", dir)
	}
	return &Handler{dir: dir, embedded: embedded, frameAncestors: frames}, nil
}

// Built reports whether there is a client.
func (h *Handler) Built() bool {
	f, err := h.openFile(indexFile, "")
	if err != nil {
		return false
	}
	f.Close()
	return true
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.frameAncestors.setHeaders(w.Header())
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		httpx.NewProblem(http.StatusMethodNotAllowed, "files are only read, not written").Respond(w)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name == "" {
		name = indexFile
	}
	if name == indexFile && !h.Built() {
		serveNotBuilt(w)
		return
	}
	f, err := h.openFile(name, r.Header.Get("Accept-Encoding"))
	if err != nil {
		httpx.NewProblem(http.StatusNotFound, "there is no file at %s", r.URL.Path).Respond(w)
		return
	}
	defer f.Close()
	f.serveFile(w, r, name, h.etags.etagOf(f))
}

// serveFile does what http.ServeContent would do, but with a Content-Length for encoded
// files, which the progress bar needs.
func (f *file) serveFile(w http.ResponseWriter, r *http.Request, name, tag string) {
	h := w.Header()
	if tag != "" {
		h.Set("ETag", tag)
	}
	h.Add("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache") // may be cached, must be revalidated
	if hashedName.MatchString(path.Base(name)) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if tag != "" && httpx.ETagMatches(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Type", contentTypeOf(name))
	h.Set("Content-Length", strconv.FormatInt(f.info.Size(), 10))
	if f.encoding != "" {
		h.Set("Content-Encoding", f.encoding)
	}
	if r.Method == http.MethodHead {
		return
	}
	sendChunks(w, f) // an error means that the client is gone
}

// chunkSize is in bytes. Each chunk must be sent within httpx.ChunkTimeout, however long
// the whole file takes: a slow connection is fine, and a client that stops reading is
// closed soon.
const chunkSize = 64 << 10

func sendChunks(w http.ResponseWriter, f io.Reader) {
	c := http.NewResponseController(w)
	for {
		_ = c.SetWriteDeadline(time.Now().Add(httpx.ChunkTimeout))
		_, err := io.CopyN(w, f, chunkSize)
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

func contentTypeOf(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if t := contentTypes[ext]; t != "" {
		return t
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	return "application/octet-stream"
}
