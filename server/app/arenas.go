package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"perihelion/server/data/arenas"
	"perihelion/server/data/store"
	"perihelion/server/lobby"
	"perihelion/server/ops/config"
	"perihelion/sim"
)

// arenaList is the arenas of a server.
type arenaList struct {
	turns sim.Arenas // of public rooms
	added sim.Arenas // those of DATA_DIR/arenas
}

// CheckArenas reports what is wrong with the arenas of a configuration.
func CheckArenas(cfg config.Config, games sim.Games) error {
	_, err := loadArenas(cfg, games)
	return err
}

// loadArenas reads the arenas of DATA_DIR/arenas, and finds those of ARENAS. A file that is wrong
// stops the server: its operator is there and wants it played.
func loadArenas(cfg config.Config, games sim.Games) (list arenaList, err error) {
	game, ok := arenaGame(games)
	if !ok {
		return list, nil
	}
	all := append(sim.Arenas{}, game.About().Arenas...)
	files, _ := filepath.Glob(filepath.Join(cfg.DataDir, "arenas", "*.json")) // the pattern is a good one
	var wrong []error
	for _, file := range files {
		a, err := ReadArena(game, file)
		if _, twice := all.Named(arenaName(a)); err == nil && twice {
			err = fmt.Errorf("%s: name: %q is the name of another arena", file, a.Name)
		}
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		all, list.added = append(all, a), append(list.added, a)
	}
	if len(wrong) > 0 {
		return list, fmt.Errorf("arenas that cannot be played: %w", errors.Join(wrong...))
	}
	list.turns, err = turnsOf(cfg.Arenas, all)
	if err == nil {
		err = game.Check(sim.Config{Seats: 2, Arenas: &list.turns})
	}
	return list, err
}

// arenaGame is the game that has arenas.
func arenaGame(games sim.Games) (sim.Game, bool) {
	for _, g := range games {
		if g.About().ReadArena != nil {
			return g, true
		}
	}
	return sim.Game{}, false
}

func arenaName(a *sim.Arena) string {
	if a == nil {
		return ""
	}
	return a.Name
}

// ReadArena reads the arena in a file. The error names the file, the object and the field.
func ReadArena(game sim.Rules, file string) (*sim.Arena, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	a, err := game.About().ReadArena(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return a, nil
}

// turnsOf is the arenas that ARENAS names, in its order; empty: as many as a match may have.
func turnsOf(names string, all sim.Arenas) (turns sim.Arenas, err error) {
	if names == "" {
		return all[:min(len(all), sim.MaxArenas)], nil
	}
	var known []string
	for _, a := range all {
		known = append(known, a.Name)
	}
	for name := range strings.SplitSeq(names, ",") {
		a, ok := all.Named(strings.TrimSpace(name))
		if !ok {
			return nil, fmt.Errorf("%sARENAS: there is no arena %q; there are %s", config.Prefix, strings.TrimSpace(name), strings.Join(known, ", "))
		}
		turns = append(turns, a)
	}
	return turns, nil
}

// arenaTimeout is how long a private room waits for the text of its arena.
const arenaTimeout = 3 * time.Second

// playArena implements fleet.Config.Library.
func (a *App) playArena(player, ref string) (text string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), arenaTimeout)
	defer cancel()
	v, err := a.playerArenas.Version(ctx, player, ref)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, arenas.ErrNone) {
		err = lobby.ErrUnknownArena
	}
	return v.Text, err
}

// arenaPlayed implements fleet.Config.Played. The room is open, counted or not.
func (a *App) arenaPlayed(player, ref string) {
	ctx, cancel := context.WithTimeout(context.Background(), arenaTimeout)
	defer cancel()
	if err := a.playerArenas.Played(ctx, player, ref); err != nil {
		a.log.Warn("a room for an arena is not counted", "arena", ref, "err", err)
	}
}
