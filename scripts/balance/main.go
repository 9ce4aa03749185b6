// Balance plays rounds of bots and prints what they were like: what kills, how much the star
// matters, who wins. Beside each figure stands its budget; the exit status is 1 if one is over.
//
//	go run ./scripts/balance                       200 rounds of every mode
//	go run ./scripts/balance -rounds 40 -mode duel
//	go run ./scripts/balance -mode skirmish -arena gates
//
// Nothing but the seeds decides a round, so two runs print the same.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"perihelion/sim"
	"perihelion/sim/ships"
)

func main() {
	rounds := flag.Int("rounds", 200, "rounds of each mode")
	mode := flag.String("mode", "", "only the mode of that name, or newcomers")
	arena := flag.String("arena", "", "the name of the arena; none: the first")
	flag.Parse()
	if err := balance(os.Stdout, *rounds, *mode, *arena); err != nil {
		fmt.Fprintln(os.Stderr, "balance:", err)
		os.Exit(1)
	}
}

var errOver = errors.New("a figure is over its budget")

// balance plays the rounds, seeds 1 and up, and prints the table.
func balance(out io.Writer, rounds int, only, arena string) error {
	if rounds < 1 {
		return fmt.Errorf("%d rounds: at least 1 is needed", rounds)
	}
	own := ships.Rules.About().Arenas
	place, ok := own.Named(cmp.Or(arena, own[0].Name))
	if !ok {
		return fmt.Errorf("no arena is called %q", arena)
	}
	var all []*figures
	for _, r := range rooms {
		r.arena = place
		if only == "" || only == r.name() {
			all = append(all, playRounds(r, rounds))
		}
	}
	if len(all) == 0 && only != "newcomers" {
		return fmt.Errorf("no mode is called %q", only)
	}
	over := 0
	if len(all) > 0 {
		over = printTable(out, all)
	}
	if only == "" || only == "newcomers" {
		over += printNewcomers(out, newcomers)
	}
	if over > 0 {
		return fmt.Errorf("%w: %d", errOver, over)
	}
	return nil
}

// room is how a server fills a room of a mode that nobody has joined yet.
type room struct {
	mode        *sim.Mode
	seats, bots int
	length      int // seconds of a match without end that count as a round
	points      int // that win a round; 0: as the mode has it
	arena       *sim.Arena
	classes     bool // compare the classes: all bots are of one skill, and whatever their temper there are as many of each class
}

// name is what the column of the room is called.
func (r room) name() string {
	if r.classes {
		return "classes"
	}
	return r.mode.Name
}

var rooms = []room{
	{mode: ships.Skirmish, seats: 16, bots: 10},
	{mode: ships.Teams, seats: 16, bots: 10},
	{mode: ships.Pairs, seats: 4, bots: 4},
	{mode: ships.Duel, seats: 2, bots: 2},
	{mode: ships.Swarm, seats: 128, bots: 32, length: 120},
	{mode: ships.Beacon, seats: 16, bots: 10},
	{mode: ships.Comet, seats: 16, bots: 10},
	{mode: ships.Crown, seats: 16, bots: 10},
	{mode: ships.Race, seats: 16, bots: 10},
	{mode: ships.Skirmish, seats: 16, bots: 12, classes: true},
}
