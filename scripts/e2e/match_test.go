//go:build e2e

package e2e

import (
	"context"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"perihelion/server/app"
	"perihelion/server/config"
)

// serve starts the real server on a free port of this machine, with the page
// that `make wasm` built, and returns its address.
func serve(t *testing.T, env ...string) string {
	t.Helper()
	web, err := filepath.Abs("../../.build/web")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(web, "index.html")); err != nil {
		t.Fatalf("the browser client is not built, run make wasm: %v", err)
	}
	cfg, _, err := config.Load(append([]string{
		"PERIHELION_HTTP_ADDR=127.0.0.1:0",
		"PERIHELION_ADMIN_ADDR=off",
		"PERIHELION_DATA_DIR=" + t.TempDir(),
		"PERIHELION_WEB_DIR=" + web,
	}, env...))
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.New(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("server: %v", err)
		}
	})
	return "http://" + a.Addr().String()
}

const patience = 60 * time.Second // a machine of two cores draws three clients in software

// TestMatch is the whole product at once: two browser tabs and a desktop client
// in one room with bots.
func TestMatch(t *testing.T) {
	base := serve(t)
	chrome := browser(t)
	play := func(name string) string {
		return base + "/?" + url.Values{"play": {"1"}, "bot": {"1"}, "name": {name}}.Encode()
	}
	ada := newTab(t, chrome, "Ada", play("Ada"))
	first := await(t, ada, patience, "seat", ready)
	bob := newTab(t, chrome, "Bob", play("Bob"))
	cyd := newDesktop(t, display(t), "Cyd", "-server", base, "-play", "-bot")
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
	for i, p := range all {
		shoot(t, p, "match")
		for j := range all {
			if i != j {
				seesMove(t, p, ids[j], all[j].Name())
			}
		}
	}
	await(t, ada, patience, "shot of its own", func(s state) bool { return s.Shots > 0 })
	scoresReachAll(t, all)
	for _, p := range all {
		shoot(t, p, "scores")
		if s, _ := p.State(); s.Keyframes > 0 && !s.Ready {
			t.Errorf("%s lost the thread: %+v", p.Name(), s)
		}
	}
}

func ready(s state) bool { return s.Ready && s.Me >= 0 }

// seesMove waits until p has seen the ship of a player at two places.
func seesMove(t *testing.T, p player, id int, name string) {
	t.Helper()
	// Bots chase whom they see: pilots come across each other before long.
	var at struct {
		seen bool
		x, y float64
	}
	await(t, p, 3*patience, "moving ship of "+name, func(s state) bool {
		sh, ok := ship(s, id)
		if !ok {
			return false
		}
		moved := at.seen && (sh.X != at.x || sh.Y != at.y)
		at.seen, at.x, at.y = true, sh.X, sh.Y
		return moved
	})
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
