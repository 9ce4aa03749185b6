// Command wasm builds the browser client into a folder: the page, the program that it
// loads, and compressed copies of everything, with a hash of the content in each name.
// Run it from the root of the module.
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
	if err := buildSite(*out, *version, *best); err != nil {
		fmt.Fprintln(os.Stderr, "wasm:", err)
		os.Exit(1)
	}
}

func buildSite(out, version string, best bool) error {
	began := time.Now()
	work := filepath.Clean(out) + ".new"
	if err := os.RemoveAll(work); err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.MkdirAll(work, 0o755); err != nil {
		return err
	}
	program, err := compile(out, version, best)
	if err != nil {
		return err
	}
	s := site{old: out, dir: work, best: best}
	if err := s.writeAll(program); err != nil {
		return err
	}
	if err := replaceDir(work, out); err != nil {
		return err
	}
	s.printSizes(os.Stdout, out, time.Since(began))
	return nil
}

// compile builds the program and returns its path, beside the folder: it stays there,
// because go build does nothing if it is up to date.
//
// A release tells nobody where it was built. In development the packages are those that vet
// and the tests have compiled already, so that the build cache has them once.
func compile(out, version string, release bool) (string, error) {
	program := filepath.Clean(out) + ".wasm"
	ldflags := "-s -w"
	if version != "" {
		ldflags += " -X main.version=" + version
	}
	args := []string{"build", "-ldflags=" + ldflags, "-o", program}
	if release {
		args = append(args, "-trimpath")
	}
	cmd := exec.Command("go", append(args, "./client")...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("build the client: %w", err)
	}
	return program, nil
}

// wasmExecScript is the path of the script that starts programs of this version of Go in a
// browser.
func wasmExecScript() (string, error) {
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

// replaceDir puts the finished folder in the place of the old one. A server that opens
// files for each request sees either the old or the new folder.
func replaceDir(work, out string) error {
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
