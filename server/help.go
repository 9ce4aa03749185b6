package main

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"perihelion/server/app"
	"perihelion/server/ops/config"
)

// printWelcome prints the addresses of the server.
func printWelcome(a *app.App) {
	here, elsewhere := a.URLs()
	fmt.Printf("\n  Perihelion %s\n\n  Play at           %s\n", buildVersion(), here)
	for _, url := range elsewhere {
		fmt.Printf("  On your network   %s\n", url)
	}
	if !a.Built() {
		fmt.Print("  No page is built  `make run` builds it; `make client` plays without\n")
	}
	if at := a.AdminAddr(); at != nil {
		fmt.Printf("  Operate at        http://%s", at)
		if file := a.TokenFile(); file != "" {
			fmt.Printf("  (token in %s)", file)
		}
		fmt.Println()
	}
	fmt.Print("  Stop with         Ctrl+C\n\n")
}

// help explains one command, or all commands and the environment.
func help(args []string, w io.Writer) error {
	if len(args) > 0 {
		c, err := findCommand(args[0])
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "server %s\n  %s\n", strings.TrimSpace(c.name+" "+c.args), c.what)
		return nil
	}
	fmt.Fprintf(w, "Perihelion game server %s\n\nCommands:\n", buildVersion())
	for _, c := range commands() {
		fmt.Fprintf(w, "  server %-18s %s\n", c.name+" "+c.args, c.what)
	}
	fmt.Fprintln(w, "\nEnvironment:")
	config.Usage(w)
	fmt.Fprintf(w, "\nOf Go itself (https://pkg.go.dev/runtime#hdr-Environment_Variables): GOGC, here %d unless it is set; GOMEMLIMIT; GOMAXPROCS\n", app.GCPercent)
	return nil
}

// buildVersion is the version of this binary.
func buildVersion() string {
	if version != "" {
		return version
	}
	revision, dirty := "dev", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				revision = s.Value[:min(len(s.Value), 12)]
			case s.Key == "vcs.modified" && s.Value == "true":
				dirty = "-dirty"
			}
		}
	}
	return revision + dirty
}
