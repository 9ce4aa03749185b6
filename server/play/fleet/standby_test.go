package fleet

import (
	"log/slog"
	"testing"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/play/room"
)

// hearing is a server that hears others.
func hearing(t *testing.T) (c *Cluster, hear func(node string, h heartbeat)) {
	t.Helper()
	c = &Cluster{cfg: ClusterConfig{Log: slog.New(slog.DiscardHandler)}, fleet: newFleet(t, func(c *Config) { c.Node = "a" }), rules: "1", others: map[string]*server{}}
	c.fleet.cluster = c
	return c, func(node string, h heartbeat) { c.onHeartbeat(bus.Message{From: node, Body: encode(h)}, time.Now()) }
}

func TestAStandbyPlaysByTheSameRulesAndStays(t *testing.T) {
	c, hear := hearing(t)
	hear("lobby", heartbeat{Rules: "1", Lobby: true})
	hear("newer", heartbeat{Rules: "2", Plays: true})
	hear("stops", heartbeat{Rules: "1", Plays: true, Draining: true})
	hear("gone", heartbeat{Rules: "1", Plays: true, Leaving: true})
	if node, url := c.Standby(""); node != "" || url != "" {
		t.Errorf("chosen is %s at %s, want nobody", node, url)
	}
	hear("full", heartbeat{Rules: "1", Plays: true, Taken: 90, URL: "https://full.example"})
	hear("good", heartbeat{Rules: "1", Plays: true, Taken: 3, URL: "https://good.example"})
	chosen := map[string]int{}
	for range 1000 {
		node, url := c.Standby("")
		if url != "https://"+node+".example" {
			t.Fatalf("%s is at %s", node, url)
		}
		chosen[node]++
	}
	if chosen["good"] < 650 || chosen["full"] < 150 || len(chosen) != 2 { // three of four times, and one of four
		t.Errorf("of two that are drawn the less busy one: %v", chosen)
	}
	if node, _ := c.Standby("good"); node != "full" {
		t.Errorf("after the good one: %q", node)
	}
	c.cfg.Region = "eu"
	if node, _ := c.Standby("good"); node != "full" {
		t.Errorf("where no other is of the region: %q", node)
	}
	hear("near", heartbeat{Rules: "1", Plays: true, Taken: 99, Region: "eu"})
	for range 20 {
		if node, _ := c.Standby(""); node != "near" {
			t.Fatalf("chosen is %q, want the one of the region", node)
		}
	}
	if c.Heard("nobody") != (time.Time{}) || c.Heard("gone") != (time.Time{}) || time.Since(c.Heard("good")) > time.Minute {
		t.Errorf("heard: nobody %v, gone %v, good %v", c.Heard("nobody"), c.Heard("gone"), c.Heard("good"))
	}
}

// A room that was taken over is found where it is, not where it was opened.
func TestARoomIsWhereItIsListed(t *testing.T) {
	c, hear := hearing(t)
	for _, node := range []string{"b", "c"} {
		hear(node, heartbeat{Boot: "1", Rules: "1", Plays: true, URL: "https://" + node + ".example"})
	}
	if node, _ := c.fleet.NodeOf("b.room"); node != "b" {
		t.Errorf("a room that nobody lists is on %s", node)
	}
	c.onRooms(bus.Message{From: "c", Body: encode(roomsMessage{Boot: "1", Of: 1, Rooms: []wireRoom{toWire(room.Info{ID: "b.room", Mode: c.fleet.cfg.Games[0].About().Modes[0]})}})})
	if node, url := c.fleet.NodeOf("b.room"); node != "c" || url != "https://c.example" {
		t.Errorf("a room that c has taken over is on %s at %s", node, url)
	}
}
