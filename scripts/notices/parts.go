package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// part is a third-party part of a release.
type part struct {
	Name, Version string
	URL           string // the package URL (purl); empty: none
	SPDX          string // its licences, as an SPDX expression
	Texts         []string
}

// module is a Go module.
type module struct{ path, version string }

// licenceFile matches the names of files with a licence, or with a notice that a licence
// requires.
var licenceFile = regexp.MustCompile(`(?i)^(un)?(licen[cs]e|copying|notice|patents|[a-z-]*-?ofl)([.-].*)?$`)

// collectParts finds the parts of the server and the client, as built for all targets,
// each like linux/amd64. A part without a known licence is an error: somebody has to read
// the licence before a release.
func collectParts(targets []string) ([]part, error) {
	if len(targets) == 0 {
		return nil, errors.New("no targets; name those that are built, such as linux/amd64")
	}
	dirs := map[module]string{}
	for _, target := range targets {
		system, machine, ok := strings.Cut(target, "/")
		if !ok {
			return nil, fmt.Errorf("target %q is not like linux/amd64", target)
		}
		if err := listModules(system, machine, dirs); err != nil {
			return nil, err
		}
	}
	parts, err := otherParts()
	if err != nil {
		return nil, err
	}
	for m, dir := range dirs {
		p := part{Name: m.path, Version: m.version, URL: "pkg:golang/" + m.path + "@" + m.version}
		if err := p.readLicences(dir, licenceFile); err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	slices.SortFunc(parts, func(a, b part) int { return strings.Compare(a.Name, b.Name) })
	return parts, nil
}

// listModules adds the modules in the server and the client of a target, and their folders.
func listModules(system, machine string, dirs map[module]string) error {
	commands := []string{"./client"}
	if system != "js" {
		commands = append(commands, "./server")
	}
	cmd := exec.Command("go", append([]string{"list", "-deps", "-json=Module"}, commands...)...)
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+machine, "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	listed, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("list the parts of %s/%s: %w", system, machine, err)
	}
	for d := json.NewDecoder(bytes.NewReader(listed)); ; {
		var p struct {
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if m := p.Module; m != nil && !m.Main {
			dirs[module{m.Path, m.Version}] = m.Dir
		}
	}
}

// otherParts are the parts that are not modules: Go's standard library, and the fonts.
func otherParts() ([]part, error) {
	out, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return nil, fmt.Errorf("ask go where it lives: %w", err)
	}
	goroot, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	version = strings.TrimPrefix(version, "go")
	all := []part{
		{Name: "Go standard library", Version: version, URL: "pkg:golang/std@" + version},
		{Name: "Oxanium (font)"},
		{Name: "Share Tech Mono (font)"},
	}
	fonts := filepath.Join("assets", "fonts")
	return all, errors.Join(
		all[0].readLicences(goroot, regexp.MustCompile(`^(LICENSE|PATENTS)$`)),
		all[1].readLicences(fonts, regexp.MustCompile(`^oxanium-OFL\.txt$`)),
		all[2].readLicences(fonts, regexp.MustCompile(`^share-tech-mono-OFL\.txt$`)),
	)
}

// readLicences sets the texts and the SPDX expression of p, from the files in dir whose
// names match.
func (p *part) readLicences(dir string, files *regexp.Regexp) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("%s: %w", p.Name, err)
	}
	for _, e := range entries {
		if e.IsDir() || !files.MatchString(e.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		p.Texts = append(p.Texts, string(text))
	}
	if p.SPDX = identifyLicences(p.Texts); p.SPDX == "" {
		return fmt.Errorf("%s %s: no licence that is known in %s; read what it asks for, and teach it to identify", p.Name, p.Version, dir)
	}
	return nil
}
