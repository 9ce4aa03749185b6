package store

import (
	"io/fs"
	"testing"
	"testing/fstest"
	"time"
)

// migrationsUntil are our migrations up to that of a number.
func migrationsUntil(t *testing.T, last string) fs.FS {
	t.Helper()
	some := fstest.MapFS{}
	names, err := fs.Glob(migrations, "*.sql")
	must(t, err)
	for _, name := range names {
		if name[:len(last)] <= last {
			text, err := fs.ReadFile(migrations, name)
			must(t, err)
			some[name] = &fstest.MapFile{Data: text}
		}
	}
	return some
}

// earlierRows are what the release with the migrations up to 00006 wrote.
var earlierRows = []string{
	"INSERT INTO players (id, name, created, seen, matches, wins) VALUES ('ada', 'Ada', 1, 2, 1, 1), ('bob', 'Bob', 1, 2, 1, 0)",
	"INSERT INTO player_figures (player, figure, total) VALUES ('ada', 'kills', 7)",
	"INSERT INTO ratings (player, mode, mu, sigma, score, matches, wins) VALUES ('ada', 'duel', 27, 7, 6, 1, 1)",
	"INSERT INTO matches (id, room, mode, rated, aborted, seed, began, ended) VALUES ('m0', 'r', 'duel', true, false, 5, 1000, 2000)",
	"INSERT INTO match_lines (match, line, player, name, bot, team, place, points, figures, gone, gain) VALUES ('m0', 0, 'ada', 'Ada', false, 0, 1, 7, '{}', false, 6)",
}

func TestADatabaseOfAnEarlierReleaseGoesOn(t *testing.T) {
	onBothURLs(t, func(t *testing.T, url string) {
		ctx := t.Context()
		before, err := Open(ctx, Config{URL: url, migrations: migrationsUntil(t, "00006")}, quiet)
		must(t, err)
		for _, row := range earlierRows {
			_, err := before.writePool.db.ExecContext(ctx, row)
			must(t, err)
		}
		must(t, before.Close())
		s := open(t, url)
		m := duelMatch("m1", "ada", "bob")
		m.ExperienceLimit, m.Week = 100, aWeek(noon)
		m.Lines[0].Experience, m.Lines[0].Deeds = 30, map[string]int{"kills": 5}
		_, err = s.ApplyMatch(ctx, m, winnersGain)
		must(t, err)
		_, err = s.PutDailyRun(ctx, runOf("r1", "bob", 3), "held")
		must(t, err)
		data, err := s.Export(ctx, "ada", 0)
		if err != nil || data.Player.Matches != 2 || data.Experience != 130 || len(data.Matches) != 2 || data.Figures["kills"] < 7 || data.Looks != (Looks{}) {
			t.Errorf("ada has %+v, %v", data, err)
		}
		must(t, s.Erase(ctx, "ada", noon))
		must(t, s.prune(ctx, noon.Add(time.Hour), Retention{Matches: time.Hour, Players: time.Hour, Daily: time.Hour, Reports: time.Hour}))
	})
}
