// Package arenas holds the arenas of Perihelion, as sim/ships/layout/ARENA.md describes
// them. sim/ships reads them.
package arenas

import "embed"

// Files are the arenas, a file each.
//
//go:embed *.json
var Files embed.FS
