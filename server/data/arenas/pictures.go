package arenas

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"perihelion/server/data/store"
)

// keptPictures is how many bytes of pictures are kept in memory.
const keptPictures = 4 << 20

// pictures are those that were asked for last. One is drawn at a time, and by the first who asks.
type pictures struct {
	drawing chan struct{} // holds one while a picture is drawn

	mu    sync.Mutex
	bytes int
	of    map[string][]byte // by hash
	order []string          // hashes: what was asked for last is last
}

func newPictures() *pictures {
	return &pictures{drawing: make(chan struct{}, 1), of: map[string][]byte{}}
}

// get returns the picture of a hash, drawn if it is not kept. An error is that of draw or ctx.
func (p *pictures) get(ctx context.Context, hash string, draw func() ([]byte, error)) ([]byte, error) {
	if kept := p.kept(hash); kept != nil {
		return kept, nil
	}
	select {
	case p.drawing <- struct{}{}:
		defer func() { <-p.drawing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if kept := p.kept(hash); kept != nil { // somebody else has had it drawn
		return kept, nil
	}
	drawn, err := draw()
	if err == nil {
		p.remember(hash, drawn)
	}
	return drawn, err
}

func (p *pictures) kept(hash string) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	kept := p.of[hash]
	if kept != nil {
		i := slices.Index(p.order, hash)
		p.order = append(slices.Delete(p.order, i, i+1), hash)
	}
	return kept
}

func (p *pictures) remember(hash string, drawn []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.of[hash], p.order = drawn, append(p.order, hash)
	for p.bytes += len(drawn); p.bytes > keptPictures; p.order = p.order[1:] {
		p.bytes -= len(p.of[p.order[0]])
		delete(p.of, p.order[0])
	}
}

// Picture is the picture of the arena with that hash, as a PNG, if a player may see it: store.ErrNotFound.
func (s *Service) Picture(ctx context.Context, player, hash string) ([]byte, error) {
	text, err := s.cfg.Store.ArenaText(ctx, hash, player, time.Now())
	if err != nil {
		return nil, err
	}
	return s.pictures.get(ctx, hash, func() ([]byte, error) {
		a, err := s.game.About().ReadArena([]byte(text))
		if err != nil {
			return nil, fmt.Errorf("%w: the arena is of other rules: %w", store.ErrNotFound, err)
		}
		return s.game.Tools.Picture(a), nil
	})
}
