package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"
)

// ArenaQuery selects a part of a list of arenas.
type ArenaQuery struct {
	List  ArenaList
	Owner string // of ArenasMine
	Text  string // only those whose title or owner's name holds it, or whose id or owner it is
	After string // Next of the list before
	Limit int    // 0: 20
	Now   time.Time
}

// ArenaList is which arenas a list has, and in which order.
type ArenaList string

// The lists.
const (
	ArenasFeatured ArenaList = "featured" // the newest first
	ArenasNewest   ArenaList = "newest"   // published ones
	ArenasPlayed   ArenaList = "played"   // published ones, those that are played most first
	ArenasMine     ArenaList = "mine"     // those of one player, drafts among them, the last changed first
	ArenasAll      ArenaList = "all"      // for the operator: those that are reported most first
)

// visibleArena are those that others see, of the version that is published: their owner is not banned at $1.
const visibleArena = "a.published > 0 AND a.state <> 'hidden' AND NOT EXISTS (SELECT 1 FROM bans b WHERE b.player = a.owner AND (b.until = 0 OR b.until > $1))"

// arenaLists say of each list whether it has those too that others do not see, which of them, and in
// which order.
var arenaLists = map[ArenaList]struct {
	every        bool
	where, order string
}{
	ArenasFeatured: {false, "a.state = 'featured'", "a.listed DESC"},
	ArenasNewest:   {false, "a.listed > 0", "a.listed DESC"},
	ArenasPlayed:   {false, "a.listed > 0", "a.plays DESC, a.listed DESC"},
	ArenasMine:     {true, "a.owner = $2", "a.changed DESC"},
	ArenasAll:      {true, "a.created > 0", "a.reports DESC, a.changed DESC"},
}

// arenaColumns are those of scanArena, and from where; of an arena with its newest version, or of one
// with that which others see.
const (
	arenaColumns = `SELECT a.id, a.owner, p.name, a.state, a.rotation, a.version, a.published, a.parent, a.parent_version, a.plays, a.forks, a.reports,
		a.created, a.changed, a.listed, coalesce(k.queued, 0), v.version, v.title, v.hash, v.created, v.checked, v.report
		FROM arenas a JOIN players p ON p.id = a.owner LEFT JOIN arena_checks k ON k.arena = a.id JOIN arena_versions v ON v.arena = a.id AND v.version = `
	newestShown    = "a.version"
	publishedShown = "CASE WHEN a.published > 0 THEN a.published ELSE a.version END"
)

func scanArena(r scanner) (a Arena, err error) {
	var created, changed, listed, queued, made, checked int64
	v := &a.Shown
	err = r.Scan(&a.ID, &a.Owner, &a.OwnerName, &a.State, &a.Rotation, &a.Version, &a.Published, &a.Parent.Arena, &a.Parent.Version, &a.Plays, &a.Forks, &a.Reports,
		&created, &changed, &listed, &queued, &v.Version, &v.Title, &v.Hash, &made, &checked, &v.Report)
	a.Created, a.Changed, a.Listed, a.Queued = fromMillis(created), fromMillis(changed), fromMillis(listed), fromMillis(queued)
	v.Arena, v.Owner, v.Created, v.Checked = a.ID, a.Owner, fromMillis(made), fromMillis(checked)
	return a, err
}

// Arenas returns a part of a list, and the cursor of the next part; empty: this is the last.
func (s *Store) Arenas(ctx context.Context, q ArenaQuery) (all []Arena, next string, err error) {
	passed, err := parseLine(q.After)
	if err != nil {
		return nil, "", err
	}
	if q.Limit <= 0 {
		q.Limit = 20
	}
	shown := publishedShown
	if q.List == ArenasMine {
		shown = newestShown
	}
	list := arenaLists[q.List]
	err = s.query(ctx, "arenas", func(ctx context.Context, c conn) error {
		all, err = queryAll(ctx, c, func(r *sql.Rows) (Arena, error) { return scanArena(r) }, arenaColumns+shown+" WHERE ($7 OR "+visibleArena+") AND "+list.where+
			" AND ($2 = '' OR a.owner = $2) AND ($3 = '' OR a.id = $3 OR a.owner = $3 OR lower(v.title) LIKE $4 ESCAPE '!' OR lower(p.name) LIKE $4 ESCAPE '!')"+
			" ORDER BY "+list.order+", a.id LIMIT $5 OFFSET $6", toMillis(q.Now), q.Owner, q.Text, containing(q.Text), q.Limit+1, passed, list.every)
		return err
	})
	if len(all) > q.Limit {
		all, next = all[:q.Limit], strconv.Itoa(passed+q.Limit)
	}
	return all, next, err
}

