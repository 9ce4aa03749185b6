// Package arch tests the rules of the architecture: what is at the top level, which
// package may import which, what the simulation may not contain, how long a file or a
// function may be. What is not tested here is not a rule.
package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	root   = "../.."
	module = "perihelion"
	ebiten = "github.com/hajimehoshi/ebiten"
)

var topLevel = []string{"server", "client", "shared", "sim", "assets", "scripts", "go.mod", "go.sum", "Makefile", "README.md", "LICENSE"}

// mayImport lists, per folder, what its packages may import beside the standard
// library: folders of this module, "*" for any third-party package but
// Ebitengine, "ebiten" for that. The longest matching folder decides; a folder
// may always import the folders below it.
var mayImport = map[string][]string{
	"sim":         {"sim", "assets/arenas"}, // any game; isGame keeps games apart
	"sim/fixed":   {},
	"sim/rng":     {},
	"sim/coder":   {"sim/fixed"},
	"sim/simtest": {"sim"},

	"shared/bucket":    {},
	"shared/ring":      {},
	"shared/waitgroup": {},
	"shared/pace":      {},
	"shared/transport": {},
	"shared/api":       {},
	"shared/deeds":     {},
	"shared":           {"sim", "shared", "*"},

	"server":                {"sim", "shared", "server", "assets", "*"},
	"server/play/room":      {"sim", "shared", "*"},
	"server/play/session":   {"server/play/room", "server/people/auth", "server/ops/panics", "shared", "sim"},
	"server/ops/agones":     {},
	"server/ops/panics":     {},
	"server/net/ws":         {"server/play/session", "server/net/httpx", "server/ops/panics", "shared", "*"},
	"server/match":          {},
	"server/people/auth":    {"shared", "sim", "*"},
	"server/net/listen":     {"server/net/httpx", "server/ops/panics", "*"},
	"server/net/relay":      {"server/net/bus", "server/net/httpx"},
	"server/net/bus":        {"server/ops/panics", "*"},
	"server/people/ban":     {"server/data/store"},
	"server/ops/admin":      {"server/people/ban", "server/net/httpx", "server/ops/metrics", "server/play/room", "server/play/session", "server/data/store", "server/data/casefile", "shared", "sim", "*"},
	"server/data/store":     {"server/match/season", "shared/deeds", "*"},
	"server/ops/live":       {"server/people/chat", "server/net/httpx", "server/ops/panics", "server/play/room", "server/data/store", "server/net/ws", "shared", "sim", "*"},
	"server/play/standby":   {"server/net/bus", "server/ops/panics", "server/play/room", "shared", "sim", "*"},
	"server/play/fleet":     {"server/data/store", "server/net/bus", "server/lobby", "server/match", "server/play/room", "shared", "sim"},
	"server/people/chat":    {"assets/words", "server/net/httpx", "server/play/room", "server/data/store", "shared", "sim", "*"},
	"server/people/account": {"server/data/store", "server/people/auth", "shared", "*"},
	"server/data/results":   {"server/ops/panics", "server/data/store", "server/play/room", "server/match/rating", "server/match/level", "server/match/season", "shared", "sim"},
	"server/data/arenas":    {"server/data/store", "shared", "sim", "*"},
	"server/data/blob":      {"*"},
	"server/data/journal":   {"server/ops/panics", "server/play/room", "shared", "sim"},
	"server/data/casefile":  {"shared", "sim"},
	"server/data/runs":      {"server/data/store", "shared", "sim"},
	"server/data/replays":   {"server/data/blob", "server/data/journal", "server/data/store", "server/play/room", "shared", "sim", "*"},
	"server/ops/config":     {"shared", "*"},

	"client":                     {"sim", "shared", "client", "assets", "*", "ebiten"},
	"client/netcode":             {"sim", "shared"},
	"client/netcode/netcodetest": {"client/netcode", "shared", "sim"},
	"client/fetch":               {"client/page"},
	"client/lobby":               {"client/fetch", "shared"},
	"client/dial":                {"shared", "*"},
	"client/online":              {"client/lobby", "client/dial", "client/datagrams", "client/lang", "client/netcode", "client/prefs", "client/page", "shared", "sim"},
	"client/online/onlinetest":   {"client/fetch", "client/lobby", "shared", "sim"},
	"client/lang":                {"assets/languages"},
	"client/page":                {},
	"client/prefs":               {"client/page"},
	"client/rgba":                {},
	"client/ui":                  {"client/lang", "client/page", "client/rgba", "assets", "*", "ebiten"},

	"assets":  {},
	"scripts": {"sim", "shared", "server", "client", "assets", "scripts", "*", "ebiten"},
}

