package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"perihelion/server/app"
	"perihelion/server/config"
)

// spawn starts a server inside this process, with every limit per address out of
// the way: all bots come from one. It returns the server's URL and what stops it.
func spawn(opt options) (url string, stop func(), err error) {
	dir, err := os.MkdirTemp("", "loadtest")
	if err != nil {
		return "", nil, fmt.Errorf("spawn: %w", err)
	}
	discard := func() { _ = os.RemoveAll(dir) } // it lies in the folder for such things
	a, err := serve(dir, opt)
	if err != nil {
		discard()
		return "", nil, fmt.Errorf("spawn: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	return "http://" + a.Addr().String(), func() {
		cancel()
		if err := <-ended; err != nil {
			fmt.Fprintln(os.Stderr, "loadtest: server:", err)
		}
		discard()
	}, nil
}

func serve(dir string, opt options) (*app.App, error) {
	environ := []string{
		"HTTP_ADDR=127.0.0.1:0", "ADMIN_ADDR=off", "DATA_DIR=" + dir,
		"RATE_TICKETS_PER_IP=100000", "RATE_UPGRADES_PER_IP=100000", "MAX_CONNS_PER_IP=200000", "MAX_CONNS=200000",
		"MAX_ROOMS=10000", "MAX_PLAYERS=100000", fmt.Sprint("ROOM_SEATS=", opt.seats), "BOT_FILL=0", "DRAIN_TIMEOUT=0s",
	}
	for i := range environ {
		environ[i] = config.Prefix + environ[i]
	}
	cfg, _, err := config.Load(environ)
	if err != nil {
		return nil, err
	}
	cfg.Build = "loadtest"
	return app.New(cfg, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
}
