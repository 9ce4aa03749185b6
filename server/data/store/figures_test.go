package store

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"testing"
	"testing/fstest"
	"time"
)

// migrationsUpTo are the first n of our migrations.
func migrationsUpTo(t testing.TB, n int) fs.FS {
	t.Helper()
	some := fstest.MapFS{}
	names, err := fs.Glob(migrations, "*.sql")
	must(t, err)
	for _, name := range names[:n] {
		text, err := fs.ReadFile(migrations, name)
		must(t, err)
		some[name] = &fstest.MapFile{Data: text}
	}
	return some
}

// fillOldDatabase fills a database of schema version 3: ada has won m1 against bob and a bot, cyd has
// not played, and the player of a line of m2 has deleted their data.
func fillOldDatabase(t *testing.T, url string) {
	t.Helper()
	s, err := Open(t.Context(), Config{URL: url, migrations: migrationsUpTo(t, 3)}, quiet)
	must(t, err)
	for _, q := range []string{
		`INSERT INTO players (id, name, created, seen, matches, wins, kills, deaths) VALUES
			('ada', 'Ada', 1, 2, 5, 2, 1234567890, 10), ('bob', 'Bob', 1, 2, 1, 0, 0, 0), ('cyd', 'Cyd', 1, 2, 0, 0, 0, 0)`,
		`INSERT INTO devices (token_hash, player, created, seen, expires) VALUES ('h', 'ada', 1, 2, 3)`,
		`INSERT INTO matches (id, room, mode, rated, aborted, seed, began, ended) VALUES
			('m1', 'r', 'duel', TRUE, FALSE, 1, 1, 2), ('m2', 'r', 'skirmish', FALSE, TRUE, 1, 3, 4)`,
		`INSERT INTO match_lines (match, line, player, name, bot, team, place, points, kills, deaths, gone, gain) VALUES
			('m1', 0, 'ada', 'Ada', FALSE, 0, 1, 7, 7, 0, FALSE, 1.5), ('m1', 1, 'bob', 'Bob', FALSE, 0, 2, 3, 30, 1798, TRUE, -1.5),
			('m1', 2, NULL, 'Vega', TRUE, 0, 3, 0, 0, 20, FALSE, 0), ('m2', 0, NULL, '[deleted]', FALSE, 1, 1, 0, 0, 0, TRUE, 0)`,
	} {
		_, err := s.writePool.db.ExecContext(t.Context(), q)
		must(t, err)
	}
	must(t, s.Close())
}

// expectOldData checks the data of fillOldDatabase after the migration.
func expectOldData(t *testing.T, s *Store) {
	t.Helper()
	figures := func(kills, deaths int) map[string]int { return map[string]int{"kills": kills, "deaths": deaths} }
	want := []Match{
		{ID: "m1", Room: "r", Mode: "duel", Rated: true, Seed: 1, Began: fromMillis(1), Ended: fromMillis(2), Lines: []MatchLine{
			{Player: "ada", Name: "Ada", Place: 1, Points: 7, Figures: figures(7, 0), Gain: 1.5},
			{Player: "bob", Name: "Bob", Place: 2, Points: 3, Figures: figures(30, 1798), Left: true, Gain: -1.5},
			{Name: "Vega", Bot: true, Place: 3, Figures: figures(0, 20)},
		}},
		{ID: "m2", Room: "r", Mode: "skirmish", Aborted: true, Seed: 1, Began: fromMillis(3), Ended: fromMillis(4), Lines: []MatchLine{
			{Name: "[deleted]", Team: 1, Place: 1, Figures: figures(0, 0), Left: true},
		}},
	}
	for _, m := range want {
		if got, err := s.Match(t.Context(), m.ID); err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("match = %+v, %v; want %+v", got, err, m)
		}
	}
	for id, want := range map[string]map[string]int{"ada": figures(1234567890, 10), "bob": figures(0, 0), "cyd": {}} {
		if p, err := s.Player(t.Context(), id); err != nil || !maps.Equal(p.Figures, want) {
			t.Errorf("%s = %+v, %v; want figures %v", id, p, err, want)
		}
	}
	if p, err := s.PlayerByToken(t.Context(), "h"); err != nil || p.ID != "ada" || p.Matches != 5 || p.Wins != 2 {
		t.Errorf("by token: %+v, %v", p, err)
	}
	if page, _, err := s.Matches(t.Context(), "ada", "", 10); err != nil || len(page) != 1 {
		t.Errorf("history of ada = %+v, %v", page, err)
	}
}

