package main

import (
	"perihelion/sim"
	"perihelion/sim/ships"
)

// A work is what every server has to do: rooms full of pilots, and snapshots at a rate.
type work struct {
	name, text  string
	rooms       int
	seats       int
	rate        int  // snapshots per second
	views       bool // each client sees what is near its ship; else everybody sees everybody
	endless     bool // ours plays the mode without end, which has more seats than a room
	ownViewOnly bool // ours sends what is near although the others send all: a room that small has no other use for us
}

var works = []work{
	{name: "rooms", text: "32 rooms × 16, 20 Hz", rooms: 32, seats: 16, rate: 20, ownViewOnly: true},
	{name: "few", text: "4 rooms × 16, 30 Hz", rooms: 4, seats: 16, rate: 30, ownViewOnly: true},
	{name: "arena", text: "256 in one arena, a view each, 20 Hz", rooms: 1, seats: 256, rate: 20, views: true},
	{name: "128-views", text: "128 in one room, a view each, 20 Hz", rooms: 1, seats: 128, rate: 20, views: true},
	{name: "128-all", text: "128 in one room, all see all, 20 Hz", rooms: 1, seats: 128, rate: 20},
	{name: "256-views", text: "256 in one room, a view each, 30 Hz", rooms: 1, seats: 256, rate: 30, views: true},
	{name: "256-all", text: "256 in one room, all see all, 30 Hz", rooms: 1, seats: 256, rate: 30},
	{name: "1024", text: "1,024 in one arena, a view each, 30 Hz", rooms: 1, seats: 1024, rate: 30, views: true, endless: true},
	{name: "2048", text: "2,048 in one arena, a view each, 20 Hz", rooms: 1, seats: 2048, rate: 20, views: true, endless: true},
}

func workNames() (names []string) {
	for _, w := range works {
		names = append(names, w.name)
	}
	return names
}

// radius is that of our arena for so many seats, which the others get too.
func (w *work) radius() int32 {
	return ships.ArenaRadius(&sim.Config{Seats: w.seats}).Round()
}

// Half the size of a view: that of a common screen, and as far beyond it as ours shows
// things before they can be seen.
const (
	beyond         = 128
	viewHalfWidth  = ships.ViewHalfWidth + beyond
	viewHalfHeight = ships.ViewHalfHeight + beyond
)

// queue is the queue of our server that leads to the work; empty: quick play.
func (w *work) queue() string {
	if w.endless {
		return ships.Swarm.Queue
	}
	return ""
}
