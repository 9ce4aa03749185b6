package scene

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

func TestScrollingLoadsMoreOfTheLeaderboard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		page := func(from int, next string) api.Board {
			b := api.Board{Mode: "skirmish", Total: 70, Next: next}
			for i := range 30 {
				b.Lines = append(b.Lines, api.BoardLine{Rank: from + i})
			}
			return b
		}
		tc.server.Handlers = map[string]http.HandlerFunc{"GET leaderboards/skirmish": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Query().Get("cursor") == "more" {
				onlinetest.RespondJSON(page(31, ""))(w, r)
				return
			}
			onlinetest.RespondJSON(page(1, "more"))(w, r)
		}}
		s := newLeaderboardScene(tc.deps)
		tc.stack.applyTransition(0, push(s))
		tc.runFor(time.Second)
		if len(s.board.Lines) != 30 {
			t.Fatalf("%d lines before anybody has scrolled, want the first page", len(s.board.Lines))
		}
		tc.playFrame(ui.Input{X: s.list.X + 9, Y: s.list.Y + 9, Wheel: -100})
		tc.runFor(time.Second)
		if n := len(s.board.Lines); n != 60 || s.board.Lines[n-1].Rank != 60 || s.list.Count != n {
			t.Errorf("%d lines, of which %d can be scrolled to, want both pages", n, s.list.Count)
		}
	})
}
