package main

import (
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// mutation is one number of a file, and another one in its place.
type mutation struct {
	file     string
	line     int
	name     string // of the constant
	from, to int    // the bytes of the number in the file
	old, new string
}

func (m *mutation) String() string {
	return fmt.Sprintf("%s:%d %s: %s instead of %s", m.file, m.line, m.name, m.new, m.old)
}

// fate is what becomes of a mutation.
type fate string

const (
	caught   fate = "caught"
	survives fate = "SURVIVES"
)

// mutations lists a change of every number in the constants of a file.
func mutations(file string) (all []*mutation, err error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, d := range f.Decls {
		block, ok := d.(*ast.GenDecl)
		if !ok || block.Tok != token.CONST {
			continue
		}
		for _, s := range block.Specs {
			spec := s.(*ast.ValueSpec) // of a const block
			for i, value := range spec.Values {
				ast.Inspect(value, func(n ast.Node) bool {
					number, ok := n.(*ast.BasicLit)
					if !ok || number.Kind != token.INT {
						return true
					}
					at := fset.Position(number.Pos())
					all = append(all, &mutation{
						file: file, line: at.Line, name: spec.Names[i].Name,
						from: at.Offset, to: at.Offset + len(number.Value), old: number.Value, new: grown(number.Value),
					})
					return true
				})
			}
		}
	}
	return all, nil
}

// share is which part of a number it grows by, at least by one: less would be lost where
// numbers per second are divided into ticks.
const share = 50

// grown is the literal of an integer that is a little larger.
func grown(literal string) string {
	n, err := strconv.ParseInt(literal, 0, 64)
	if err != nil {
		return literal + " + 1" // a number of more than 64 bits
	}
	return strconv.FormatInt(n+max(1, n/share), 10)
}

// try runs the tests of the game with the other number. A game that does not build with it
// is caught, too.
func (m *mutation) try(ctx context.Context) (fate, error) {
	overlay, err := m.writeOverlay()
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(filepath.Dir(overlay)) }()
	for _, tests := range []string{".", "./..."} { // those of the rules know most numbers, and are fast
		test := exec.CommandContext(ctx, "go", "test", "-failfast", "-overlay", overlay, tests)
		test.Dir = filepath.Dir(m.file)
		err := test.Run()
		switch {
		case ctx.Err() != nil:
			return "", ctx.Err()
		case err != nil && test.ProcessState == nil:
			return "", fmt.Errorf("go test: %w", err)
		case err != nil:
			return caught, nil
		}
	}
	return survives, nil
}

// writeOverlay writes the changed file, and the file for go's flag -overlay that puts it in
// the place of the original, into a folder of their own.
func (m *mutation) writeOverlay() (path string, err error) {
	src, err := os.ReadFile(m.file)
	if err != nil {
		return "", err
	}
	original, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return "", err
	}
	changed := filepath.Join(dir, filepath.Base(m.file))
	list, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	if err != nil {
		return "", err
	}
	path = filepath.Join(dir, "overlay.json")
	src = append(append(append([]byte(nil), src[:m.from]...), m.new...), src[m.to:]...)
	if err := os.WriteFile(changed, src, 0o600); err != nil {
		return "", err
	}
	return path, os.WriteFile(path, list, 0o600)
}
