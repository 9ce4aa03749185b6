package store

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// columnRule says which columns of a table are about a player. A column in none of the
// lists fails the test: a new column needs a decision here.
type columnRule struct {
	owners   string // columns that hold the id of a player
	exported string // columns that are in the export of the first owner
	left     string // and those that are not
	why      string
}

var columnRules = map[string]columnRule{
	"players":        {owners: "id", exported: "name created seen matches wins experience title trail hull_lines kill_sound", left: "experience_day experience_today", why: "they only limit what a day gives"},
	"devices":        {owners: "player", exported: "created seen expires", left: "token_hash", why: "it is the proof of who they are"},
	"links":          {owners: "player", exported: "expires", left: "code_hash", why: "it is the proof of who they are"},
	"ratings":        {owners: "player", exported: "mode mu sigma matches wins season best", left: "score", why: "it is mu - 3 sigma, which the export makes of them"},
	"past_ratings":   {owners: "player", exported: "mode mu sigma matches wins season best", left: "score", why: "it is mu - 3 sigma, which the export makes of them"},
	"player_figures": {owners: "player", exported: "figure total"},
	"matches":        {exported: "id room mode rated aborted began ended", left: "seed", why: "it is about the match"},
	"match_lines":    {owners: "player", exported: "match name bot team place points figures gone gain experience", left: "line", why: "it only sorts"},
	"bans":           {owners: "player", exported: "reason at until", left: "id network", why: "a name for operators; networks are banned without a player"},
	"mutes":          {owners: "player", exported: "reason at until"},
	"reports": {
		owners: "reporter accused", exported: "id name at room reason text closed", left: "context match moment",
		why: "it is what others have said, and the match in which they did; who is accused learns neither that nor by whom, for the sake of those who report",
	},
	"replays":         {left: "match private game rules ticks rate whole size bytes stored", why: "it is about the match; who played it is in match_lines"},
	"replay_erasures": {left: "match player", why: "there is one only when all else is gone, until the log is without them"},
	"daily_runs":      {owners: "player", exported: "id game day score sent", left: "rules version ticks size bytes", why: "it is about the log"},
	"daily_inputs":    {owners: "player", left: "game day held sent", why: "a fingerprint of the runs that are exported, which goes with the player"},
	"deeds":           {owners: "player", exported: "week deed total"},
	"friends":         {owners: "player friend", exported: "friend since"},
	"arenas": {
		owners: "owner", exported: "id state version published parent parent_version plays forks created changed listed", left: "rotation reports",
		why: "what the operator does with it, and how often others have reported it, as with reports",
	},
	"arena_versions":    {owners: "owner", exported: "arena version title hash text created checked report", left: "bytes content", why: "they are the length and the hash of the text"},
	"hidden_arenas":     {left: "content arena", why: "it is about what the operator does not want here, and names nobody"},
	"arena_reporters":   {owners: "reporter", left: "arena", why: "the report that they wrote is in the export"},
	"arena_checks":      {left: "arena version queued node until tries", why: "it is about work to be done, and goes with the arena"},
	"daily_logs":        {left: "id noted", why: "it names files; whose they are is in daily_runs"},
	"tombstones":        {left: "player_hash at", why: "there is one only when all else is gone, so that no old token makes the player anew"},
	"rooms":             {left: "id node epoch seen claimed", why: "it is about no player"},
	"signing_key":       {left: "id since", why: "it is about no player"},
	"pulse":             {left: "beats", why: "it is about no player"},
	"pruned":            {left: "matches_ended", why: "it is about no player"},
	"schema_floor":      {left: "version", why: "it is about no player"},
	"perihelion_schema": {left: "id version_id is_applied tstamp", why: "it is about no player"},
}

// columnsOf are the columns of each table, with their types in lower case.
func columnsOf(t *testing.T, s *Store) map[string]map[string]string {
	t.Helper()
	query := "SELECT m.name, p.name, p.type FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
	if s.dialect == postgresDB {
		query = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT IN (SELECT viewname FROM pg_views WHERE schemaname = 'public')"
	}
	rows, err := s.readPool.db.QueryContext(t.Context(), query)
	must(t, err)
	defer rows.Close()
	all := map[string]map[string]string{}
	for rows.Next() {
		var table, column, kind string
		must(t, rows.Scan(&table, &column, &kind))
		if all[table] == nil {
			all[table] = map[string]string{}
		}
		all[table][column] = strings.ToLower(kind)
	}
	must(t, rows.Err())
	return all
}

func TestEveryColumnIsExportedOrHasAReason(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		have := columnsOf(t, s)
		for table, columns := range have {
			h := columnRules[table]
			listed := strings.Fields(h.owners + " " + h.exported + " " + h.left)
			for column := range columns {
				if !slices.Contains(listed, column) {
					t.Errorf("%s.%s is new: export it and erase it, or say here why not", table, column)
				}
			}
			for _, column := range listed {
				if columns[column] == "" {
					t.Errorf("%s.%s is listed and does not exist", table, column)
				}
			}
			if h.left != "" && h.why == "" {
				t.Errorf("%s leaves out %s for no reason", table, h.left)
			}
		}
		for table := range columnRules {
			if have[table] == nil {
				t.Errorf("%s is listed and does not exist", table)
			}
		}
	})
}

