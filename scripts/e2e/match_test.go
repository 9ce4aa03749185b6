//go:build e2e

package e2e

import (
	"net/url"
	"testing"
	"time"

	"perihelion/client/scene"
)

const patience = 3 * time.Minute // only what never comes takes as long: two busy cores draw three clients in software

// TestMatch is the whole product at once: two browser tabs and a desktop client
// in one room with bots. Then Ada's line is cut.
func TestMatch(t *testing.T) {
	base := serve(t, "PERIHELION_DEV=true", "PERIHELION_ROOM_SEATS=4", "PERIHELION_BOT_FILL=4") // the smallest arena: all meet soon
	chrome := browser(t)
	play := func(base, name string) string {
		return base + "/?" + url.Values{"play": {"1"}, "bot": {"1"}, "name": {name}}.Encode()
	}
	wire := newLine(t, base)
	ada := newTab(t, chrome, "Ada", play(wire.URL(), "Ada"))
	first := await(t, ada, patience, "seat", ready)
	bob := newTab(t, chrome, "Bob", play(base, "Bob"))
	cyd := newDesktop(t, display(t), t.TempDir(), "Cyd", "-noaudio", "-server", base, "-play", "-bot")
	all := []player{ada, bob, cyd}

	ids := make([]int, len(all))
	for i, p := range all {
		s := await(t, p, patience, "seat", ready)
		ids[i] = s.Me
		if s.Room != first.Room {
			t.Errorf("%s is in room %s, Ada in %s: want one match", p.Name(), s.Room, first.Room)
		}
		if line, _ := score(s, s.Me); line.Name != p.Name() {
			t.Errorf("%s is called %q on the scoreboard", p.Name(), line.Name)
		}
	}
	for _, p := range all {
		shoot(t, p, "match")
	}
	meet(t, all, ids)
	await(t, ada, patience, "shot of its own", func(s state) bool { return s.Shots > 0 })
	scoresReachAll(t, all)
	for _, p := range all {
		shoot(t, p, "scores")
		await(t, p, patience, "seat to the end", ready)
	}
	t.Run("a broken connection goes back into its seat", func(t *testing.T) { resumes(t, ada, wire) })
}

// resumes cuts the line of a player until they have been told.
func resumes(t *testing.T, b *tab, wire *line) {
	b.expect("WebSocket connection to") // that it fails is what the browser says of a cut line
	before := await(t, b, patience, "seat", ready)
	wire.Cut()
	await(t, b, patience, "notice of the cut", func(s state) bool { return s.Broken && !s.Ready })
	shoot(t, b, "cut")
	wire.Mend()
	mended := time.Now()
	after := await(t, b, patience, "way back", func(s state) bool { return s.Resumed > before.Resumed && s.Ready && len(s.Scores) > 0 })
	t.Logf("back in the seat %v after the line was", time.Since(mended).Round(100*time.Millisecond))
	if after.Me != before.Me || after.Room != before.Room || after.Name != before.Name {
		t.Errorf("back as %s in seat %d of %s, was %s in seat %d of %s", after.Name, after.Me, after.Room, before.Name, before.Me, before.Room)
	}
	was, _ := score(before, before.Me)
	is, _ := score(after, before.Me)
	if after.Round == before.Round && (is.Name != was.Name || is.Kills < was.Kills || is.Deaths < was.Deaths) {
		t.Errorf("the score is %+v, was %+v", is, was)
	}
	away := before.OwnTick
	await(t, b, patience, "flight that goes on", func(s state) bool { return s.OwnTick > away && s.Own != nil })
}

func ready(s state) bool { return s.Ready && s.Me >= 0 }

// meet waits until everyone has seen the ships of all others at two places. Bots
// chase whom they see: pilots come across each other before long.
func meet(t *testing.T, all []player, ids []int) {
	t.Helper()
	type pair struct{ who, whom int }
	seen, moved := map[pair]scene.Ship{}, map[pair]bool{}
	begun := time.Now()
	for len(moved) < len(all)*(len(all)-1) {
		if time.Since(begun) > 3*patience {
			t.Fatalf("of seats %v, by number, only these have seen each other move within %v: %v", ids, 3*patience, moved)
		}
		for i, p := range all {
			s, _ := p.State() // who says nothing has seen nobody
			for j := range all {
				if sh, ok := ship(s, ids[j]); ok && i != j {
					was, before := seen[pair{i, j}]
					if before && (sh.X != was.X || sh.Y != was.Y) {
						moved[pair{i, j}] = true
					}
					seen[pair{i, j}] = sh
				}
			}
		}
		time.Sleep(pollEvery)
	}
	t.Logf("all have seen each other after %v", time.Since(begun).Round(time.Second))
}

// scoresReachAll waits for a kill by anybody and then for every client to show
// the same table.
func scoresReachAll(t *testing.T, all []player) {
	t.Helper()
	total := func(s state) (kills int) {
		for _, sc := range s.Scores {
			kills += sc.Kills
		}
		return kills
	}
	before := await(t, all[0], 3*patience, "kill in a live match", func(s state) bool { return s.Phase == "live" && total(s) > 0 })
	for _, p := range all[1:] {
		await(t, p, patience, "scores that Ada has seen", func(s state) bool {
			return s.Round > before.Round || total(s) >= total(before) && len(s.Scores) == len(before.Scores)
		})
	}
}
