package lang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"perihelion/shared/deeds"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/games"
)

// sourceKeys are all texts that the client looks up: those in its source, and those that the
// games and the protocol name.
func sourceKeys(t *testing.T) map[string]string {
	t.Helper()
	keys := map[string]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "game/toy") {
			return err
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution) // whatever its build tags are
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, e := range keysAt(n) {
				if text, ok := constant(e); ok && text != "" {
					keys[text] = fset.Position(e.Pos()).String()
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	addPage(t, keys)
	if len(keys) < 300 {
		t.Fatalf("%d texts found in the source: does the test still see them?", len(keys))
	}
	addNamed(keys)
	return keys
}

// said are the texts in a script of the page that are translated; see scripts/wasm.
var said = regexp.MustCompile(`\b(?:say|key)\(("(?:[^"\\]|\\.)*")`)

// addPage adds what the page says before the client runs, and to screen readers.
func addPage(t *testing.T, keys map[string]string) {
	t.Helper()
	const least = 20
	before := len(keys)
	scripts, err := filepath.Glob("../../assets/web/*.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range scripts {
		script, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said.FindAllSubmatch(script, -1) {
			key, err := strconv.Unquote(string(m[1]))
			if err != nil {
				t.Errorf("%s: %s: %v", path, m[1], err)
			}
			keys[key] = path
		}
	}
	if len(keys) < before+least {
		t.Fatalf("%d texts found in the scripts of the page: does the test still see them?", len(keys)-before)
	}
}

// addNamed adds what has no literal in the client.
func addNamed(keys map[string]string) {
	for _, g := range games.All {
		about := g.About()
		if about.Name == "toy" {
			continue
		}
		for _, m := range about.Modes {
			keys[m.Name], keys[strings.ToUpper(m.Name)], keys[m.Text] = "a mode", "a mode", "a mode"
		}
		for _, name := range about.Columns {
			keys[name], keys[strings.ToUpper(name)] = "a column", "a column"
		}
	}
	for _, rows := range [][]deeds.Look{deeds.Titles, deeds.Trails, deeds.HullLines, deeds.KillSounds} {
		for _, l := range rows {
			keys[l.Name] = "a title or trail"
			addWords(keys, l.Deed)
		}
	}
	for week := range 52 {
		for _, g := range deeds.WeekAt(time.Unix(0, 0).AddDate(0, 0, 7*week)).Goals {
			addWords(keys, g.Deed)
		}
	}
	for q := protocol.Quick(1); q <= protocol.LastQuick; q++ {
		keys[q.String()] = "a quick line"
	}
	for p := sim.Phase(0); p.String() != "unknown"; p++ {
		keys[p.String()] = "a phase"
	}
}

// addWords adds the words for a deed.
func addWords(keys map[string]string, deed string) {
	if one, several, _ := deeds.Words(deed); one != "" {
		keys[one], keys[several] = "a deed", "a deed"
	}
}

// keysAt are the expressions at n whose value is a key.
func keysAt(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		return calledKeys(n)
	case *ast.KeyValueExpr:
		return fieldKeys(n.Key, n.Value)
	case *ast.CompositeLit:
		if s, ok := n.Type.(*ast.SelectorExpr); ok && (s.Sel.Name == "List" || s.Sel.Name == "Log") {
			for _, e := range n.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok && isNamed(kv.Key, "Name") {
					return []ast.Expr{kv.Value}
				}
			}
		}
	case *ast.AssignStmt:
		var keys []ast.Expr
		for i := range n.Lhs {
			if s, ok := n.Lhs[i].(*ast.SelectorExpr); ok && len(n.Lhs) == len(n.Rhs) {
				keys = append(keys, fieldKeys(s.Sel, n.Rhs[i])...)
			}
		}
		return keys
	}
	return nil
}

// calledKeys are those of a call of T, F, N or Key.
func calledKeys(n *ast.CallExpr) []ast.Expr {
	name := ""
	switch f := n.Fun.(type) {
	case *ast.Ident: // in this package
		name = f.Name
	case *ast.SelectorExpr:
		if isNamed(f.X, "lang") {
			name = f.Sel.Name
		}
	}
	switch {
	case slices.Contains([]string{"T", "F", "Key"}, name):
		return n.Args[:1]
	case name == "N":
		return n.Args[1:]
	}
	return nil
}

// fieldKeys are those of a field of a widget, which looks them up itself.
func fieldKeys(field, value ast.Expr) []ast.Expr {
	switch {
	case isNamed(field, "Label"), isNamed(field, "Placeholder"):
		return []ast.Expr{value}
	case isNamed(field, "Names"):
		if list, ok := value.(*ast.CompositeLit); ok {
			return listed(list.Elts)
		}
	}
	return nil
}

func listed(elts []ast.Expr) (list []ast.Expr) {
	for _, e := range elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			e = kv.Value
		}
		list = append(list, e)
	}
	return list
}

func isNamed(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// constant is the text of a literal, or of a sum of them.
func constant(e ast.Expr) (text string, ok bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			text, err := strconv.Unquote(e.Value)
			return text, err == nil
		}
	case *ast.BinaryExpr:
		x, okX := constant(e.X)
		y, okY := constant(e.Y)
		return x + y, okX && okY && e.Op == token.ADD
	}
	return "", false
}

// countsSeveral is what a text says of a number of things, as if there were always several.
var countsSeveral = regexp.MustCompile(`%d ([a-z]+ )?[a-z]{2,}s\b`)

// neverOne are texts whose number is never one.
var neverOne = map[string]string{
	"%d days ago": "two days at least", "it counted %d points for them": "two at least", "%d objects": "two at least",
	"%d seconds against %d bots, in a match that is the same for everybody today": "as the daily run has it",
	"%d seconds, to make points": "as the daily run has it", "from %d units away": "ships are wider",
	"this machine draws only %d frames a second": "it would have given up",
}

func TestTextsForSeveralThingsHaveOneForOne(t *testing.T) {
	found := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			text, _ := constant(call.Args[0])
			if f, ok := call.Fun.(*ast.SelectorExpr); !ok || !isNamed(f.X, "lang") || f.Sel.Name != "F" || !countsSeveral.MatchString(text) {
				return true
			}
			if found++; neverOne[text] == "" {
				t.Errorf("%s: %q is wrong for one: N has a text for one, too", path, text)
			}
			return true
		})
		return nil
	})
	if err != nil || found != len(neverOne) {
		t.Errorf("%d texts that are never of one are left, want %d; %v", found, len(neverOne), err)
	}
}
