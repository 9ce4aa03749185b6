package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"perihelion/server/data/replays"
	"perihelion/shared/replay"
	"perihelion/sim/games"
)

// replayFile plays the log in a file, compares its hashes and states, and prints the
// result.
func replayFile(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	log, err := replays.Decompress(f)
	if err != nil {
		return fmt.Errorf("replay %s: %w", file, err)
	}
	defer log.Close()
	rep, err := replay.Verify(log, games.All)
	if err != nil && !errors.Is(err, replay.ErrDiverged) && !errors.Is(err, replay.ErrPanic) {
		return fmt.Errorf("replay %s: %w", file, err)
	}
	m := rep.Match
	fmt.Printf("room %s of %s, %s\n", rep.Room, m.Game, time.UnixMilli(rep.Began).UTC().Format(time.DateTime))
	fmt.Printf("mode %v, %d seats, %d ticks per second, seed %d\n", m.Mode, m.Seats, m.Rate, m.Seed)
	fmt.Printf("%d ticks played (%v), %d hashes and %d states agreed, the last at tick %d\n", rep.Ticks, time.Duration(rep.Ticks)*time.Second/time.Duration(m.Rate), rep.Hashes, rep.States, rep.Good)
	if rep.Truncated {
		fmt.Println("the recording ends in the middle of a record, as after a crash")
	}
	if errors.Is(err, replay.ErrDiverged) {
		return fmt.Errorf("replay %s: %w: recorded %016x, played %016x; it was recorded by another build, or the simulation is not deterministic", file, err, rep.Want, rep.Got)
	}
	return err
}
