package store

import (
	"context"
	"errors"
	"time"
)

// The states of an Arena.
const (
	ArenaDraft     = "draft"     // its owner alone sees it
	ArenaPublished = "published" // everybody does
	ArenaFeatured  = "featured"  // and the operator has put it at the top
	ArenaHidden    = "hidden"    // by the operator: its owner alone sees it, and cannot publish it
)

// The errors of arenas, beside ErrNotFound, ErrErased and ErrConflict.
var (
	ErrArenaChanged  = errors.New("store: the arena has changed since")
	ErrArenaHidden   = errors.New("store: the arena is hidden by the operator")
	ErrTooManyArenas = errors.New("store: the player has enough arenas of this kind")
	ErrArenaBytes    = errors.New("store: the arenas of the player take enough bytes")
)

// Arena is an arena that a player has made.
type Arena struct {
	ID               string
	Owner, OwnerName string
	State            string
	Rotation         bool // public rooms play in it, while it is featured
	Version          int  // the newest
	Published        int  // the version that others see; 0: none
	Parent           ArenaParent
	Plays, Forks     int
	Reports          int
	Created, Changed time.Time
	Listed           time.Time    // when it was published first; zero: never
	Queued           time.Time    // since when a version waits to be checked; zero: none does
	Shown            ArenaVersion // without its text: the published one, or the newest for its owner
}

// ArenaParent is the version of which an arena is a fork; the zero value: of none.
type ArenaParent struct {
	Arena   string
	Version int
}

// ArenaVersion is one version of an arena. It never changes.
type ArenaVersion struct {
	Arena   string
	Version int
	Owner   string
	Title   string
	Hash    string
	Text    string
	Content string // hash of the text without its name, of a new one; empty: it cannot be told from others
	Created time.Time
	Checked time.Time // when bots had tried it; zero: they have not
	Report  string    // JSON of what they found; empty: not checked
}

// ArenaLimits are what one player may keep.
type ArenaLimits struct {
	Drafts    int // arenas that are not published
	Published int
	Versions  int   // of an arena; older ones are deleted
	Bytes     int64 // of the texts of all versions
}

// PutArena stores a new arena with its first version, v; name is that of its owner. Of a fork it counts
// at the parent, if that is another player's. ErrTooManyArenas, ErrArenaBytes, ErrErased; ErrArenaHidden:
// the parent is, or what was hidden had the same content.
func (s *Store) PutArena(ctx context.Context, v ArenaVersion, name string, parent ArenaParent, limits ArenaLimits) error {
	return s.transact(ctx, "put_arena", func(ctx context.Context, c conn) error {
		if err := lockPlayer(ctx, c, v.Owner, name, v.Created); err != nil {
			return err
		}
		var drafts, hidden int
		err := c.queryRow(ctx, `SELECT (SELECT count(*) FROM arenas WHERE owner = $1 AND published = 0),
			(SELECT count(*) FROM arenas WHERE id = $2 AND state = 'hidden') + (SELECT count(*) FROM hidden_arenas WHERE content = $3)`,
			v.Owner, parent.Arena, v.Content).Scan(&drafts, &hidden)
		switch {
		case err != nil:
			return err
		case hidden > 0:
			return ErrArenaHidden
		case drafts >= limits.Drafts:
			return ErrTooManyArenas
		}
		if _, err := c.exec(ctx, `INSERT INTO arenas (id, owner, state, rotation, version, published, parent, parent_version, plays, forks, reports, created, changed, listed)
			VALUES ($1, $2, $3, $4, 1, 0, $5, $6, 0, 0, 0, $7, $7, 0)`, v.Arena, v.Owner, ArenaDraft, false, parent.Arena, parent.Version, toMillis(v.Created)); err != nil {
			return err
		}
		if _, err := c.exec(ctx, "UPDATE arenas SET forks = forks + 1 WHERE id = $1 AND owner <> $2", parent.Arena, v.Owner); err != nil {
			return err
		}
		v.Version = 1
		return addArenaVersion(ctx, c, &v, limits.Bytes)
	})
}

// PutArenaVersion stores the version of an arena after version before, and deletes old ones.
// ErrNotFound: the player has no such arena; ErrArenaChanged: another version is the newest;
// ErrArenaBytes.
func (s *Store) PutArenaVersion(ctx context.Context, v ArenaVersion, before int, limits ArenaLimits) error {
	return s.transact(ctx, "put_arena_version", func(ctx context.Context, c conn) error {
		if _, err := c.exec(ctx, "UPDATE players SET seen = seen WHERE id = $1", v.Owner); err != nil {
			return err // it locks the row: two requests of one player are counted one after the other
		}
		var newest int
		err := c.queryRow(ctx, "SELECT version FROM arenas WHERE id = $1 AND owner = $2", v.Arena, v.Owner).Scan(&newest)
		switch {
		case err != nil:
			return err
		case newest != before:
			return ErrArenaChanged
		}
		v.Version = before + 1
		if _, err := c.exec(ctx, "UPDATE arenas SET version = $2, changed = $3 WHERE id = $1", v.Arena, v.Version, toMillis(v.Created)); err != nil {
			return err
		}
		if _, err := c.exec(ctx, `DELETE FROM arena_versions WHERE arena = $1 AND version <= $2
			AND version <> (SELECT published FROM arenas WHERE id = $1)
			AND version NOT IN (SELECT version FROM arena_checks WHERE arena = $1)`, v.Arena, v.Version-limits.Versions); err != nil {
			return err
		}
		return addArenaVersion(ctx, c, &v, limits.Bytes)
	})
}

