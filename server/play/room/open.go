package room

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

// Open starts a public room for nobody in particular. ID and, if zero, Seed are
// filled in.
func (g *Registry) Open(cfg Config) (*Room, error) { return g.OpenFor(cfg, Owner{}) }

// OpenFor starts a public room that counts as one of the owner's.
func (g *Registry) OpenFor(cfg Config, by Owner) (*Room, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l, err := g.open(cfg, by, time.Now())
	if err != nil {
		return nil, err
	}
	return l.room, nil
}

// OpenPrivate starts a room behind a code of its own, with a seat reserved for
// whoever asked for it.
func (g *Registry) OpenPrivate(cfg Config, p Reservation) (*Room, error) {
	cfg.Code, cfg.Owner = newCode(), p.Player
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.openFor(cfg, p)
}

// openFor starts a room for someone who is reserved a seat in it.
func (g *Registry) openFor(cfg Config, p Reservation) (*Room, error) {
	undo := g.releaseAll([]Reservation{p})
	err := g.checkCapacity(1, true) // or the room would be open for nobody
	undo()
	if err != nil {
		return nil, err
	}
	now := time.Now()
	l, err := g.open(cfg, Owner{p.Player, p.From}, now)
	if err != nil {
		return nil, err
	}
	return l.room, g.reserve(l, now, p)
}

func (g *Registry) open(cfg Config, by Owner, now time.Time) (*entry, error) {
	if g.draining {
		return nil, ErrDraining
	}
	if err := g.checkOwner(by, cfg.Code != "", now); err != nil {
		return nil, err
	}
	cfg.ID = g.newID()
	if cfg.Sim.Seed == 0 {
		cfg.Sim.Seed = newSeed()
	}
	cfg, err := g.complete(cfg)
	if err != nil {
		return nil, err
	}
	if cfg.Journal == nil && g.cfg.OpenJournal != nil {
		cfg.Journal = g.cfg.OpenJournal(Saved{ID: cfg.ID, Code: cfg.Code, Rated: cfg.Rated, Fill: cfg.Fill, Owner: by, Epoch: firstEpoch, EditKey: cfg.EditKey})
	}
	g.log.Info("room opened", "room", cfg.ID, "private", cfg.Code != "", "seats", cfg.Sim.Seats)
	return g.start(cfg, by, now), nil
}

// complete fills in what a room has of its registry, and checks what is to be played.
func (g *Registry) complete(cfg Config) (Config, error) {
	cfg.makeEditKey()
	if cfg.Metrics == nil {
		cfg.Metrics = g.metrics
	}
	if cfg.Words == nil {
		cfg.Words = g.cfg.Words
	}
	if cfg.Observer == nil {
		cfg.Observer = g.cfg.Observer
	}
	if cfg.Game.Rules == nil {
		cfg.Game = g.game
	}
	if err := cfg.Game.Check(cfg.Sim); err != nil {
		return cfg, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return cfg, nil
}

// start runs a room until it ends.
func (g *Registry) start(cfg Config, by Owner, now time.Time) *entry {
	cfg = cfg.withDefaults()
	g.opened++
	ctx, cancel := context.WithCancel(g.ctx)
	l := &entry{room: New(cfg, g.log), cancel: cancel, order: g.opened, owner: by}
	l.room.info.emptySince.Store(now.UnixNano())
	l.room.info.lastPlayed.Store(now.UnixNano())
	g.byID[cfg.ID] = l
	g.running.Go(func() {
		defer cancel()
		defer g.remove(l)
		l.room.Run(ctx)
	})
	return l
}

// remove forgets a room that has ended, unless another takes its place.
func (g *Registry) remove(l *entry) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if id := l.room.cfg.ID; g.byID[id] == l && (!l.room.info.goesOn.Load() || g.draining) {
		delete(g.byID, id)
	}
}

const (
	idLength = 12  // letters: more than anybody could guess
	NodeMark = "." // in the id of a room: between the id of the server that opened it and these
)

// newID is the id of a room for as long as it is played, wherever that is.
func (g *Registry) newID() string {
	own := strings.ToLower(rand.Text()[:idLength])
	if g.cfg.Node == "" {
		return own
	}
	return g.cfg.Node + NodeMark + own
}

// IsID reports whether name looks like the id of a room, not like the code of one.
func IsID(name string) bool {
	own := name[strings.LastIndex(name, NodeMark)+1:]
	return len(own) == idLength && strings.ToLower(name) == name
}

// newCode is easy to say and to type: no letters that look like digits.
func newCode() string {
	return strings.NewReplacer("O", "8", "I", "9").Replace(rand.Text()[:6])
}

func newSeed() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails, by its documentation
	return max(binary.LittleEndian.Uint64(b[:]), 1)
}
