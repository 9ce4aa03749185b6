package main

import (
	"fmt"
	"io"
	"time"

	"perihelion/server/app"
	"perihelion/sim"
	"perihelion/sim/games"
)

// runArena checks arenas, or lets bots play in them.
func runArena(w io.Writer, args []string) error {
	do := map[string]func(io.Writer, *sim.Arena) error{"check": describeArena, "play": playArena}[args[0]]
	if do == nil {
		return fmt.Errorf("arena wants other arguments: server arena check FILE..., or play FILE...; %w", errUsage)
	}
	wrong := 0
	for _, file := range args[1:] {
		a, err := app.ReadArena(games.Ships, file)
		if err == nil {
			fmt.Fprintf(w, "%s: ", file)
			err = do(w, a)
		}
		if err != nil {
			fmt.Fprintln(w, err)
			wrong++
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%d of %d arenas are wrong", wrong, len(args)-1)
	}
	return nil
}

func describeArena(w io.Writer, a *sim.Arena) error {
	_, err := fmt.Fprintf(w, "%s, %q, %d bytes, hash %016x\n", a.Name, a.Title, len(a.Text), a.Hash)
	return err
}

// findings says what the findings of a trial are, by their names.
var findings = map[string]string{
	"spawn-kills":   "ships that others destroyed within 3 s of their begin",
	"spawn-crashes": "ships that flew into a star or a rock within 3 s",
	"stuck-ships":   "ships that were stuck for 8 s",
	"star-deaths":   "deaths by a star",
	"deaths":        "ships that were destroyed at all",
	"side-wins":     "rounds that the first side won",
}

// playArena prints what rounds of bots in an arena are like, once everyone for themselves and once
// with sides. Its error is that something is unfair.
func playArena(w io.Writer, a *sim.Arena) error {
	began, over, ticks := time.Now(), 0, 0
	trials, _ := games.Ships.Tools.Try(games.Ships, a, func() bool { return true })
	for _, t := range trials {
		ticks += t.Ticks
		fmt.Fprintf(w, "%s, %d rounds of %s: %d ships flew, %d were destroyed; at most %d things at once\n", a.Name, t.Rounds, t.Mode.Name, t.Lives, t.Deaths, t.Entities)
		for _, f := range t.Findings {
			verdict := "ok"
			if !f.Fair.Has(f.Permille) {
				verdict, over = fmt.Sprintf("should be %d to %d %%", f.Fair.Least/10, f.Fair.Most/10), over+1
			}
			fmt.Fprintf(w, "  %5.1f %%  %s: %s\n", float64(f.Permille)/10, findings[f.Name], verdict)
		}
	}
	fmt.Fprintf(w, "%.0f µs a tick, with the thinking of bots, on this machine\n", float64(time.Since(began).Microseconds())/float64(max(ticks, 1)))
	if over > 0 {
		return fmt.Errorf("%d figures are not as they should be", over)
	}
	return nil
}
