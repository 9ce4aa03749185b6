//go:build builtweb

// Package built holds the built browser client when the server was compiled
// with the tag builtweb, as `make dist` does; otherwise Web is nil and the
// server serves a folder.
package built

import (
	"embed"
	"io/fs"
)

//go:embed all:web
var files embed.FS

// Web returns the files of the browser client, or nil.
func Web() fs.FS {
	web, err := fs.Sub(files, "web")
	if err != nil {
		panic("built: " + err.Error()) // the path is a constant
	}
	return web
}
