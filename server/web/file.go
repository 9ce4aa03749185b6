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
)

// file is one representation of a file, open.
type file struct {
	fs.File
	name     string // with the suffix of its encoding
	info     fs.FileInfo
	encoding string // "" is identity
}

// open finds the representation of name that the client likes best. It opens the
// folder anew for each request: a build may have put another one in its place.
func (h *Handler) open(name, accept string) (*file, error) {
	if hidden(name) {
		return nil, fs.ErrNotExist
	}
	if h.dir == "" {
		if h.embedded == nil {
			return nil, fs.ErrNotExist
		}
		return open(h.embedded, name, accept)
	}
	root, err := os.OpenRoot(h.dir) // nothing opened through it lies outside
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return open(root.FS(), name, accept)
}

func open(dir fs.FS, name, accept string) (*file, error) {
	plain, err := openRegular(dir, name)
	if err != nil {
		return nil, err
	}
	for _, e := range preferred(accept) {
		f, err := openRegular(dir, name+e.suffix)
		if err != nil {
			continue
		}
		if f.info.ModTime().Before(plain.info.ModTime()) { // left over from an older build
			f.Close()
			continue
		}
		plain.Close()
		f.encoding = e.name
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

// hidden holds for names that begin with a dot, and for paths through such.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.Contains(name, "/.")
}

// tags remember the hash of each file for as long as it looks the same. Times
// alone would not do: those of an embedded file are all zero.
type tags struct {
	mu     sync.Mutex
	byName map[string]known // holds names of real files only, and so is bounded
}

type known struct {
	when time.Time
	size int64
	tag  string
}

// of returns the ETag of f, or nothing if f cannot be read twice.
func (t *tags) of(f *file) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	k := t.byName[f.name]
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
	if t.byName == nil {
		t.byName = map[string]known{}
	}
	k = known{f.info.ModTime(), f.info.Size(), `"` + hex.EncodeToString(hash.Sum(nil)[:12]) + `"`}
	t.byName[f.name] = k
	return k.tag
}
