// Command server hosts Perihelion: the page, the lobby and the rooms. It is configured by
// environment variables, which -h lists; its first argument is a command.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

var version string // set by the linker for releases

// errUsage is the error of a wrong command line.
var errUsage = errors.New("see `server help`")

// command is a command of this program.
type command struct {
	name string
	args string // its arguments in help texts, with an optional one in brackets; empty: it has none
	what string
	run  func(args []string) error
}

// arguments is how many arguments the command takes.
func (c *command) arguments() (least, most int) {
	all := strings.Fields(c.args)
	for _, a := range all {
		if !strings.HasPrefix(a, "[") {
			least++
		}
	}
	if strings.HasSuffix(c.args, "...") {
		return least, 1_000
	}
	return least, len(all)
}

func commands() []command {
	return []command{
		{"serve", "", "run the server; this is what no command means; with -dev: one for developers, see PERIHELION_DEV", func([]string) error { return serve() }},
		{"check", "", "check the configuration as serve does, and say all that is wrong with it", func([]string) error { return checkConfig(os.Stdout) }},
		{"backup", "FILE", "write a copy of the SQLite database into a new file, also while a server runs", func(args []string) error { return backup(args[0]) }},
		{"restore", "FILE", "put a backup into the place of the SQLite database, while no server runs", func(args []string) error { return restore(args[0]) }},
		{"rotate-key", "", "make a new signing key in the data folder, for the next start; tokens of the one before stay good", func([]string) error { return rotateKey() }},
		{"forget-key", "", "let the next start sign with another key though the one of before is lost: everybody is somebody new then; while no server runs", func([]string) error { return forgetKey() }},
		{"replay", "LOG [TICK]", "play the log of a match, in a file or by the id of the match, check it and list what is in it; with a tick: print the state of the world after it", func(args []string) error { return replayLog(os.Stdout, args) }},
		{"arena", "check|play FILE...", "say of each arena in a file whether it is right, and if not which field of which object is wrong; or let bots play 20 rounds of two modes in it, and say what is unfair", func(args []string) error { return runArena(os.Stdout, args) }},
		{"casefile", "LOG PLAYER", "play the log of a match, in a file or by its id, and tell as JSON what a player did in it: reactions, turns of the aim, hits on whom they were not sent", func(args []string) error { return printCasefile(os.Stdout, args[0], args[1]) }},
		{"version", "", "print the version", func([]string) error { fmt.Println(buildVersion()); return nil }},
	}
}

func main() {
	err := dispatch(os.Args[1:], os.Stdout)
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "server:", err)
	if errors.Is(err, errUsage) {
		os.Exit(2)
	}
	os.Exit(1)
}

// devFlag is the only setting that is also an argument, for developers who start a server
// by hand.
const devFlag = "-dev"

// dispatch runs the command in args.
func dispatch(args []string, w io.Writer) error {
	dev := slices.Contains(args, devFlag)
	args = slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a == devFlag })
	name := "serve"
	if len(args) > 0 {
		name, args = strings.TrimLeft(args[0], "-"), args[1:] // -h and -version work too
	}
	if dev && name != "serve" {
		return fmt.Errorf("%s goes with serve, not with %s; %w", devFlag, name, errUsage)
	}
	if name == "h" || name == "help" {
		return help(args, w)
	}
	c, err := findCommand(name)
	if err != nil {
		return err
	}
	if len(args) == 1 && isHelp(args[0]) {
		return help([]string{name}, w)
	}
	switch least, most := c.arguments(); {
	case most > 0 && (len(args) < least || len(args) > most):
		return fmt.Errorf("%s wants other arguments: server %s %s; %w", c.name, c.name, c.args, errUsage)
	case most == 0 && len(args) > 0:
		return fmt.Errorf("%s takes no argument, such as %q: the server is set up by its environment; %w", c.name, args[0], errUsage)
	case dev:
		if err := os.Setenv("PERIHELION_DEV", "true"); err != nil {
			return err
		}
	}
	return c.run(args)
}

func isHelp(arg string) bool { return arg == "-h" || arg == "-help" || arg == "--help" }

func findCommand(name string) (command, error) {
	var known []string
	for _, c := range commands() {
		if c.name == name {
			return c, nil
		}
		known = append(known, c.name)
	}
	return command{}, fmt.Errorf("there is no command %q; there are %s; %w", name, strings.Join(known, ", "), errUsage)
}