// exclusive packages may be imported only by the packages named, or by those below a name
// that ends in "/...".
var exclusive = map[string][]string{
	"server/app":        {"server", "scripts/..."},
	"server/ops/config": {"server", "server/app", "scripts/..."},
}

// impure packages could give different results for the same tick on two machines.
var impure = []string{"time", "math", "math/rand", "math/rand/v2", "os", "sync", "sync/atomic", "unsafe"}

// gameFree lists the folders whose code plays any game and so knows none: of sim they
// import the contract itself. The program server says which games are installed.
var gameFree = []string{
	"shared", "server/", "client/netcode", "client/online", "client/lobby", "client/prefs",
	"client/scene", "client/hud", "client/render", "client/audio", "client/input", "client/ui",
}

// testedWithGames are the folders of gameFree whose tests need more than sim/toy has, and why.
var testedWithGames = map[string]string{
	"server/play/room": "it measures a tick of a room whose arena is edited, and the toy has none",
	"shared/snapshot":  "its golden frames, sizes and speed are those of fights with all kinds of entities",
	"shared/replay":    "its golden logs are of matches that were played",
	"client/scene":     "it lays out the screens of every game, to see that no texts overlap",
}

func TestTopLevelHasOnlyTheListedEntries(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(topLevel, e.Name()) {
			t.Errorf("%s: only %v may be at the top level", e.Name(), topLevel)
		}
	}
}

// eachGoFile calls visit for every file of the module, either those of the code or those of
// the tests, with its path and its folder in the module. It fails if it sees hardly any.
func eachGoFile(t *testing.T, tests bool, visit func(path, dir string) error) {
	t.Helper()
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") != tests:
			return nil
		}
		seen++
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		return visit(path, filepath.ToSlash(dir))
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 200 {
		t.Fatalf("saw %d files, want the whole module: is the root right?", seen)
	}
}

func TestCodeObeysTheArchitecture(t *testing.T) {
	eachGoFile(t, false, func(path, dir string) error {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		checkImports(t, path, dir, f)
		if within(dir, "sim") {
			checkPurity(t, path, f)
		}
		return nil
	})
}

func TestTestsOfTheNetcodeKnowOnlyTheToy(t *testing.T) {
	used := map[string]bool{}
	eachGoFile(t, true, func(path, dir string) error {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			local, ok := strings.CutPrefix(strings.Trim(spec.Path.Value, `"`), module+"/")
			if !ok || !playsAnyGame(dir) || !isGame(local) || gameOf(local) == "toy" {
				continue
			}
			if used[dir] = true; testedWithGames[dir] == "" {
				t.Errorf("%s must not import %q: tests of %s play sim/toy", path, local, dir)
			}
		}
		return nil
	})
	for dir := range testedWithGames {
		if !used[dir] {
			t.Errorf("the tests of %s know no game but the toy: take it off the list", dir)
		}
	}
}

func checkImports(t *testing.T, path, dir string, f *ast.File) {
	for _, spec := range f.Imports {
		p := strings.Trim(spec.Path.Value, `"`)
		if !allowed(dir, p) {
			t.Errorf("%s: %s must not import %q", path, dir, p)
		}
		if within(dir, "sim") && slices.Contains(impure, p) {
			t.Errorf("%s: the simulation must not import %q", path, p)
		}
	}
}

// checkPurity checks that the simulation uses integers only, no map and no goroutine.
func checkPurity(t *testing.T, path string, f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.MapType, *ast.GoStmt, *ast.ChanType:
			t.Errorf("%s: no map, go statement or channel in the simulation", path)
		case *ast.Ident:
			if n.Name == "float32" || n.Name == "float64" {
				t.Errorf("%s: no %s in the simulation", path, n.Name)
			}
		case *ast.BasicLit:
			if n.Kind == token.FLOAT {
				t.Errorf("%s: no floating-point literal %s in the simulation", path, n.Value)
			}
		}
		return true
	})
}

// allowed reports whether a package in dir may import p.
func allowed(dir, p string) bool {
	local, isLocal := strings.CutPrefix(p, module+"/")
	if isLocal {
		if isGame(local) && (playsAnyGame(dir) || slices.Contains(gameTools, dir) || isGame(dir) && !slices.Contains(gameLists, dir) && gameOf(dir) != gameOf(local)) {
			return false
		}
		if users, ok := exclusive[local]; ok && !slices.ContainsFunc(users, func(u string) bool { return names(u, dir) }) {
			return false
		}
	}
	rule, ok := longest(mayImport, dir)
	switch {
	case !ok:
		return false // a folder needs a rule
	case isLocal:
		return within(local, dir) || slices.ContainsFunc(rule, func(f string) bool { return within(local, f) })
	case strings.HasPrefix(p, ebiten):
		return slices.Contains(rule, "ebiten")
	case strings.Contains(strings.SplitN(p, "/", 2)[0], "."):
		return slices.Contains(rule, "*")
	}
	return true
}

