package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// goroutines are the places of the server and of the client that start one, with how
// many, and who recovers a panic there: package server/ops/panics and client/scene/panics.go
// say what is closed then. A panic of any goroutine ends the process, so every new one
// must be considered, and counted here.
var goroutines = map[string]struct {
	n   int
	who string
}{
	"client/datagrams/datagrams.go":      {1, "nobody: it only closes"},
	"client/platform_desktop.go":         {1, "nobody: it runs a program of the system"},
	"client/options_desktop.go":          {1, "nobody: it writes for tests"},
	"client/dial/dial_gws.go":            {2, "itself, in readUntilClosed; nobody where it only closes"},
	"client/scene/panics.go":             {1, "Deps.recoverPanic, for every goroutine of the package and of client/online"},
	"client/online/onlinetest/server.go": {2, "nobody: it serves tests"},
	"client/online/livefeed.go":          {1, "nobody: it only closes"},
	"server/serve.go":                    {1, "nobody: it only cancels"},
	"server/net/bus/bus.go":              {1, "panics.Recover"},
	"server/play/fleet/nodes.go":         {1, "nobody: it asks another server, and reads the answer"},
	"server/play/standby/keeper.go":      {1, "panics.Recover in tryPlayOn"},
	"server/play/standby/watch.go":       {2, "panics.Recover in tryPlayOn and askInDoubt"},
	"server/play/standby/takeover.go":    {1, "panics.Recover in claimMoved"},
	"server/play/standby/streams.go":     {1, "panics.Recover"},
	"server/app/app.go":                  {2, "panics.Recover for ports; panics.Loop"},
	"server/play/fleet/fleet.go":         {1, "nobody: it only waits"},
	"server/app/standby.go":              {2, "panics.Loop; panics.Recover in tryPlayOn"},
	"server/app/storage.go":              {8, "panics.Loop"},
	"server/net/httpx/refusals.go":       {1, "panics.Recover"},
	"server/ops/admin/collect.go":        {1, "nobody: it asks a room, and waits for the answer"},
	"server/ops/live/socket.go":          {1, "panics.Recover in writeLoop"},
	"server/lobby/longpoll.go":           {1, "nobody: it only cancels"},
	"server/ops/metrics/reading.go":      {1, "nobody: it describes, for tests and documents"},
	"server/data/results/results.go":     {1, "panics.Loop"},
	"server/data/journal/journal.go":     {1, "panics.Recover in run"},
	"server/play/room/open.go":           {1, "Room.recover"},
	"server/play/session/gate.go":        {1, "panics.Recover in writeAlone and release"},
	"server/play/session/pool.go":        {2, "panics.Recover in writeTurn and release"},
	"server/play/session/repeat.go":      {1, "nobody: it only wakes the writer"},
	"server/play/session/session.go":     {1, "panics.Recover"},
	"server/net/datagram/datagram.go":    {4, "panics.Recover for connections and senders; nobody where it only closes"},
	"server/net/ws/ws.go":                {2, "panics.Recover in readAlone and CloseAll"},
	"server/net/ws/sweeper_linux.go":     {1, "panics.Recover in contain"},
}

func TestEveryGoroutineIsAccountedFor(t *testing.T) {
	found := map[string]int{}
	for _, part := range []string{"client", "server"} {
		if err := countGoroutines(part, found); err != nil {
			t.Fatal(err)
		}
	}
	for path, n := range found {
		if n != goroutines[path].n {
			t.Errorf("%s starts %d goroutines, want %d: say who recovers a panic there", path, n, goroutines[path].n)
		}
	}
	for path := range goroutines {
		if found[path] == 0 {
			t.Errorf("%s starts no goroutine any more", path)
		}
	}
}

// countGoroutines counts what each file of a part of the program starts.
func countGoroutines(part string, found map[string]int) error {
	return filepath.WalkDir(filepath.Join(root, part), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if n := started(f); n > 0 {
			found[filepath.ToSlash(rel)] = n
		}
		return err
	})
}

// started counts what starts a goroutine: go, WaitGroup.Go, AfterFunc.
func started(f *ast.File) (n int) {
	ast.Inspect(f, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.GoStmt:
			n++
		case *ast.CallExpr:
			if s, ok := node.Fun.(*ast.SelectorExpr); ok && (s.Sel.Name == "Go" || s.Sel.Name == "AfterFunc") {
				n++
			}
		}
		return true
	})
	return n
}
