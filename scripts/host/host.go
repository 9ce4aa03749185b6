// Package host starts a whole server inside a tool that needs one for itself.
package host

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"perihelion/server/app"
	"perihelion/server/config"
)

// crowd takes every limit per address out of the way: all guests of a tool come
// from one.
var crowd = []string{
	"HTTP_ADDR=127.0.0.1:0", "ADMIN_ADDR=off", "DRAIN_TIMEOUT=0s",
	"RATE_TICKETS_PER_IP=100000", "RATE_UPGRADES_PER_IP=100000",
	"MAX_CONNS_PER_IP=200000", "MAX_CONNS=200000", "HTTP_MAX_CONNS_PER_IP=200000", "HTTP_MAX_CONNS=200000",
	"MAX_ROOMS=10000", "MAX_PLAYERS=100000", "ROOMS_PER_IP=10000", "RESERVED_PER_IP=100000",
}

// Server is one that runs. Stop it.
type Server struct {
	URL string
	App *app.App

	cancel context.CancelFunc
	ended  chan error
}

// Start runs a server that keeps its data in dir. Further settings are written as
// in the environment, without the prefix; they overrule our own.
func Start(build, dir string, settings ...string) (*Server, error) {
	cfg, err := load(append(append([]string{"DATA_DIR=" + dir}, crowd...), settings...))
	if err != nil {
		return nil, err
	}
	cfg.Build = build
	return run(cfg, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
}

func load(settings []string) (config.Config, error) {
	environ := make([]string, len(settings))
	for i, set := range settings {
		environ[i] = config.Prefix + set
	}
	cfg, _, err := config.Load(environ)
	if err != nil {
		return cfg, fmt.Errorf("start a server: %w", err)
	}
	return cfg, nil
}

func run(cfg config.Config, log *slog.Logger) (*Server, error) {
	a, err := app.New(cfg, log)
	if err != nil {
		return nil, fmt.Errorf("start a server: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{URL: "http://" + a.Addr().String(), App: a, cancel: cancel, ended: make(chan error, 1)}
	go func() { s.ended <- a.Run(ctx) }()
	return s, nil
}

// Stop ends it, as an operator does, and waits.
func (s *Server) Stop() error {
	s.cancel()
	return <-s.ended
}
