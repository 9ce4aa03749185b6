// Mutate checks that the tests know the numbers of a game: it enlarges each constant of the
// rules a little, alone, and runs the tests of the game. A number that may be changed without
// a test that fails is one that nobody would notice to be wrong.
//
//	go run ./scripts/mutate                            the rules.go of every game
//	go run ./scripts/mutate -only Rail sim/ships/rules.go
//
// Nothing in the folder is changed: the compiler gets the changed file as an overlay.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
)

func main() {
	only := flag.String("only", "", "change only the constants whose name begins so")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := mutateAll(ctx, *only, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

// mutateAll mutates the files, or the rules of every game. It is an error if a change survives.
func mutateAll(ctx context.Context, only string, files []string) error {
	if len(files) == 0 {
		var err error
		if files, err = filepath.Glob("sim/*/rules.go"); err != nil {
			return err
		}
	}
	tried, survived := 0, 0
	for _, file := range files {
		all, err := mutations(file)
		if err != nil {
			return err
		}
		for _, m := range all {
			if !strings.HasPrefix(m.name, only) {
				continue
			}
			fate, err := m.try(ctx)
			if err != nil {
				return err
			}
			fmt.Printf("%-8s %s\n", fate, m)
			tried++
			if fate == survives {
				survived++
			}
		}
	}
	if tried == 0 {
		return errors.New("no number to change")
	}
	if survived > 0 {
		return fmt.Errorf("%d of %d changes fail no test", survived, tried)
	}
	fmt.Printf("each of %d changes fails a test\n", tried)
	return nil
}
