//go:build !builtweb

// Package built holds the built browser client when the server was compiled
// with the tag builtweb, as `make dist` does; otherwise Web is nil and the
// server serves a folder.
package built

import "io/fs"

// Web returns the files of the browser client, or nil.
func Web() fs.FS { return nil }
