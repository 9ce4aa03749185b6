package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"

	"perihelion/server/app"
	"perihelion/server/config"
	"perihelion/sim/games"
)

// serve runs a server until a signal ends it.
func serve() error {
	cfg, warnings, err := config.Load(os.Environ())
	log := logger(cfg)
	for _, w := range warnings { // also beside an error: one may be the cause of the other
		log.Warn(w)
	}
	if err != nil {
		return wrongEnvironment(err)
	}
	cfg.Build = build()
	ctx, stop := signal.NotifyContext(context.Background(), stops...)
	defer stop()
	a, err := app.New(cfg, games.All, log)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { again(stop, a.Stop) })
	greet(a)
	return a.Run(ctx)
}

func wrongEnvironment(err error) error {
	return fmt.Errorf("the environment is not right (`server help` explains it)\n%w", err)
}

// check says what serve would say of the configuration.
func check(w io.Writer) error {
	_, warnings, err := config.Load(os.Environ())
	for _, text := range warnings {
		fmt.Fprintln(w, "warning:", text)
	}
	if err != nil {
		return wrongEnvironment(err)
	}
	fmt.Fprintf(w, "the configuration is good, with %d warnings\n", len(warnings))
	return nil
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
