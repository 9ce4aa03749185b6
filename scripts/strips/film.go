package main

import (
	"fmt"
	"image"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/practice"
	"perihelion/scripts/harness"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

// film is a moment of a match on this machine, among bots and flown by one, and what was to be
// seen before and after it. The same seed gives the same film.
type film struct {
	name   string
	arena  string                            // by its name
	seed   uint64                            // of the first match to look into
	find   func() func(v *netcode.View) bool // of a new match: whether this frame is the moment
	at     []time.Duration                   // of the cells, from the moment on
	aspect [2]int                            // size of a cell, in pixels

	moment int // number of the frame; after look
}

const (
	filmSeats = 12
	frameTime = time.Second / 60
	maxFrames = 8 * 60 * 60 // of a match: eight minutes
	minFrames = 5 * 60      // that were played before the moment
	warmUp    = 20 * 60     // frames before the moment from which on effects and HUD are played
)

// newMatch begins the match of the film. next plays its next frame.
func (f *film) newMatch() (v *netcode.View, next func(), err error) {
	cfg := sim.Config{Seed: f.seed, Seats: filmSeats, Mode: ships.Skirmish}
	arenas := sim.Arenas{}
	for _, a := range ships.Rules.About().Arenas {
		if a.Name == f.arena {
			arenas = append(arenas, a)
		}
	}
	if len(arenas) == 0 {
		return nil, nil, fmt.Errorf("%s: there is no arena called %q", f.name, f.arena)
	}
	cfg.Arenas = &arenas
	m := practice.New(games.Ships, cfg, "You")
	pilot := harness.Bot{Skill: sim.Ace}
	return &m.View, func() {
		m.Advance(frameTime.Seconds(), func() sim.Input { return pilot.Input(&m.View, time.Time{}) })
	}, nil
}

// look finds the moment in the match of the seed, or of the first one after it in which it comes.
// It draws nothing.
func (f *film) look() error {
	const matches = 40
	for range matches {
		v, next, err := f.newMatch()
		if err != nil {
			return err
		}
		find := f.find()
		for f.moment = range maxFrames {
			if next(); find(v) && f.moment > minFrames {
				fmt.Printf("%s: seed %d, %v after its start\n", f.name, f.seed, time.Duration(f.moment)*frameTime)
				return nil
			}
		}
		f.seed++
	}
	return fmt.Errorf("%s: the moment does not come in %d matches", f.name, matches)
}

// draw plays the match again and draws the cells, in rows of so many. It needs a running game.
func (f *film) draw(columns int) (*image.RGBA, error) {
	w, h := f.aspect[0], f.aspect[1]
	show, err := newScreen(w, h)
	if err != nil {
		return nil, err
	}
	v, next, err := f.newMatch()
	if err != nil {
		return nil, err
	}
	rows := (len(f.at) + columns - 1) / columns
	whole := image.NewRGBA(image.Rect(0, 0, columns*w, rows*h))
	for frame, n := 0, 0; n < len(f.at); frame++ {
		next()
		if frame < f.moment-warmUp {
			continue
		}
		show.playFrame(v, frameTime.Seconds())
		if since := time.Duration(frame-f.moment) * frameTime; since >= f.at[n] {
			show.drawFrame(v, "")
			show.paste(whole, n%columns, n/columns)
			n++
		}
	}
	return whole, nil
}
