// Command wasm builds the browser client into a folder: the page, the program
// that it loads, and everything precompressed, under names that hold the hash of
// their content. Run it from the root of the module.
//
//	go run ./scripts/wasm -o .build/web [-best]
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	out := flag.String("o", ".build/web", "`folder` to build into; it is replaced as a whole")
	best := flag.Bool("best", false, "compress as well as can be, which takes minutes")
	version := flag.String("version", "", "version that the client tells the server")
	flag.Parse()
	if err := run(*out, *version, *best); err != nil {
		fmt.Fprintln(os.Stderr, "wasm:", err)
		os.Exit(1)
	}
}

func run(out, version string, best bool) error {
	began := time.Now()
	work := filepath.Clean(out) + ".new"
	if err := os.RemoveAll(work); err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.MkdirAll(work, 0o755); err != nil {
		return err
	}
	program, err := compile(out, version)
	if err != nil {
		return err
	}
	s := site{old: out, dir: work, best: best}
	if err := s.build(program); err != nil {
		return err
	}
	if err := swap(work, out); err != nil {
		return err
	}
	s.report(os.Stdout, out, time.Since(began))
	return nil
}

// compile builds the program and returns where it lies. It is kept beside the
// folder, because go build leaves alone what is up to date.
//
// The flags are the same for development and release: others would give every
// package a second place in the build cache.
func compile(out, version string) (string, error) {
	program := filepath.Clean(out) + ".wasm"
	ldflags := "-s -w"
	if version != "" {
		ldflags += " -X main.version=" + version
	}
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags="+ldflags, "-o", program, "./client")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("build the client: %w", err)
	}
	return program, nil
}

// glue is the script with which this very Go starts its programs.
func glue() (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("ask go where it lives: %w", err)
	}
	path := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js")
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("find the script that starts Go in a browser: %w", err)
	}
	return path, nil
}

// swap puts the finished folder in the place of the old one. A server that opens
// the folder anew for each request sees the one or the other.
func swap(work, out string) error {
	old := filepath.Clean(out) + ".old"
	if err := os.RemoveAll(old); err != nil {
		return err
	}
	if err := os.Rename(out, old); err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := os.Rename(work, out); err != nil {
		return err
	}
	return os.RemoveAll(old)
}
