package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"perihelion/server/app"
	"perihelion/server/ops/config"
	"perihelion/sim/games"
)

// serve runs a server until a signal ends it.
func serve() error {
	cfg, warnings, err := config.Load(os.Environ())
	log := newLogger(cfg)
	for _, w := range warnings { // also with an error: a warning may explain it
		log.Warn(w)
	}
	if err != nil {
		return environmentError(err)
	}
	cfg.Build = buildVersion()
	app.SetGCPercent()
	ctx, stop := signal.NotifyContext(context.Background(), stopSignals...)
	defer stop()
	a, err := app.New(cfg, games.All, log)
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { onSecondSignal(stop, a.Stop) })
	printWelcome(a)
	return a.Run(ctx)
}

func environmentError(err error) error {
	return fmt.Errorf("the environment is not right (`server help` explains it)\n%w", err)
}

// checkConfig prints the warnings and errors of the configuration.
func checkConfig(w io.Writer) error {
	cfg, warnings, err := config.Load(os.Environ())
	for _, text := range warnings {
		fmt.Fprintln(w, "warning:", text)
	}
	if err == nil {
		err = app.CheckKeys(cfg)
	}
	if err == nil {
		err = app.CheckArenas(cfg, games.All)
	}
	if err != nil {
		return environmentError(err)
	}
	fmt.Fprintf(w, "the configuration is good, with %d warnings\n", len(warnings))
	return nil
}

func newLogger(cfg config.Config) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(cfg.LogLevel)) // config has checked it
	opt := &slog.HandlerOptions{Level: level}
	if cfg.LogFormat == "json" || cfg.LogFormat == "auto" && !isTerminal(os.Stderr) {
		return slog.New(slog.NewJSONHandler(os.Stderr, opt))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, opt))
}

// isTerminal reports whether f is a terminal.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// stopSignals are the signals that ask the server to stop.
var stopSignals = []os.Signal{os.Interrupt, syscall.SIGTERM}

// onSecondSignal calls hurry at the next signal, after release has ended the handling of
// the first; a third signal ends the process at once. It blocks until hurry was called.
func onSecondSignal(release func(), hurry func()) {
	next := make(chan os.Signal, 1)
	signal.Notify(next, stopSignals...) // before release, otherwise a quick second signal would end the process
	release()
	<-next
	signal.Stop(next)
	hurry()
}
