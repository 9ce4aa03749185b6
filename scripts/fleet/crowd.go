package main

import (
	"slices"
	"strings"
	"time"
)

// crowd is all players.
type crowd []*player

// gaps are the longest times in which those who kept their seat heard nothing, the shortest first.
func (c crowd) gaps() (all []time.Duration) {
	for _, p := range c {
		p.mu.Lock()
		if p.seats == 0 {
			all = append(all, p.gap)
		}
		p.mu.Unlock()
	}
	slices.Sort(all)
	return all
}

// on are those who play on a server.
func (c crowd) on(node string) (there crowd) {
	for _, p := range c {
		if p.where().node == node {
			there = append(there, p)
		}
	}
	return there
}

func (c crowd) resetGaps() {
	for _, p := range c {
		p.mu.Lock()
		p.gap = 0
		p.mu.Unlock()
	}
}

// percentile is the value that so many per cent of a sorted list do not exceed.
func percentile(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)-1)*percent/100].Round(time.Millisecond)
}

// byNode counts those who play, by server.
func (c crowd) byNode() map[string]int {
	n := map[string]int{}
	for _, p := range c {
		if at := p.where(); at.room != "" {
			n[at.node]++
		}
	}
	return n
}

// matchesOn are the matches that are played on a server.
func (c crowd) matchesOn(node string) (all []string) {
	for _, p := range c {
		p.mu.Lock()
		if p.node == node && p.match != "" {
			all = append(all, p.match)
		}
		p.mu.Unlock()
	}
	return all
}

// ticksOn is the newest tick that anybody has seen of each room on a server.
func (c crowd) ticksOn(node string) map[string]int {
	ticks := map[string]int{}
	for _, p := range c {
		p.mu.Lock()
		if p.node == node {
			ticks[p.room] = max(ticks[p.room], int(p.tick))
		}
		p.mu.Unlock()
	}
	return ticks
}

// moved is how many have got a new seat.
func (c crowd) moved() (n int) {
	for _, p := range c {
		p.mu.Lock()
		n += min(p.seats, 1)
		p.mu.Unlock()
	}
	return n
}

// broken is how many were told that their connection is lost.
func (c crowd) broken() (n int) {
	for _, p := range c {
		p.mu.Lock()
		if p.broken {
			n++
		}
		p.mu.Unlock()
	}
	return n
}

// rooms counts those who play, by room.
func (c crowd) rooms() map[string]int {
	n := map[string]int{}
	for _, p := range c {
		if at := p.where(); at.room != "" {
			n[at.room]++
		}
	}
	return n
}

func (c crowd) playing() (n int) {
	for _, in := range c.rooms() {
		n += in
	}
	return n
}

func (c crowd) countAnew() {
	for _, p := range c {
		p.countAnew()
	}
}

// complaints are the last errors of the players.
func (c crowd) complaints() string {
	var all []string
	for _, p := range c {
		p.mu.Lock()
		if n := len(p.errors); n > 0 {
			all = append(all, p.name+": "+p.errors[n-1].Error())
		}
		p.mu.Unlock()
	}
	return strings.Join(all[:min(len(all), 5)], "; ")
}
