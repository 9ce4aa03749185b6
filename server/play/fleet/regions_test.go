package fleet

import (
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/lobby"
	"perihelion/server/match"
	"perihelion/server/net/bus/bustest"
	"perihelion/server/people/auth"
	"perihelion/shared/api"
)

// inRegion makes a server of a region.
func inRegion(region string) func(*Cluster) {
	return func(c *Cluster) { c.cfg.Region, c.fleet.cfg.Region = region, region }
}

func TestMatchesAreMadeWhereTheirPlayersAre(t *testing.T) {
	url, _ := bustest.Run(t, "", 0)
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	keys := auth.NewKeyRing(key)
	eu := newServer(t, url, "a", keys, nil, inRegion("eu"))
	us := newServer(t, url, "b", keys, nil, inRegion("us"))
	eu.waitFor(t, 2)
	us.waitFor(t, 2)
	if got, want := us.Regions(), []lobby.Region{{ID: "us", URL: "https://b.example"}, {ID: "eu", URL: "https://a.example"}}; !slices.Equal(got, want) {
		t.Errorf("regions as b has them: %v, want %v", got, want)
	}
	m := match.NewMatchmaker(match.Config{Queues: eu.Queues()}, eu.Provider())
	play := func(player string, ms map[string]time.Duration) string {
		s, err := m.Submit(match.Request{Queue: eu.Queues()[0].Name, Players: []match.Player{{ID: player}}, From: from, Latencies: ms})
		if err != nil || s.State != match.Assigned {
			t.Fatalf("%s: %+v, %v", player, s, err)
		}
		return s.Assignment.Room
	}
	near, far := 20*time.Millisecond, 150*time.Millisecond
	first := play("ada", map[string]time.Duration{"eu": far, "us": near})
	if !strings.HasPrefix(first, "b.") {
		t.Errorf("somebody near us plays in %s", first)
	}
	if r := play("bob", map[string]time.Duration{"eu": near, "us": far}); !strings.HasPrefix(r, "a.") {
		t.Errorf("somebody near eu plays in %s, although a room there can be opened", r)
	}
	if r := play("cyd", map[string]time.Duration{"eu": far, "us": near}); r != first {
		t.Errorf("another one near us plays in %s, want %s", r, first)
	}
	if d, err := us.OpenPrivate("dee", from, api.NewRoom{}); err != nil || !strings.HasPrefix(d.ID, "b.") {
		t.Errorf("a private room that us was asked for is %+v, %v", d, err)
	}
	if d, err := us.OpenPrivate("eve", from, api.NewRoom{}); err != nil || !strings.HasPrefix(d.ID, "a.") {
		t.Errorf("when us is full: %+v, %v; want it in eu", d, err)
	}
}

func TestAServerAloneIsARegion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFleet(t, func(c *Config) { c.Region = "home" })
		if got := f.Regions(); len(got) != 1 || got[0] != (lobby.Region{ID: "home"}) {
			t.Errorf("regions %v", got)
		}
	})
}
