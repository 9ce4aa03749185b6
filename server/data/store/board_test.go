package store

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

// putOnBoard puts players p00, p01, … on a leaderboard with these scores.
func putOnBoard(t testing.TB, s *Store, mode string, scores ...float64) {
	t.Helper()
	for i := 0; i < len(scores); i += 16 {
		end := min(i+16, len(scores))
		m := Match{ID: fmt.Sprintf("seat-%s-%06d", mode, i), Mode: mode, Rated: true, Ended: noon}
		for k := i; k < end; k++ {
			id := fmt.Sprintf("p%02d", k)
			m.Lines = append(m.Lines, MatchLine{Player: id, Name: "Pilot " + id, Place: k - i + 1, Rated: true})
		}
		_, err := s.ApplyMatch(t.Context(), m, func([]Standing) []Rated { // asked by id, which is how they were made
			var all []Rated
			for _, score := range scores[i:end] {
				all = append(all, Rated{After: Skill{Mu: score}})
			}
			return all
		})
		must(t, err)
	}
}

func TestBoard(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		putOnBoard(t, s, "duel", 10, 50, 40, 40, 40, -3.25, 20)
		tests := []struct {
			name  string
			query BoardQuery
			want  string
			more  bool
		}{
			{"all", BoardQuery{}, "[1 p01][2 p02][2 p03][2 p04][5 p06][6 p00][7 p05]", false},
			{"the top", BoardQuery{Limit: 2}, "[1 p01][2 p02]", true},
			{"around one in the middle of equals", BoardQuery{Around: "p03", Limit: 3}, "[2 p02][2 p03][2 p04]", true},
			{"around one below equals", BoardQuery{Around: "p06", Limit: 4}, "[2 p03][2 p04][5 p06][6 p00]", true},
			{"around the first", BoardQuery{Around: "p01", Limit: 3}, "[1 p01][2 p02][2 p03]", true},
			{"around the last", BoardQuery{Around: "p05", Limit: 3}, "[6 p00][7 p05]", false},
			{"around somebody else", BoardQuery{Around: "nobody"}, "", false},
		}
		for _, tt := range tests {
			tt.query.Mode = "duel"
			b, err := s.Board(t.Context(), tt.query)
			if got := boardText(b); err != nil || got != tt.want || (b.Next != "") != tt.more || b.Total != 7 {
				t.Errorf("%s: %s, %v, next %q of %d; want %s", tt.name, got, err, b.Next, b.Total, tt.want)
			}
		}
		if b, err := s.Board(t.Context(), BoardQuery{Mode: "unheard-of"}); err != nil || b.Total != 0 || b.Lines != nil {
			t.Errorf("board of no mode = %+v, %v", b, err)
		}
	})
}

func TestBoardPagesLoseNobody(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		putOnBoard(t, s, "duel", 3, 1, 2, 2, 2, 2, 0.1, 7, -1)
		whole, err := s.Board(t.Context(), BoardQuery{Mode: "duel"})
		must(t, err)
		for limit := 1; limit < 10; limit++ {
			var all Board
			for after := "start"; after != ""; after = all.Next {
				if after == "start" {
					after = ""
				}
				b, err := s.Board(t.Context(), BoardQuery{Mode: "duel", After: after, Limit: limit})
				must(t, err)
				all.Lines, all.Next = append(all.Lines, b.Lines...), b.Next
			}
			if got, want := boardText(all), boardText(whole); got != want {
				t.Errorf("in pages of %d: %s, want %s", limit, got, want)
			}
		}
	})
}

func TestForeignCursorsAreRefused(t *testing.T) {
	s := openFile(t)
	for _, cursor := range []string{"x", "////", "YWJj", "MSA"[:2]} {
		if _, err := s.Board(t.Context(), BoardQuery{Mode: "duel", After: cursor}); !errors.Is(err, ErrBadCursor) {
			t.Errorf("cursor %q = %v, want ErrBadCursor", cursor, err)
		}
	}
}

// FuzzCursor tests that a cursor from a client is refused, or gives the same position when
// it is written again.
func FuzzCursor(f *testing.F) {
	for _, s := range []boardPosition{{1.5, "ada"}, {-0.1, ""}, {1e300, "a b"}} {
		f.Add(s.String())
	}
	f.Add("x")
	s := openFile(f)
	f.Fuzz(func(t *testing.T, cursor string) {
		from, err := parseBoardPosition(cursor)
		if err != nil || from == nil {
			return
		}
		again, err := parseBoardPosition(from.String())
		if err != nil || from.score == from.score && *again != *from {
			t.Errorf("cursor %q = %+v, and again %+v, %v", cursor, from, again, err)
		}
		if _, err := s.Board(t.Context(), BoardQuery{Mode: "duel", After: cursor}); err != nil {
			t.Errorf("board after %q: %v", cursor, err)
		}
	})
}

func boardText(b Board) (text string) {
	for _, l := range b.Lines {
		text += fmt.Sprintf("[%d %s]", l.Rank, l.Player)
	}
	return text
}

func BenchmarkBoard(b *testing.B) {
	const players = 10_000
	s := openFile(b)
	scores := make([]float64, players)
	for i := range scores {
		scores[i] = float64(i*7919%players) / 100
	}
	putOnBoard(b, s, "duel", scores...)
	for name, q := range map[string]BoardQuery{
		"top":    {Mode: "duel", Limit: 50},
		"around": {Mode: "duel", Around: "p5000", Limit: 50},
	} {
		b.Run(fmt.Sprintf("%s/players=%d", name, players), func(b *testing.B) {
			for b.Loop() {
				if board, err := s.Board(b.Context(), q); err != nil || len(board.Lines) != 50 {
					b.Fatalf("%d lines, %v", len(board.Lines), err)
				}
			}
		})
	}
}

func BenchmarkApplyMatch(b *testing.B) {
	for _, participants := range []int{2, 16} {
		b.Run(fmt.Sprintf("players=%d", participants), func(b *testing.B) {
			s := openFile(b)
			slowest, i := time.Duration(0), 0
			for b.Loop() {
				m := Match{ID: fmt.Sprint(i), Mode: "duel", Rated: true, Ended: noon}
				for k := range participants {
					m.Lines = append(m.Lines, MatchLine{Player: fmt.Sprintf("p%d", (i+k)%1000), Name: "Ada", Place: k + 1, Figures: map[string]int{"kills": 3, "deaths": 2}, Rated: true})
				}
				began := time.Now()
				if _, err := s.ApplyMatch(b.Context(), m, winnersGain); err != nil {
					b.Fatal(err)
				}
				slowest = max(slowest, time.Since(began))
				i++
			}
			b.ReportMetric(float64(slowest.Microseconds())/1000, "ms/slowest")
		})
	}
}