const befriended = "id-of-a-friend" // of whoever has rows planted

// rowPlanter fills tables with values that occur only once.
type rowPlanter struct {
	t       *testing.T
	s       *Store
	columns map[string]map[string]string
	n       int
	match   any // id of the match planted last
	arena   any // the same of an arena
}

// makeValue is a value that fits a column.
func (p *rowPlanter) makeValue(table, column string) any {
	p.n++
	switch kind := p.columns[table][column]; {
	case column == "network":
		return "" // of a ban of a player
	case column == "match":
		return p.match
	case column == "arena" && p.arena != nil:
		return p.arena
	case table == "friends" && column != "since":
		return befriended
	case column == "figures":
		return fmt.Sprintf(`{"text-%d-":%d}`, p.n, p.n)
	case kind == "boolean":
		return true
	case kind == "double precision":
		return float64(p.n) + .5
	case kind == "bigint":
		return int64(1_800_000_000_000 + p.n*1000) // as a time it is one of its own, as a number too
	default:
		return fmt.Sprintf("text-%d-", p.n)
	}
}

// insertRow adds a row to a table, with an id in one of its columns, and returns it.
func (p *rowPlanter) insertRow(table, owner, id string) map[string]any {
	p.t.Helper()
	row, names := map[string]any{}, slices.Sorted(maps.Keys(p.columns[table]))
	var places []string
	var args []any
	for i, column := range names {
		row[column] = p.makeValue(table, column)
		if column == owner {
			row[column] = id
		}
		places, args = append(places, fmt.Sprintf("$%d", i+1)), append(args, row[column])
	}
	query := "INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") VALUES (" + strings.Join(places, ", ") + ")"
	_, err := conn{p.s.writePool.db, p.s.dialect}.exec(p.t.Context(), query, args...)
	must(p.t, err)
	switch table {
	case "matches":
		p.match = row["id"]
	case "arenas":
		p.arena = row["id"]
	}
	return row
}

func TestAnExportHoldsAllThatIsKeptAndErasingLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		const me, other = "id-of-me", "id-of-another"
		ctx := t.Context()
		mustPutDevice(t, s, other, "text-of-another")
		mustPutDevice(t, s, befriended, "text-of-a-friend")
		p := &rowPlanter{t: t, s: s, columns: columnsOf(t, s)}
		mine := map[string]map[string]any{}
		mine["players"], mine["matches"] = p.insertRow("players", "id", me), p.insertRow("matches", "", "")
		mine["arenas"] = p.insertRow("arenas", "owner", me) // to which others refer
		names := []any{mine["players"]["name"]}
		for table, h := range columnRules {
			for i, owner := range strings.Fields(h.owners) {
				if table == "players" || table == "arenas" {
					continue
				}
				row := p.insertRow(table, owner, me)
				if i == 0 {
					mine[table] = row
				}
				if table == "match_lines" || owner == "accused" {
					names = append(names, row["name"])
				}
			}
		}
		theirs := p.insertRow("devices", "player", other)

		k, err := s.Export(ctx, me, 0)
		must(t, err)
		text := fmt.Sprintf("%+v", k)
		for table, row := range mine {
			for _, column := range strings.Fields(columnRules[table].exported) {
				shown := fmt.Sprint(row[column])
				if column == "figures" {
					figures, err := decodeFigures(shown)
					must(t, err)
					shown = fmt.Sprint(figures)
				}
				if at, ok := row[column].(int64); ok && !strings.Contains(text, shown) {
					shown = fromMillis(at).String()
				}
				if !strings.Contains(text, shown) {
					t.Errorf("the export lacks %s.%s = %v", table, column, shown)
				}
			}
		}
		if strings.Contains(text, other) || strings.Contains(text, fromMillis(theirs["seen"].(int64)).String()) {
			t.Errorf("the export tells of another player: %s", text)
		}

		must(t, s.Erase(ctx, me, noon))
		for table, columns := range p.columns {
			for column, kind := range columns {
				if kind != "text" {
					continue
				}
				for _, secret := range append(names, me) {
					var n int
					query := s.dialect.rewritePlaceholders("SELECT count(*) FROM " + table + " WHERE " + column + " = $1")
					must(t, s.readPool.db.QueryRowContext(ctx, query, secret).Scan(&n))
					if n > 0 {
						t.Errorf("%s.%s still holds %v after erasing", table, column, secret)
					}
				}
			}
		}
		if _, err := s.Export(ctx, me, 0); !errors.Is(err, ErrErased) || errors.Is(err, sql.ErrConnDone) {
			t.Errorf("an export after erasing = %v, want ErrErased", err)
		}
	})
}
