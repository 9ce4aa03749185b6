package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"perihelion/server/app"
	"perihelion/server/data/store"
	"perihelion/server/ops/config"
	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/games"
)

// backup writes the database into a new file.
func backup(file string) error {
	cfg, _, err := config.Load(os.Environ())
	if err != nil {
		return environmentError(err)
	}
	if err := store.Backup(context.Background(), app.DatabaseURL(cfg), file); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	fmt.Printf("the database is in %s; keep signing-key.pem of the data folder with it, or everyone is somebody new\n", file)
	return nil
}

// restore replaces the database by a backup.
func restore(file string) error {
	cfg, _, err := config.Load(os.Environ())
	if err != nil {
		return environmentError(err)
	}
	done, err := store.Restore(context.Background(), app.DatabaseURL(cfg), file, newLogger(cfg))
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	fmt.Printf("%s is what %s holds\n", done.Path, file)
	if done.Aside != "" {
		fmt.Printf("the database of before is %s; delete it when you no longer want it\n", done.Aside)
	}
	return nil
}

// replayFile plays the replay in a file, compares its hashes, and prints the result.
func replayFile(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	rep, err := replay.Verify(f, games.All)
	if err != nil && !errors.Is(err, replay.ErrDiverged) {
		return fmt.Errorf("replay %s: %w", file, err)
	}
	c := rep.Config
	rate := cmp.Or(c.Rate, sim.DefaultRate)
	fmt.Printf("mode %v, %d seats, %d ticks per second, seed %d\n", c.Mode, c.Seats, rate, c.Seed)
	fmt.Printf("%d ticks played (%v), %d hashes agreed, the last at tick %d\n", rep.Ticks, time.Duration(rep.Ticks)*time.Second/time.Duration(rate), rep.Hashes, rep.Good)
	if rep.Truncated {
		fmt.Println("the recording ends in the middle of a record, as after a crash")
	}
	if err != nil {
		return fmt.Errorf("replay %s: %w: recorded %016x, played %016x; it was recorded by another build, or the simulation is not deterministic", file, err, rep.Want, rep.Got)
	}
	return nil
}
