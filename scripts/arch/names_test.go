package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

// maxSameName is how many functions and methods of the module may have one name. A name
// that is declared more often says nothing: whoever searches for it finds everything.
const maxSameName = 6

// commonNames may be declared more often: they are methods of interfaces, the standard
// library's or our own, or they mean the same wherever they are.
var commonNames = []string{
	"main", "init", "New", "Run", "Close", "String", "Error", "Len", "ServeHTTP",
	"Update", "Draw", "Name", "Caption", "CapturesNav", "onExit", // of scenes and widgets
	"Receive", "Send", // of transport.Conn
	"Write",                                                                      // of io.Writer, and of room.Journal
	"About", "Check", "NewWorld", "NewPredictor", "NewModel", "Think", "BotName", // of sim.Game
	"Tick", "Phase", "Join", "Leave", "Step", "Private", "Eye", "Hash", // of sim.World
	"AppendEntities", "AppendEvents", "AppendStandings", "AppendState", "RestoreState",
	"Adopt", "Observe", "Predict", "Forecast", "Radius", "Avatar", "Place", "Concerns", "Focus", "Headline",
	"code", // writes or reads a part of a world's state: see sim/coder
}

// declaration is a function or method of that name.
type declaration struct{ folder, receiver string }

func TestNoNameIsDeclaredAgainAndAgain(t *testing.T) {
	declared := map[string][]declaration{}
	eachGoFile(t, false, func(path, dir string) error {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err == nil {
			collectNames(declared, dir, f)
		}
		return err
	})
	for name, where := range declared {
		if len(where) > maxSameName && !slices.Contains(commonNames, name) {
			t.Errorf("%s is declared %d times, want %d at most: say what each of them does\n%v", name, len(where), maxSameName, where)
		}
	}
	if len(declared["Update"]) < 10 {
		t.Errorf("saw %d declarations of Update, want those of all scenes and widgets: is the root right?", len(declared["Update"]))
	}
}

// collectNames notes every function of f once for each type, whatever the build tags of its
// files are.
func collectNames(declared map[string][]declaration, folder string, f *ast.File) {
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		at := declaration{folder: folder, receiver: receiverName(fn)}
		if !slices.Contains(declared[fn.Name.Name], at) {
			declared[fn.Name.Name] = append(declared[fn.Name.Name], at)
		}
	}
}

func receiverName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return ""
	}
	expr := fn.Recv.List[0].Type
	if star, ok := expr.(*ast.StarExpr); ok {
		expr = star.X
	}
	if index, ok := expr.(*ast.IndexExpr); ok {
		expr = index.X
	}
	if id, ok := expr.(*ast.Ident); ok {
		return id.Name
	}
	return "?"
}
