// Command server hosts Perihelion: the page, the lobby and the rooms. It is set
// up by environment variables, which -h lists.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"

	"perihelion/server/app"
	"perihelion/server/config"
)

var version string // set by the linker when a release is built

func main() {
	flag.Usage = usage
	asked := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *asked {
		fmt.Println(build())
		return
	}
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "server: there is no argument %q; the server is set up by its environment, see -h\n", flag.Arg(0))
		os.Exit(2)
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "server:", err)
		os.Exit(1)
	}
}

func run() error {
	cfg, warnings, err := config.Load(os.Environ())
	if err != nil {
		return fmt.Errorf("the environment is not right (-h explains it)\n%w", err)
	}
	cfg.Build = build()
	log := logger(cfg)
	for _, w := range warnings {
		log.Warn(w)
	}
	ctx, stop := signal.NotifyContext(context.Background(), stops...)
	defer stop()
	a, err := app.New(cfg, log)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { again(stop, a.Stop) })
	greet(a)
	return a.Run(ctx)
}

func logger(cfg config.Config) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(cfg.LogLevel)) // config has checked it
	opt := &slog.HandlerOptions{Level: level}
	if cfg.LogFormat == "json" || cfg.LogFormat == "auto" && !terminal(os.Stderr) {
		return slog.New(slog.NewJSONHandler(os.Stderr, opt))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, opt))
}

// terminal tells whether a person is likely to read f as it is written.
func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