func TestFiguresOfAnOldDatabaseAreKept(t *testing.T) {
	onBothURLs(t, func(t *testing.T, url string) {
		fillOldDatabase(t, url)
		s, err := Open(t.Context(), Config{URL: url}, quiet)
		must(t, err)
		expectOldData(t, s)

		p, err := s.gooseProvider(s.writePool.db) // down and up again
		must(t, err)
		_, err = p.DownTo(t.Context(), 3)
		must(t, err)
		var kills, deaths int
		must(t, s.writePool.db.QueryRowContext(t.Context(), "SELECT kills, deaths FROM players WHERE id = 'ada'").Scan(&kills, &deaths))
		if kills != 1234567890 || deaths != 10 {
			t.Errorf("one version down ada has %d kills and %d deaths", kills, deaths)
		}
		must(t, s.runMigrations(t.Context(), s.writePool.db))
		expectOldData(t, s)

		m := duelMatch("m3", "ada", "bob")
		m.Lines[1].Figures = map[string]int{"goals": 2, "saves": -1}
		_, err = s.ApplyMatch(t.Context(), m, winnersGain)
		must(t, err)
		for id, want := range map[string]map[string]int{
			"ada": {"kills": 1234567897, "deaths": 13}, "bob": {"kills": 0, "deaths": 0, "goals": 2, "saves": -1},
		} {
			if p, err := s.Player(t.Context(), id); err != nil || !maps.Equal(p.Figures, want) {
				t.Errorf("%s after another match = %+v, %v; want figures %v", id, p, err, want)
			}
		}
		_, err = p.DownTo(t.Context(), 3) // where figures of other games are unknown
		must(t, err)
		must(t, s.writePool.db.QueryRowContext(t.Context(), "SELECT sum(kills), sum(deaths) FROM match_lines WHERE match = 'm3'").Scan(&kills, &deaths))
		if kills != 7 || deaths != 3 {
			t.Errorf("one version down the lines of a match have %d kills and %d deaths", kills, deaths)
		}
		must(t, s.Close())
	})
}

func TestAnOlderServerRefusesMovedFigures(t *testing.T) {
	onBothURLs(t, func(t *testing.T, url string) {
		must(t, openWith(t, url, migrations))
		if err := openWith(t, url, migrationsUpTo(t, 3)); err == nil {
			t.Error("a server that would look for kills in players works with a database where they are elsewhere")
		}
	})
}

// TestFiguresAddUp applies matches of several games in any order and some of them twice:
// the totals of a player are the sums of their lines in finished matches.
func TestFiguresAddUp(t *testing.T) {
	games := [][]string{{"kills", "deaths"}, {"goals", "assists", "saves"}, {}, {"saves"}}
	onBoth(t, func(t *testing.T, s *Store) {
		for round := range uint64(4) {
			luck := rand.New(rand.NewPCG(round, 1))
			want := map[string]map[string]int{}
			var matches []Match
			for i := range 20 {
				m := Match{ID: fmt.Sprintf("%d-%02d", round, i), Mode: "duel", Rated: true, Aborted: luck.IntN(5) == 0, Began: noon, Ended: noon}
				columns := games[luck.IntN(len(games))]
				for seat := range 1 + luck.IntN(5) {
					l := MatchLine{Name: "x", Place: seat + 1, Figures: map[string]int{}}
					if luck.IntN(4) > 0 {
						l.Player = fmt.Sprintf("p%d-%d", round, luck.IntN(4)) // maybe twice in a match
					}
					if want[l.Player] == nil {
						want[l.Player] = map[string]int{}
					}
					for _, name := range columns {
						l.Figures[name] = luck.IntN(9) - 1
						if !m.Aborted {
							want[l.Player][name] += l.Figures[name]
						}
					}
					m.Lines = append(m.Lines, l)
				}
				matches = append(matches, m)
			}
			matches = append(matches, matches[:10]...)
			luck.Shuffle(len(matches), func(i, k int) { matches[i], matches[k] = matches[k], matches[i] })
			for _, m := range matches {
				_, err := s.ApplyMatch(t.Context(), m, winnersGain)
				must(t, err)
			}
			for id, figures := range want {
				if id == "" {
					continue
				}
				if p, err := s.Player(t.Context(), id); err != nil || !maps.Equal(p.Figures, figures) {
					t.Errorf("%s = %+v, %v; want figures %v", id, p, err, figures)
				}
			}
			for _, m := range matches {
				got, err := s.Match(t.Context(), m.ID)
				for i, l := range m.Lines {
					if err != nil || !maps.Equal(got.Lines[i].Figures, l.Figures) {
						t.Errorf("line = %+v, %v; want figures %v", got.Lines[i], err, l.Figures)
					}
				}
			}
		}
	})
}

// TestMigrateLarge measures the migration of figures with as many lines as the environment
// variable says.
func TestMigrateLarge(t *testing.T) {
	lines, err := strconv.Atoi(os.Getenv("PERIHELION_TEST_LINES"))
	if err != nil {
		t.Skip("set PERIHELION_TEST_LINES to a number of lines")
	}
	onBothURLs(t, func(t *testing.T, url string) {
		s, err := Open(t.Context(), Config{URL: url, migrations: migrationsUpTo(t, 3)}, quiet)
		must(t, err)
		numbers := fmt.Sprintf("WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ", lines-1)
		for _, q := range []string{
			"INSERT INTO players (id, name, created, seen, matches, kills) " + numbers + "SELECT 'player-' || i, 'Some name ' || i, 1, 2, 3, 4 FROM n WHERE i < 100000",
			"INSERT INTO matches (id, room, mode, rated, aborted, seed, began, ended) " + numbers +
				"SELECT '0198c0de-0000-7000-8000-' || (100000000 + i), 'r', 'skirmish', TRUE, FALSE, 1, i, i FROM n WHERE i % 16 = 0",
			"INSERT INTO match_lines (match, line, player, name, bot, team, place, points, kills, deaths, gone, gain) " + numbers +
				"SELECT '0198c0de-0000-7000-8000-' || (100000000 + i - i % 16), i % 16, 'player-' || (i % 100000), 'Some name', FALSE, 0, 1, 7, 12, 9, FALSE, 0.5 FROM n",
		} {
			_, err := s.writePool.db.ExecContext(t.Context(), q)
			must(t, err)
		}
		must(t, s.Close())
		began := time.Now()
		must(t, openWith(t, url, migrations))
		t.Logf("%d lines in %v", lines, time.Since(began))
	})
}
