// Command compare measures what the same work costs our server, a Colyseus server, a server
// in Go as one writes it first, and one that does nothing but read and write. README.md in
// this folder tells how, and what the figures do not say.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"

	"perihelion/scripts/harness"
)

// servers are those that this program is when it is started as a child.
var servers = map[string]func(args []string) (harness.Serving, error){
	"ours":  serveOurs,
	"floor": serveFloor,
	"naive": serveNaive,
}

func main() {
	harness.ServeChild(servers)
	harness.RunCommand("compare", parse, run)
}

// run measures every work on every server, again and again, and prints the table.
func run(ctx context.Context, opt options) error {
	if slices.Contains(opt.servers, "colyseus") {
		if err := installColyseus(ctx, opt.dir); err != nil {
			return err
		}
	}
	if opt.pin {
		if err := pinSelf(loadCore); err != nil {
			return err
		}
	}
	raw, err := os.Create(filepath.Join(opt.dir, "raw.jsonl"))
	if err != nil {
		return err
	}
	defer raw.Close()
	b := bench{opt: opt, raw: raw, progress: os.Stderr, frameBytes: map[string]int{}}
	if err := b.runRounds(ctx); err != nil {
		return err
	}
	if opt.causes {
		printCauses(os.Stdout, b.results)
	} else {
		printTable(os.Stdout, b.results)
	}
	fmt.Printf("\n%s\nEvery single measurement is in %s.\n", machine(opt), raw.Name())
	if n := b.disturbed(); n > 0 {
		fmt.Printf("%d of %d were disturbed by other processes in every try.\n", n, len(b.results))
	}
	return raw.Close()
}

const serverCore, loadCore = 0, 1

// pinSelf keeps all threads of this process on one core.
func pinSelf(core int) error {
	out, err := exec.Command("taskset", "-a", "-c", "-p", strconv.Itoa(core), strconv.Itoa(os.Getpid())).CombinedOutput()
	if err != nil {
		return fmt.Errorf("compare needs Linux, taskset and two cores (-pin=false does without): %w: %s", err, out)
	}
	return nil
}
