package main

import (
	"math"
	"time"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// films are the strips of one player.
func films() []*film {
	cell := [2]int{cellW, cellH}
	return []*film{
		{name: "kill", arena: "perihelion", seed: 3, find: ownKill(1, ships.WeaponRail), aspect: cell, at: every(-200*time.Millisecond, 150*time.Millisecond)},
		{name: "streak", arena: "perihelion", seed: 11, find: ownKill(4, 0), aspect: cell, at: every(-300*time.Millisecond, 250*time.Millisecond)},
		{name: "flare", arena: "perihelion", seed: 19, find: flareLived(600), aspect: cell, at: every(-6*time.Second, 800*time.Millisecond)},
		{name: "podium", arena: "perihelion", seed: 3, find: always(podiumBegins), aspect: cell, at: every(-500*time.Millisecond, 1500*time.Millisecond)[:4]},
	}
}

// trailer is what the README shows at once: one cell of each film.
func trailer() []*film {
	tall := [2]int{380, 420}
	one := func(after time.Duration) []time.Duration { return []time.Duration{after} }
	return []*film{
		{name: "trailer: kill", arena: "perihelion", seed: 3, find: ownKill(1, ships.WeaponRail), aspect: tall, at: one(120 * time.Millisecond)},
		{name: "trailer: flare", arena: "perihelion", seed: 19, find: flareLived(600), aspect: tall, at: one(-4 * time.Second)},
		{name: "trailer: black hole", arena: "maelstrom", seed: 4, find: ownKillNear(600), aspect: tall, at: one(150 * time.Millisecond)},
		{name: "trailer: streak", arena: "binary", seed: 11, find: ownKill(3, 0), aspect: tall, at: one(350 * time.Millisecond)},
		{name: "trailer: podium", arena: "perihelion", seed: 3, find: always(podiumBegins), aspect: tall, at: one(2 * time.Second)},
	}
}

// every is the times of the cells of a strip.
func every(from, step time.Duration) (at []time.Duration) {
	const cells = 8
	for i := range cells {
		at = append(at, from+time.Duration(i)*step)
	}
	return at
}

// ownKill finds the n-th kill of a life or a later one, with a weapon; 0: with any.
func ownKill(n int, with ships.Weapon) func() func(v *netcode.View) bool {
	return func() func(v *netcode.View) bool {
		streak := 0
		return func(v *netcode.View) bool { return countKills(v, &streak, with) >= n && ships.OwnOf(&v.Own).Alive }
	}
}

// countKills counts the kills of a life, and returns their number if one with the weapon has come.
func countKills(v *netcode.View, streak *int, with ships.Weapon) (n int) {
	for i := range v.Events {
		k, ok := ships.KillOf(&v.Events[i])
		switch {
		case !ok:
		case k.Victim == v.Me:
			*streak = 0
		case k.Killer == v.Me:
			if *streak++; with == 0 || k.Weapon == with {
				n = *streak
			}
		}
	}
	return n
}

// ownKillNear finds a kill while the player is within some units of a star.
func ownKillNear(distance float64) func() func(v *netcode.View) bool {
	return func() func(v *netcode.View) bool {
		kill := ownKill(1, 0)()
		return func(v *netcode.View) bool { return kill(v) && starDistance(v) < distance }
	}
}

// always is for what needs no memory of the frames before.
func always(find func(v *netcode.View) bool) func() func(v *netcode.View) bool {
	return func() func(v *netcode.View) bool { return find }
}

// flareLived finds the end of a flare that the player has lived through, within some units of a
// star when it begins.
func flareLived(distance float64) func() func(v *netcode.View) bool {
	return func() func(v *netcode.View) bool {
		near := false // since the flare began
		return func(v *netcode.View) bool {
			was, on := ships.FlareAt(&v.Config, v.Tick-1).On(v.Tick-1), ships.FlareAt(&v.Config, v.Tick).On(v.Tick)
			alive := ships.OwnOf(&v.Own).Alive
			if on && !was {
				near = starDistance(v) < distance
			}
			near = near && alive
			return near && was && !on
		}
	}
}

// starDistance is how far the player is from the middle of the nearest star.
func starDistance(v *netcode.View) float64 {
	shipstate.Locate(v)
	x, y := shipstate.ViewPosition(v)
	nearest := math.Inf(1)
	for _, b := range shipstate.AppendBodies(nil, v) {
		nearest = min(nearest, math.Hypot(float64(b.X-x), float64(b.Y-y)))
	}
	return nearest
}

func podiumBegins(v *netcode.View) bool {
	m, ok := shipstate.Match(v)
	return ok && m.Phase == sim.PhasePodium
}
