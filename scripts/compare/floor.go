package main

import (
	"fmt"
	"time"

	"perihelion/scripts/harness"
)

// plainArgs are the arguments of startPlain.
type plainArgs struct {
	seats, rate, radius int
	views               bool
	frame               int // bytes
}

func parsePlain(args []string) (a plainArgs, err error) {
	if len(args) != 5 {
		return a, fmt.Errorf("%d arguments, want 5", len(args))
	}
	_, err = fmt.Sscan(fmt.Sprint(args[0], " ", args[1], " ", args[2], " ", args[3], " ", args[4]), &a.seats, &a.rate, &a.radius, &a.views, &a.frame)
	return a, err
}

// serveFloor is the least that any server in Go with that library must do: it reads inputs
// and drops them, and writes frames that mean nothing.
func serveFloor(args []string) (harness.Serving, error) {
	a, err := parsePlain(args)
	if err != nil {
		return harness.Serving{}, err
	}
	frame := make([]byte, a.frame)
	p := &plain{seats: a.seats, tick: time.Second / time.Duration(a.rate), every: 1, game: func() plainGame { return floorGame{frame} }}
	return p.serve()
}

type floorGame struct{ frame []byte }

func (floorGame) Input(int, []byte)  {}
func (floorGame) Step()              {}
func (g floorGame) Frame(int) []byte { return g.frame }
