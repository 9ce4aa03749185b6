package ships

import (
	"perihelion/assets/arenas"
	"perihelion/sim"
	"perihelion/sim/coder"
	"perihelion/sim/rng"
	"perihelion/sim/ships/layout"
)

// ownArenas are the arenas of the game, the first one by default.
var ownArenas = readOwnArenas("perihelion", "binary", "maelstrom", "belt", "gates", "drift")

// readOwnArenas reads embedded arenas. They are part of the program: one that is wrong is a
// mistake of who made it.
func readOwnArenas(names ...string) (all sim.Arenas) {
	for _, name := range names {
		text, err := arenas.Files.ReadFile(name + ".json")
		if err != nil {
			panic("ships: " + err.Error())
		}
		a, err := readArena(text)
		if err != nil {
			panic("ships: arena " + name + ": " + err.Error())
		}
		all = append(all, a)
	}
	return all
}

func readArena(text []byte) (*sim.Arena, error) {
	l, err := layout.Parse(text)
	if err != nil {
		return nil, err
	}
	all := l.Text()
	return &sim.Arena{Name: l.Name, Title: l.Title, Text: all, Hash: coder.Digest([]byte(all)), Layout: l}, nil
}

// firstArena is the one in which a match of one arena begins.
func firstArena(cfg *sim.Config) *sim.Arena {
	if cfg.Arenas != nil {
		return (*cfg.Arenas)[0]
	}
	return ownArenas[0]
}

// layoutOf is the arena in which a match is just now.
func layoutOf(cfg *sim.Config) *layout.Arena {
	switch {
	case cfg.Arena != nil:
		return cfg.Arena.Layout.(*layout.Arena)
	case cfg.Arenas != nil:
		return (*cfg.Arenas)[firstPlace(cfg)].Layout.(*layout.Arena)
	}
	return ownArenas[0].Layout.(*layout.Arena)
}

// arenasHash tells the arenas of one match from those of another.
func arenasHash(cfg *sim.Config) uint64 {
	all := ownArenas[:1]
	switch {
	case cfg.Arenas != nil:
		all = *cfg.Arenas
	case cfg.Arena != nil && !cfg.Editable:
		all = sim.Arenas{cfg.Arena}
	}
	h := uint64(len(all))
	if cfg.Editable {
		h = ^h
	}
	for _, a := range all {
		h = rng.Mix(h) ^ a.Hash
	}
	return h
}
