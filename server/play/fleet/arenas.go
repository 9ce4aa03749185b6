package fleet

import (
	"errors"
	"slices"

	"perihelion/server/play/room"
	"perihelion/shared/api"
	"perihelion/sim"
)

// ArenaList is the arenas that rooms may be opened in: those of the games, and what the operator
// has added.
func (f *Fleet) ArenaList() (list []api.Arena) {
	game := ""
	for _, g := range f.cfg.Games {
		if len(g.About().Arenas) > 0 {
			game = g.About().Name
		}
	}
	for _, a := range f.cfg.allArenas() {
		list = append(list, api.Arena{Name: a.Name, Title: a.Title, Game: game})
	}
	return list
}

func (c *Config) allArenas() (all sim.Arenas) {
	for _, g := range c.Games {
		all = append(all, g.About().Arenas...)
	}
	for _, a := range c.Added {
		if _, ok := all.Named(a.Name); !ok {
			all = append(all, a)
		}
	}
	return all
}

func (c *Config) arenaNamed(name string) (*sim.Arena, bool) { return c.allArenas().Named(name) }

// choose sets the arenas of a room: the one of a spec alone, or those of public rooms in turn. A game
// without arenas has none.
func (c *Config) choose(r *room.Config, s *spec) error {
	about := r.Game.About()
	if about.ReadArena == nil {
		return nil
	}
	list := c.turns()
	switch {
	case s.ArenaText != "":
		a, err := about.ReadArena([]byte(s.ArenaText))
		if err != nil {
			return errors.Join(room.ErrConfig, err)
		}
		list = sim.Arenas{a}
	case s.Arena == "" && r.Sim.Editable:
		list = about.Arenas[:1]
	case s.Arena != "":
		a, ok := c.arenaNamed(s.Arena)
		if !ok {
			return room.ErrConfig
		}
		list = sim.Arenas{a}
	}
	if len(list) > 0 {
		r.Sim.Arenas = &list
	}
	return nil
}

// WithdrawArenas takes out of the turns of public rooms what is in turn no more.
func (f *Fleet) WithdrawArenas() {
	turns := f.cfg.turns()
	if len(turns) == 0 {
		return
	}
	gone := func(a *sim.Arena) bool {
		return !slices.ContainsFunc(turns, func(b *sim.Arena) bool { return a.Text == b.Text })
	}
	for _, i := range f.rooms.List() {
		if r, err := f.rooms.Find(i.ID); err == nil && i.Code == "" {
			r.Withdraw(gone)
		}
	}
}

// turns are the arenas of public rooms: the operator's, and of those of players as many as fit.
func (c *Config) turns() sim.Arenas {
	if c.Featured == nil || len(c.Arenas) == 0 {
		return c.Arenas
	}
	list, bytes := slices.Clone(c.Arenas), 0
	for _, a := range list {
		bytes += len(a.Text) + 1
	}
	for _, a := range c.Featured() {
		if more := len(a.Text) + 1; len(list) < sim.MaxArenas && bytes+more <= sim.MaxArenasText {
			list, bytes = append(list, a), bytes+more
		}
	}
	return list
}