func addArenaVersion(ctx context.Context, c conn, v *ArenaVersion, most int64) error {
	var bytes int64
	if err := c.queryRow(ctx, "SELECT coalesce(sum(bytes), 0) FROM arena_versions WHERE owner = $1", v.Owner).Scan(&bytes); err != nil {
		return err
	}
	if bytes+int64(len(v.Text)) > most {
		return ErrArenaBytes
	}
	_, err := c.exec(ctx, `INSERT INTO arena_versions (arena, version, owner, title, hash, text, content, bytes, created, checked, report)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '')`, v.Arena, v.Version, v.Owner, v.Title, v.Hash, v.Text, v.Content, len(v.Text), toMillis(v.Created))
	return err
}

// DeleteArena deletes an arena of a player with all its versions: ErrNotFound. What was hidden stays known.
func (s *Store) DeleteArena(ctx context.Context, id, owner string) error {
	return s.transact(ctx, "delete_arena", func(ctx context.Context, c conn) error {
		if err := requireRow(c.exec(ctx, "DELETE FROM arenas WHERE id = $1 AND owner = $2", id, owner)); err != nil {
			return err
		}
		_, err := c.exec(ctx, "DELETE FROM arena_versions WHERE arena = $1", id)
		return err
	})
}

// CountArenaPlay counts that a player has opened a room for an arena, if it is there and not their own.
func (s *Store) CountArenaPlay(ctx context.Context, id, player string) error {
	return s.transact(ctx, "count_arena_play", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, "UPDATE arenas SET plays = plays + 1 WHERE id = $1 AND owner <> $2", id, player)
		return err
	})
}

// CountArenaReport counts that a player has reported an arena, if it is there: each of them once.
func (s *Store) CountArenaReport(ctx context.Context, id, player string) error {
	return s.transact(ctx, "count_arena_report", func(ctx context.Context, c conn) error {
		n, err := c.exec(ctx, "INSERT INTO arena_reporters (arena, reporter) SELECT id, $2 FROM arenas WHERE id = $1 ON CONFLICT DO NOTHING", id, player)
		if err != nil || n == 0 {
			return err
		}
		_, err = c.exec(ctx, "UPDATE arenas SET reports = reports + 1 WHERE id = $1", id)
		return err
	})
}

// ArenaSetting is what the operator wants of an arena.
type ArenaSetting struct {
	ID       string
	State    string // ArenaHidden, ArenaFeatured or ArenaPublished, which is a draft if it was not published
	Rotation bool   // public rooms play in it, while it is featured
	Version  int    // that is featured: which the operator has seen
}

// SetArenaState hides, features or shows an arena: ErrNotFound, and ErrConflict if it is to be featured and
// others see no version of it, or ErrArenaChanged another one. Of a hidden one the content that others saw is
// remembered until it is shown again.
func (s *Store) SetArenaState(ctx context.Context, k ArenaSetting) error {
	return s.transact(ctx, "set_arena_state", func(ctx context.Context, c conn) error {
		var published int
		err := c.queryRow(ctx, "UPDATE arenas SET rotation = $2 WHERE id = $1 RETURNING published", k.ID, k.Rotation && k.State == ArenaFeatured).Scan(&published)
		switch {
		case err != nil:
			return err
		case published == 0 && k.State == ArenaFeatured:
			return ErrConflict
		case published != k.Version && k.State == ArenaFeatured:
			return ErrArenaChanged
		case published == 0 && k.State == ArenaPublished:
			k.State = ArenaDraft
		}
		if _, err = c.exec(ctx, "UPDATE arenas SET state = $2 WHERE id = $1", k.ID, k.State); err != nil {
			return err
		}
		if k.State != ArenaHidden {
			_, err = c.exec(ctx, "DELETE FROM hidden_arenas WHERE arena = $1", k.ID)
			return err
		}
		_, err = c.exec(ctx, "INSERT INTO hidden_arenas (content, arena) SELECT v.content, a.id FROM arenas a JOIN arena_versions v ON v.arena = a.id AND v.version = "+
			publishedShown+" WHERE a.id = $1 AND v.content <> '' ON CONFLICT DO NOTHING", k.ID)
		return err
	})
}
