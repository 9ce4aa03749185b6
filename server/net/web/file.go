package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"perihelion/server/net/httpx"
)

// file is an open file in one encoding.
type file struct {
	fs.File
	name     string // with the suffix of the encoding
	info     fs.FileInfo
	encoding string // "" means identity
}

// openFile opens name in the best encoding that the client accepts. It opens the folder for
// each request, because a build may have replaced it.
func (h *Handler) openFile(name, accept string) (*file, error) {
	if isHidden(name) {
		return nil, fs.ErrNotExist
	}
	if h.dir == "" {
		if h.embedded == nil {
			return nil, fs.ErrNotExist
		}
		return openBest(h.embedded, name, accept)
	}
	root, err := os.OpenRoot(h.dir) // files outside cannot be opened through it
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return openBest(root.FS(), name, accept)
}

func openBest(dir fs.FS, name, accept string) (*file, error) {
	plain, err := openRegular(dir, name)
	if err != nil {
		return nil, err
	}
	for _, e := range httpx.AcceptedEncodings(accept, encodings) {
		f, err := openRegular(dir, name+suffixes[e])
		if err != nil {
			continue
		}
		if f.info.ModTime().Before(plain.info.ModTime()) { // left over from an earlier build
			f.Close()
			continue
		}
		plain.Close()
		f.encoding = e
		return f, nil
	}
	return plain, nil
}

func openRegular(dir fs.FS, name string) (*file, error) {
	f, err := dir.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return &file{File: f, name: name, info: info}, nil
}

// isHidden reports whether a part of the path begins with a dot.
func isHidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.Contains(name, "/.")
}

// etagCache keeps the hash of each file while its time and size are unchanged. Times alone
// are not enough: those of embedded files are all zero.
type etagCache struct {
	mu     sync.Mutex
	byName map[string]etagEntry // only names of existing files, so it is bounded
}

type etagEntry struct {
	when time.Time
	size int64
	tag  string
}

// etagOf is the ETag of f; empty if f cannot be read twice.
func (c *etagCache) etagOf(f *file) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.byName[f.name]
	if k.tag != "" && k.size == f.info.Size() && k.when.Equal(f.info.ModTime()) {
		return k.tag
	}
	back, ok := f.File.(io.Seeker)
	if !ok {
		return ""
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return ""
	}
	if _, err := back.Seek(0, io.SeekStart); err != nil {
		return ""
	}
	if c.byName == nil {
		c.byName = map[string]etagEntry{}
	}
	k = etagEntry{f.info.ModTime(), f.info.Size(), `"` + hex.EncodeToString(hash.Sum(nil)[:12]) + `"`}
	c.byName[f.name] = k
	return k.tag
}

// encodings are the compressions of files, which are stored beside the plain file: best
// first, with their suffixes.
var (
	encodings = []string{"br", "gzip"}
	suffixes  = map[string]string{"br": ".br", "gzip": ".gz"}
)