// containing is a pattern of what holds a text, in any case.
func containing(text string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(strings.ToLower(text)) + "%"
}

// Arena returns an arena that a player may see, with the version that others see, or the newest if there is
// none: ErrNotFound.
func (s *Store) Arena(ctx context.Context, id, player string, now time.Time) (a Arena, err error) {
	err = s.query(ctx, "arena", func(ctx context.Context, c conn) error {
		a, err = scanArena(c.queryRow(ctx, arenaColumns+publishedShown+" WHERE a.id = $2 AND (a.owner = $3 OR "+visibleArena+")", toMillis(now), id, player))
		return err
	})
	return a, err
}

// versionColumns are those of scanArenaVersion.
const versionColumns = "SELECT arena, version, owner, title, hash, text, created, checked, report FROM arena_versions v "

func scanArenaVersion(r scanner) (v ArenaVersion, err error) {
	var created, checked int64
	err = r.Scan(&v.Arena, &v.Version, &v.Owner, &v.Title, &v.Hash, &v.Text, &created, &checked, &v.Report)
	v.Created, v.Checked = fromMillis(created), fromMillis(checked)
	return v, err
}

// ArenaVersion returns a version of an arena: ErrNotFound.
func (s *Store) ArenaVersion(ctx context.Context, arena string, version int) (v ArenaVersion, err error) {
	err = s.query(ctx, "arena_version", func(ctx context.Context, c conn) error {
		v, err = scanArenaVersion(c.queryRow(ctx, versionColumns+"WHERE arena = $1 AND version = $2", arena, version))
		return err
	})
	return v, err
}

// ArenaVersions returns the versions of an arena that are kept, without their texts, the newest first.
func (s *Store) ArenaVersions(ctx context.Context, arena string) (all []ArenaVersion, err error) {
	err = s.query(ctx, "arena_versions", func(ctx context.Context, c conn) error {
		all, err = queryAll(ctx, c, func(r *sql.Rows) (ArenaVersion, error) { return scanArenaVersion(r) },
			"SELECT arena, version, owner, title, hash, '', created, checked, report FROM arena_versions WHERE arena = $1 ORDER BY version DESC", arena)
		return err
	})
	return all, err
}

// ArenaText returns the text with that hash, if it is of a version that a player may see: ErrNotFound.
func (s *Store) ArenaText(ctx context.Context, hash, player string, now time.Time) (text string, err error) {
	err = s.query(ctx, "arena_text", func(ctx context.Context, c conn) error {
		return c.queryRow(ctx, "SELECT v.text FROM arena_versions v JOIN arenas a ON a.id = v.arena WHERE v.hash = $2 AND (a.owner = $3 OR v.version = a.published AND "+visibleArena+") LIMIT 1",
			toMillis(now), hash, player).Scan(&text)
	})
	return text, err
}

// RotationArenas returns the texts of the arenas in which public rooms play, those that came first
// first.
func (s *Store) RotationArenas(ctx context.Context, limit int, now time.Time) (texts []string, err error) {
	err = s.query(ctx, "rotation_arenas", func(ctx context.Context, c conn) error {
		texts, err = queryAll(ctx, c, func(r *sql.Rows) (text string, err error) { return text, r.Scan(&text) },
			"SELECT v.text FROM arenas a JOIN arena_versions v ON v.arena = a.id AND v.version = a.published WHERE "+visibleArena+
				" AND a.state = 'featured' AND a.rotation ORDER BY a.listed, a.id LIMIT $2", toMillis(now), limit)
		return err
	})
	return texts, err
}

// readArenas reads the arenas of the player and all their versions.
func (data *PlayerData) readArenas(ctx context.Context, c conn) (err error) {
	data.Arenas, err = queryAll(ctx, c, func(r *sql.Rows) (a Arena, err error) {
		var created, changed, listed int64
		err = r.Scan(&a.ID, &a.State, &a.Version, &a.Published, &a.Parent.Arena, &a.Parent.Version, &a.Plays, &a.Forks, &created, &changed, &listed)
		a.Created, a.Changed, a.Listed = fromMillis(created), fromMillis(changed), fromMillis(listed)
		return a, err
	}, "SELECT id, state, version, published, parent, parent_version, plays, forks, created, changed, listed FROM arenas WHERE owner = $1 ORDER BY created, id", data.ID)
	if err != nil {
		return err
	}
	data.ArenaVersions, err = queryAll(ctx, c, func(r *sql.Rows) (ArenaVersion, error) { return scanArenaVersion(r) },
		versionColumns+"WHERE owner = $1 ORDER BY arena, version", data.ID)
	return err
}
