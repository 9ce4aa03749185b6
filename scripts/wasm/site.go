package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"
)

const pages = "assets/web" // the sources of the page

// site is the folder that is being built.
type site struct {
	old, dir string // the last one, to take unchanged files from, and the new one
	best     bool
	files    []file
}

// file is one file of the site, as the manifest lists it.
type file struct {
	Name   string `json:"name"`
	Source string `json:"source"` // its name without the hash
	Bytes  int    `json:"bytes"`
	Brotli int    `json:"br,omitempty"`
	Gzip   int    `json:"gzip,omitempty"`
}

// manifest tells tools what the site weighs.
type manifest struct {
	Best  bool   `json:"best"` // compressed as well as can be
	Files []file `json:"files"`
}

// build writes every file. The page comes last: it names all others.
func (s *site) build(program string) error {
	script, err := glue()
	if err != nil {
		return err
	}
	var pairs []string
	sources := []string{program, script}
	entries, err := os.ReadDir(pages)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() != "index.html" {
			sources = append(sources, filepath.Join(pages, e.Name()))
		}
	}
	for _, path := range sources {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		f, err := s.add(asset(path), data, true)
		if err != nil {
			return err
		}
		pairs = append(pairs, "{{"+f.Source+"}}", f.Name, "{{bytes "+f.Source+"}}", strconv.Itoa(f.Bytes))
	}
	page, err := os.ReadFile(filepath.Join(pages, "index.html"))
	if err != nil {
		return err
	}
	text := strings.NewReplacer(pairs...).Replace(string(page))
	if i := strings.Index(text, "{{"); i >= 0 {
		return fmt.Errorf("index.html names a file that is not there: %.40s", text[i:])
	}
	if _, err := s.add("index.html", []byte(text), false); err != nil {
		return err
	}
	return s.list()
}

// asset is the name under which a source is known.
func asset(path string) string {
	if strings.HasSuffix(path, ".wasm") {
		return "client.wasm"
	}
	return filepath.Base(path)
}

// add writes a file and its compressed siblings.
func (s *site) add(source string, data []byte, hashed bool) (file, error) {
	f := file{Name: source, Source: source, Bytes: len(data)}
	if hashed {
		sum := sha256.Sum256(data)
		ext := filepath.Ext(source)
		f.Name = strings.TrimSuffix(source, ext) + "." + hex.EncodeToString(sum[:8]) + ext
	}
	kept := hashed && s.keep(&f)
	if !kept {
		if err := os.WriteFile(filepath.Join(s.dir, f.Name), data, 0o644); err != nil {
			return f, err
		}
		if err := s.squeeze(&f, data); err != nil {
			return f, err
		}
	}
	s.files = append(s.files, f)
	return f, nil
}

// keep takes a file over from the last build, if that has the very same and
// compressed it no worse.
func (s *site) keep(f *file) bool {
	text, err := os.ReadFile(filepath.Join(s.old, "manifest.json"))
	if err != nil {
		return false
	}
	var last manifest
	if json.Unmarshal(text, &last) != nil || s.best && !last.Best {
		return false
	}
	for _, was := range last.Files {
		if was.Name != f.Name || was.Bytes != f.Bytes {
			continue
		}
		for _, suffix := range []string{"", ".br", ".gz"} {
			if os.Link(filepath.Join(s.old, was.Name+suffix), filepath.Join(s.dir, was.Name+suffix)) != nil {
				return false
			}
		}
		*f = was
		return true
	}
	return false
}

// squeeze writes the compressed siblings of f. They are younger than f, which is
// how the server knows that they are not left over.
func (s *site) squeeze(f *file, data []byte) error {
	var br, gz bytes.Buffer
	done := make(chan error, 1)
	go func() { done <- compressBrotli(&br, data, s.best) }()
	if err := compressGzip(&gz, data, s.best); err != nil {
		return err
	}
	if err := <-done; err != nil {
		return err
	}
	f.Brotli, f.Gzip = br.Len(), gz.Len()
	if err := os.WriteFile(filepath.Join(s.dir, f.Name+".br"), br.Bytes(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.dir, f.Name+".gz"), gz.Bytes(), 0o644)
}

func (s *site) list() error {
	text, err := json.MarshalIndent(manifest{Best: s.best, Files: s.files}, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.dir, "manifest.json"), append(text, '\n'), 0o644)
}

// report prints what a first visit downloads.
func (s *site) report(w io.Writer, out string, took time.Duration) {
	sort.Slice(s.files, func(i, j int) bool { return s.files[i].Bytes > s.files[j].Bytes })
	var all file
	fmt.Fprintf(w, "%-32s %12s %12s %12s\n", "file", "bytes", "gzip", "brotli")
	for _, f := range s.files {
		fmt.Fprintf(w, "%-32s %12d %12d %12d\n", f.Source, f.Bytes, f.Gzip, f.Brotli)
		all.Bytes, all.Gzip, all.Brotli = all.Bytes+f.Bytes, all.Gzip+f.Gzip, all.Brotli+f.Brotli
	}
	fmt.Fprintf(w, "%-32s %12d %12d %12d\n", "in all", all.Bytes, all.Gzip, all.Brotli)
	fmt.Fprintf(w, "built %s in %.1f s\n", out, took.Seconds())
}
