package main

import (
	"bytes"
	"compress/gzip"
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

	"github.com/andybalholm/brotli"
)

const pageDir = "assets/web" // has the sources of the page

// site is the folder that is being built.
type site struct {
	old, dir string // the folder of the last build, to take unchanged files from, and the new one
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

// manifest lists the files of the site and their sizes, for tools.
type manifest struct {
	Best  bool   `json:"best"` // compressed at the best level
	Files []file `json:"files"`
}

// writeAll writes every file. The page is the last: it has the names of all others.
func (s *site) writeAll(program string) error {
	script, err := wasmExecScript()
	if err != nil {
		return err
	}
	var pairs []string
	sources := []string{program, script}
	entries, err := os.ReadDir(pageDir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() != "index.html" {
			sources = append(sources, filepath.Join(pageDir, e.Name()))
		}
	}
	for _, path := range sources {
		data, err := readSource(path)
		if err != nil {
			return err
		}
		f, err := s.writeHashed(assetName(path), data, true)
		if err != nil {
			return err
		}
		pairs = append(pairs, "{{"+f.Source+"}}", f.Name, "{{bytes "+f.Source+"}}", strconv.Itoa(f.Bytes))
	}
	page, err := os.ReadFile(filepath.Join(pageDir, "index.html"))
	if err != nil {
		return err
	}
	text := strings.NewReplacer(pairs...).Replace(string(page))
	if i := strings.Index(text, "{{"); i >= 0 {
		return fmt.Errorf("index.html names a file that is not there: %.40s", text[i:])
	}
	if _, err := s.writeHashed("index.html", []byte(text), false); err != nil {
		return err
	}
	return s.writeManifest()
}

// readSource reads a file of the page as it is served.
func readSource(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err == nil && filepath.Base(path) == "words.js" {
		return putWords(data)
	}
	return data, err
}

// assetName is the name of a source without its folder; that of the program is fixed.
func assetName(path string) string {
	if strings.HasSuffix(path, ".wasm") {
		return "client.wasm"
	}
	return filepath.Base(path)
}

// writeHashed writes a file and its compressed copies; if hashed, with the hash of its
// content in the name.
func (s *site) writeHashed(source string, data []byte, hashed bool) (file, error) {
	f := file{Name: source, Source: source, Bytes: len(data)}
	if hashed {
		sum := sha256.Sum256(data)
		ext := filepath.Ext(source)
		f.Name = strings.TrimSuffix(source, ext) + "." + hex.EncodeToString(sum[:8]) + ext
	}
	kept := hashed && s.reuseOld(&f)
	if !kept {
		if err := os.WriteFile(filepath.Join(s.dir, f.Name), data, 0o644); err != nil {
			return f, err
		}
		if err := s.writeCompressed(&f, data); err != nil {
			return f, err
		}
	}
	s.files = append(s.files, f)
	return f, nil
}

// reuseOld takes a file from the last build, if that has the same file and compressed it
// at the same level or a better one.
func (s *site) reuseOld(f *file) bool {
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

// writeCompressed writes the compressed copies of f. They are newer than f, which shows the
// server that they belong to it.
func (s *site) writeCompressed(f *file, data []byte) error {
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

func (s *site) writeManifest() error {
	text, err := json.MarshalIndent(manifest{Best: s.best, Files: s.files}, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.dir, "manifest.json"), append(text, '\n'), 0o644)
}

// printSizes prints the sizes of what a first visit downloads.
func (s *site) printSizes(w io.Writer, out string, took time.Duration) {
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

// fastLevel is for development. Measured on the client: brotli's level 4 takes one or two
// seconds and the result is a fifth larger than that of level 11, which takes minutes.
const fastLevel = 4

func compressBrotli(w io.Writer, data []byte, best bool) error {
	opt := brotli.WriterOptions{Quality: fastLevel, LGWin: 22}
	if best {
		opt = brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24}
	}
	b := brotli.NewWriterOptions(w, opt)
	if _, err := b.Write(data); err != nil {
		return err
	}
	return b.Close()
}

func compressGzip(w io.Writer, data []byte, best bool) error {
	level := 4
	if best {
		level = gzip.BestCompression
	}
	g, err := gzip.NewWriterLevel(w, level)
	if err != nil {
		return err
	}
	if _, err := g.Write(data); err != nil {
		return err
	}
	return g.Close()
}
