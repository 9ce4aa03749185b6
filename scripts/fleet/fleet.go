package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// fleet is several servers behind one proxy, with all that they need.
type fleet struct {
	dir      string // of all files
	url      string // for players
	database *process
	nats     *process
	proxy    *process
	nodes    []*process
	spaces   []*namespace // of the nodes; empty: they are in that of this program
	links    []*link
	rtt      time.Duration // between players and servers, and between two servers
	admin    string        // address of the operator's page
	password string        // of NATS, and the operator's token
}

// natsConfig and proxyConfig, in this repository, are what nats-server and Caddy run with.
const (
	natsConfig  = "scripts/deploy/nats.conf"
	proxyConfig = "scripts/deploy/Caddyfile.fleet"
)

// startFleet starts the servers and what is around them. After an error nothing runs.
func startFleet(o *options) (*fleet, error) {
	f := &fleet{dir: o.dir, password: rand.Text(), rtt: o.rtt}
	if o.test {
		f.addSpaces(o.nodes)
	}
	err := f.startAll(o.nodes)
	if err != nil {
		f.stop()
		return nil, err
	}
	return f, nil
}

func (f *fleet) startAll(n int) error {
	program := filepath.Join(f.dir, "server")
	if out, err := exec.Command("go", "build", "-o", program, "./server").CombinedOutput(); err != nil {
		return fmt.Errorf("go build ./server: %w\n%s", err, out)
	}
	database, databaseURL, err := postgres(filepath.Join(f.dir, "postgres"), f.logFile("postgres"))
	if err != nil {
		return err
	}
	f.database = database
	if err := f.addNATS(); err != nil {
		return err
	}
	if err := errors.Join(f.database.launch(), f.nats.launch()); err != nil {
		return err
	}
	if err := f.addNodes(n, program, databaseURL); err != nil {
		return err
	}
	for _, s := range f.nodes { // one after the other: the first migrates the database
		if err := s.launch(); err != nil {
			return err
		}
	}
	return f.proxy.launch()
}

// addSpaces gives each server a network that can be cut, where that is possible.
func (f *fleet) addSpaces(n int) {
	for i := range n {
		s, err := newNamespace(i + 1)
		if err != nil {
			fmt.Println("no network can be cut here:", err)
			f.removeSpaces()
			return
		}
		f.spaces = append(f.spaces, s)
	}
}

func (f *fleet) removeSpaces() {
	for _, s := range f.spaces {
		s.remove()
	}
	f.spaces = nil
}

func (f *fleet) logFile(name string) string { return filepath.Join(f.dir, name+".log") }

func (f *fleet) addNATS() error {
	program, err := exec.LookPath("nats-server")
	if err != nil {
		return errors.New("nats-server is not built; `make fleet` builds it")
	}
	conf, err := filepath.Abs(natsConfig)
	if err != nil {
		return err
	}
	addr, err := freeAddr()
	if err != nil {
		return err
	}
	host, port, _ := strings.Cut(addr, ":")
	f.nats = &process{name: "nats-server", log: f.logFile("nats-server"), addr: addr, make: func() *exec.Cmd {
		c := exec.Command(program, "-c", conf, "-a", host, "-p", port)
		c.Env = append(os.Environ(), "NATS_PASSWORD="+f.password)
		return c
	}}
	return nil
}

// stop ends all that runs, the database last.
func (f *fleet) stop() {
	for _, p := range append(append([]*process{f.proxy}, f.nodes...), f.nats) {
		if p != nil {
			p.kill()
		}
	}
	if f.database != nil {
		f.database.signal(syscall.SIGINT) // without waiting for clients
	}
	for _, l := range f.links {
		_ = l.listener.Close() // connections end with the programs at both ends
	}
	f.removeSpaces()
}
