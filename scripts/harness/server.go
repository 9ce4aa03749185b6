package harness

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"perihelion/server/app"
	"perihelion/server/ops/config"
	"perihelion/sim"
	"perihelion/sim/games"
)

// base are the settings of every server here: a free port of this machine, no operator
// page, and no time to drain.
var base = []string{"HTTP_ADDR=127.0.0.1:0", "ADMIN_ADDR=off", "DRAIN_TIMEOUT=0s"}

// unlimited raises every limit per address: all players of a tool come from one.
var unlimited = []string{
	"RATE_TICKETS_PER_IP=100000", "RATE_UPGRADES_PER_IP=100000",
	"MAX_CONNS_PER_IP=200000", "MAX_CONNS=200000", "HTTP_MAX_CONNS_PER_IP=200000", "HTTP_MAX_CONNS=200000",
	"MAX_ROOMS=10000", "MAX_PLAYERS=100000", "ROOMS_PER_IP=10000", "RESERVED_PER_IP=100000",
}

// Server is a whole server with real sockets, inside this process. Stop it.
type Server struct {
	URL string
	App *app.App

	cancel context.CancelFunc
	ended  chan error
}

// StartServer starts a server that keeps its data in dir and has no limits per address.
// Settings are written as in the environment, without the prefix, and replace the
// defaults of this package.
func StartServer(build, dir string, settings ...string) (*Server, error) {
	return startServer(games.All, build, dir, settings)
}

func startServer(list sim.Games, build, dir string, settings []string) (*Server, error) {
	cfg, err := loadConfig(dir, append(unlimited[:len(unlimited):len(unlimited)], settings...))
	if err != nil {
		return nil, err
	}
	cfg.Build = build
	return startApp(list, cfg, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
}

// StartTestServer starts a server for a test and stops it at the end. It has the limits
// that players have. A server that does not end well fails the test. Settings are as
// those of StartServer.
func StartTestServer(t T, log *slog.Logger, settings ...string) *Server {
	t.Helper()
	cfg, err := loadConfig(t.TempDir(), settings)
	if err != nil {
		t.Fatal(err)
	}
	s, err := startApp(games.All, cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func loadConfig(dir string, settings []string) (config.Config, error) {
	environ := []string{config.Prefix + "DATA_DIR=" + dir}
	for _, list := range [][]string{base, settings} {
		for _, setting := range list {
			environ = append(environ, config.Prefix+setting)
		}
	}
	cfg, _, err := config.Load(environ)
	if err != nil {
		return cfg, fmt.Errorf("start a server: %w", err)
	}
	return cfg, nil
}

func startApp(list sim.Games, cfg config.Config, log *slog.Logger) (*Server, error) {
	a, err := app.New(cfg, list, log)
	if err != nil {
		return nil, fmt.Errorf("start a server: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{URL: "http://" + a.Addr().String(), App: a, cancel: cancel, ended: make(chan error, 1)}
	go func() { s.ended <- a.Run(ctx) }()
	return s, nil
}

// Stop shuts the server down as an operator does, and waits.
func (s *Server) Stop() error {
	s.cancel()
	return <-s.ended
}