// isGame reports whether a folder holds the rules, the bot or the looks of a game, or a
// list of games.
func isGame(dir string) bool {
	return strings.HasPrefix(dir, "sim/") && !slices.Contains(gameTools, dir) || strings.HasPrefix(dir, clientGame+"/")
}

// clientGame is the contract between the client and the looks of a game, which are below.
const clientGame = "client/game"

// gameLists name all games.
var gameLists = []string{"sim/games", clientGame + "/faces"}

// gameTools are the packages below sim that help any game.
var gameTools = []string{"sim/fixed", "sim/rng", "sim/coder", "sim/simtest"}

// gameOf is the game that a folder belongs to.
func gameOf(dir string) string {
	name, looks := strings.CutPrefix(dir, clientGame+"/")
	if !looks {
		name = strings.TrimPrefix(dir, "sim/")
	}
	name, _, _ = strings.Cut(name, "/")
	return name
}

// playsAnyGame reports whether a folder is one of gameFree, or below it; "server/" means
// those below only.
func playsAnyGame(dir string) bool {
	return dir == clientGame || slices.ContainsFunc(gameFree, func(f string) bool { return dir == f || strings.HasPrefix(dir, strings.TrimSuffix(f, "/")+"/") })
}

// names reports whether a pattern of exclusive names dir.
func names(pattern, dir string) bool {
	folder, below := strings.CutSuffix(pattern, "/...")
	return dir == folder || below && within(dir, folder)
}

// longest returns the entry for the folder nearest above dir.
func longest(rules map[string][]string, dir string) (rule []string, ok bool) {
	best := ""
	for folder, r := range rules {
		if within(dir, folder) && len(folder) > len(best) {
			best, rule, ok = folder, r, true
		}
	}
	return rule, ok
}

func within(dir, folder string) bool {
	return dir == folder || strings.HasPrefix(dir, folder+"/")
}

func TestRulesRefuseWhatTheyShould(t *testing.T) {
	tests := []struct {
		name, dir, path string
		want            bool
	}{
		{"a room may know the contract", "server/play/room", "perihelion/sim", true},
		{"a room may not know a game", "server/play/room", "perihelion/sim/ships", false},
		{"the netcode may not know a bot", "client/netcode", "perihelion/sim/ships/bot", false},
		{"a tool may know games", "scripts/feel", "perihelion/sim/games", true},
		{"the server says which games there are", "server", "perihelion/sim/games", true},
		{"a game may not know another", "sim/puck", "perihelion/sim/ships", false},
		{"a tool of games knows no game", "sim/simtest", "perihelion/sim/toy", false},
		{"a new game needs no rule", "sim/hop", "perihelion/sim/rng", true},
		{"a game may know the contract", "sim/ships/bot", "perihelion/sim", true},
		{"a room may not know sessions", "server/play/room", "perihelion/server/play/session", false},
		{"the server may not know the client", "server/lobby", "perihelion/client/netcode", false},
		{"the client may not know the server", "client/scene", "perihelion/server/play/room", false},
		{"the simulation stands alone", "sim", "perihelion/shared/ring", false},
		{"the netcode draws nothing", "client/netcode", "github.com/hajimehoshi/ebiten/v2", false},
		{"a scene may not know a game", "client/scene", "perihelion/sim/ships", false},
		{"a scene may not know the looks of a game", "client/scene", "perihelion/client/game/ships", false},
		{"the looks of a game know its rules", "client/game/ships", "perihelion/sim/ships", true},
		{"the looks of a game may not know another", "client/game/puck", "perihelion/sim/ships", false},
		{"nor the looks of another", "client/game/puck", "perihelion/client/game/ships", false},
		{"the list of looks knows them all", "client/game/faces", "perihelion/client/game/ships", true},
		{"the contract of looks knows none", "client/game", "perihelion/client/game/ships", false},
		{"the client says which looks there are", "client", "perihelion/client/game/faces", true},
		{"what talks to the server needs no window", "client/online", "github.com/hajimehoshi/ebiten/v2", false},
		{"a scene may draw", "client/scene", "github.com/hajimehoshi/ebiten/v2", true},
		{"the server needs no window", "server/app", "github.com/hajimehoshi/ebiten/v2", false},
		{"nobody imports the composition root", "server/lobby", "perihelion/server/app", false},
		{"a tool may start a whole server", "scripts/loadtest", "perihelion/server/app", true},
		{"the ring imports the standard library only", "shared/ring", "perihelion/sim", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := allowed(tt.dir, tt.path); got != tt.want {
				t.Errorf("allowed(%q, %q) = %v, want %v", tt.dir, tt.path, got, tt.want)
			}
		})
	}
}
