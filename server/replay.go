package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"time"

	"github.com/google/uuid"

	"perihelion/server/app"
	"perihelion/server/data/blob"
	"perihelion/server/data/casefile"
	"perihelion/server/data/replays"
	"perihelion/server/ops/config"
	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/games"
)

// replayLog plays the log in a file, or that of a match that is kept, and prints what is in
// it, or the state after a tick.
func replayLog(w io.Writer, args []string) error {
	log, err := readLog(args[0])
	if err != nil {
		return fmt.Errorf("replay %s: %w", args[0], err)
	}
	if len(args) > 1 {
		err = exportState(w, log, args[1])
	} else {
		err = listLog(w, log)
	}
	if err != nil {
		return fmt.Errorf("replay %s: %w", args[0], err)
	}
	return nil
}

// readLog reads the log in a file, or else that of the match of this id.
func readLog(name string) (log []byte, err error) {
	packed, err := openLog(name)
	if err != nil {
		return nil, err
	}
	defer packed.Close()
	plain, err := replays.Decompress(packed)
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	return io.ReadAll(io.LimitReader(plain, replay.MaxBytes))
}

func openLog(name string) (io.ReadCloser, error) {
	f, err := os.Open(name)
	if !errors.Is(err, fs.ErrNotExist) || uuid.Validate(name) != nil {
		return f, err
	}
	cfg, _, err := config.Load(os.Environ())
	if err != nil {
		return nil, environmentError(err)
	}
	where, err := app.ReplayURL(cfg)
	if err != nil {
		return nil, err
	}
	blobs, err := blob.New(where)
	if err != nil {
		return nil, err
	}
	log, _, err := blobs.Get(context.Background(), replays.BlobName(name))
	return log, err
}

// listLog verifies a log and prints what is in it.
func listLog(w io.Writer, log []byte) error {
	x, err := replay.Scan(bytes.NewReader(log), games.All)
	if err != nil {
		return err
	}
	m := x.Match
	at := func(t sim.Tick) time.Duration {
		return (time.Duration(t-x.First) * time.Second / time.Duration(m.Rate)).Round(time.Millisecond)
	}
	fmt.Fprintf(w, "room %s of %s, %s\n", x.Room, m.Game, time.UnixMilli(x.Began).UTC().Format(time.DateTime))
	fmt.Fprintf(w, "mode %v, %d seats, %d ticks per second, seed %d\n", m.Mode, m.Seats, m.Rate, m.Seed)
	if r := x.Round; r.Match != "" {
		fmt.Fprintf(w, "match %s, %s\n", r.Match, [...]string{"not over", "won", "aborted"}[r.Phase])
	}
	for _, p := range x.People {
		who := p.Account
		if p.Bot {
			who = "a bot"
		}
		fmt.Fprintf(w, "%10v  seat %d: %s, %s\n", at(p.From), p.Seat, p.Name, who)
	}
	for _, mark := range x.Marks {
		fmt.Fprintf(w, "%10v  seat %d, %s, seat %d\n", at(mark.Tick), mark.Actor, mark.Means, mark.Target)
	}
	return verifyLog(w, log)
}

// verifyLog plays a log and compares its hashes and states.
func verifyLog(w io.Writer, log []byte) error {
	rep, err := replay.Verify(bytes.NewReader(log), games.All)
	if err != nil && !errors.Is(err, replay.ErrDiverged) && !errors.Is(err, replay.ErrPanic) {
		return err
	}
	fmt.Fprintf(w, "%d ticks played, %d hashes and %d states agreed, the last at tick %d\n", rep.Ticks, rep.Hashes, rep.States, rep.Good)
	if rep.Truncated {
		fmt.Fprintln(w, "the recording ends in the middle of a record, as after a crash")
	}
	if errors.Is(err, replay.ErrDiverged) {
		return fmt.Errorf("%w: recorded %016x, played %016x; it was recorded by another build, or the simulation is not deterministic", err, rep.Want, rep.Got)
	}
	return err
}

// exportedState is a moment of a match.
type exportedState struct {
	Match sim.Match     `json:"match"`
	Tick  sim.Tick      `json:"tick"`
	Hash  string        `json:"hash"`
	Round replay.Round  `json:"round"`
	Seats []replay.Seat `json:"seats"`
	State []byte        `json:"state"`
}

// exportState prints the state of the world after a tick, as JSON.
func exportState(w io.Writer, log []byte, tick string) error {
	t, err := strconv.ParseUint(tick, 10, 32)
	if err != nil {
		return fmt.Errorf("%q is no tick; %w", tick, errUsage)
	}
	x, err := replay.Scan(bytes.NewReader(log), games.All)
	if err != nil {
		return err
	}
	p, err := replay.Seek(bytes.NewReader(log), x, games.All, sim.Tick(t))
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(exportedState{
		Match: x.Match, Tick: p.World.Tick(), Hash: fmt.Sprintf("%016x", p.World.Hash()),
		Round: p.Round, Seats: p.Seats, State: p.World.AppendState(nil),
	})
}

// printCasefile tells what a player, by the id of the account, did in a match.
func printCasefile(w io.Writer, name, player string) error {
	log, err := readLog(name)
	if err != nil {
		return fmt.Errorf("casefile %s: %w", name, err)
	}
	file, err := casefile.Make(context.Background(), bytes.NewReader(log), games.All, player)
	if err != nil {
		return fmt.Errorf("casefile %s: %w", name, err)
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(file)
}
