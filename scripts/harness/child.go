package harness

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"perihelion/server/app"
	"perihelion/sim"
	"perihelion/sim/games"
)

// childVar names, in the environment of a child, the server that it is.
const childVar = "HARNESS_CHILD"

// AnyCore lets a process run wherever the system puts it.
const AnyCore = -1

const (
	childStart = 30 * time.Second // until a server says where it listens
	childStop  = 20 * time.Second // from the end of its input until a server has ended
)

// A Serving is a server that listens.
type Serving struct {
	URL   string       // for players
	Admin string       // for the operator; empty: nothing
	Stop  func() error // ends it and waits
}

// ServeChild serves, and does not return, if this process is a child that StartChild
// started: servers are those that a tool can start in a process of their own, by name.
// Call it first in main, and in TestMain.
func ServeChild(servers map[string]func(args []string) (Serving, error)) {
	name := os.Getenv(childVar)
	if name == "" {
		return
	}
	start, ok := servers[name]
	if !ok {
		fmt.Fprintf(os.Stderr, "%s=%q: there is no such server\n", childVar, name)
		os.Exit(2)
	}
	s, err := start(os.Args[1:])
	if err == nil {
		fmt.Println(s.URL, s.Admin)
		_, _ = io.Copy(io.Discard, os.Stdin) // ends when the parent closes it, or dies
		err = s.Stop()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// Serve starts the whole server with these games and settings, for ServeChild.
func Serve(list sim.Games, settings []string) (Serving, error) {
	app.SetGCPercent()
	dir, err := os.MkdirTemp("", "server")
	if err != nil {
		return Serving{}, err
	}
	remove := func() { _ = os.RemoveAll(dir) } // what is left lies in the system's folder for temporary files
	s, err := startServer(list, "child", dir, settings)
	if err != nil {
		remove()
		return Serving{}, err
	}
	stop := func() error {
		defer remove()
		return s.Stop()
	}
	admin := ""
	if at := s.App.AdminAddr(); at != nil {
		admin = "http://" + at.String()
	}
	return Serving{s.URL, admin, stop}, nil
}

// ServeGames is the server of all games for ServeChild; args are settings.
func ServeGames(args []string) (Serving, error) { return Serve(games.All, args) }

// A Process is a server in a process of its own, whose cost can be told from that of the
// tool that plays on it. Stop it.
type Process struct {
	Serving
	cmd *exec.Cmd
}

// StartChild starts this program once more, as the server of that name (see ServeChild),
// on one core or on AnyCore.
func StartChild(core int, name string, args ...string) (*Process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return StartProcess(core, []string{childVar + "=" + name}, self, args...)
}

// StartProcess starts a program that prints, in its first line, the URL at which it
// serves, and that ends with its input.
func StartProcess(core int, environ []string, program string, args ...string) (*Process, error) {
	if core != AnyCore {
		args = append([]string{"-c", strconv.Itoa(core), program}, args...)
		program = "taskset"
		environ = append(environ, "GOMAXPROCS=1")
	}
	p := &Process{cmd: exec.Command(program, args...)}
	p.cmd.Env = append(os.Environ(), environ...)
	p.cmd.Stderr = os.Stderr
	in, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a server: %w", err)
	}
	p.Stop = func() error { return p.stop(in) }
	if err := p.awaitURL(out); err != nil {
		return nil, errors.Join(err, p.Stop())
	}
	return p, nil
}

// awaitURL reads the first line of what the process prints, and lets the others pass.
func (p *Process) awaitURL(out io.Reader) error {
	lines := make(chan string, 1)
	go func() { // ends with the process
		r := bufio.NewReader(out)
		line, _ := r.ReadString('\n')
		lines <- line
		_, _ = io.Copy(io.Discard, r)
	}()
	select {
	case line := <-lines:
		words := strings.Fields(line)
		if len(words) == 0 {
			return errors.New("start a server: it ended before it listened")
		}
		p.URL = words[0]
		if len(words) > 1 {
			p.Admin = words[1]
		}
		return nil
	case <-time.After(childStart):
		return fmt.Errorf("start a server: it does not listen after %v", childStart)
	}
}

func (p *Process) stop(in io.Closer) error {
	_ = in.Close() // it may have ended
	late := time.AfterFunc(childStop, func() { _ = p.cmd.Process.Kill() })
	defer late.Stop()
	if err := p.cmd.Wait(); err != nil {
		return fmt.Errorf("stop a server: %w", err)
	}
	return nil
}
