package main

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// startWait is how long a program may take to listen, on a busy machine.
const startWait = time.Minute

// process is a program that runs beside this one. Its output goes to a file.
type process struct {
	name, log string
	make      func() *exec.Cmd
	addr      string      // where it listens; or the path of a socket
	ready     func() bool // reports whether it can be used, if it listens before that; nil: it does not
	cmd       *exec.Cmd
	ended     chan struct{}
}

// launch starts the program, again if it has ended, and waits until it listens.
func (p *process) launch() error {
	out, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer out.Close()
	cmd, ended := p.make(), make(chan struct{})
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	p.cmd, p.ended = cmd, ended
	go func() { // ends with the program
		_ = cmd.Wait() // its log says why
		close(ended)
	}()
	network := "tcp"
	if filepath.IsAbs(p.addr) {
		network = "unix"
	}
	for deadline := time.Now().Add(startWait); ; time.Sleep(20 * time.Millisecond) {
		c, err := net.Dial(network, p.addr)
		if err == nil {
			_ = c.Close() // nothing was sent
			if p.ready == nil || p.ready() {
				return nil
			}
		}
		select {
		case <-ended:
			return fmt.Errorf("%s ended at once; see %s\n%s", p.name, p.log, lastLines(p.log))
		default:
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s does not listen at %s after %v; see %s", p.name, p.addr, startWait, p.log)
		}
	}
}

func lastLines(file string) []byte {
	text, _ := os.ReadFile(file) // without it there is less to say
	return text[max(len(text)-2000, 0):]
}

// signal sends a signal and waits until the program has ended.
func (p *process) signal(s os.Signal) {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Signal(s) // an error means that it has ended
	<-p.ended
	p.cmd = nil
}

// kill ends it as kill -9 does.
func (p *process) kill() { p.signal(syscall.SIGKILL) }

const loopback = "127.0.0.1"

// freeAddr is an address of this machine at which nothing listens.
func freeAddr() (string, error) {
	l, err := net.Listen("tcp", loopback+":0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// postgres prepares a database in dir. It listens on a socket there and nowhere else; url has a place for the
// address of what leads to that.
// PostgreSQL refuses to run as root, so root runs it as nobody.
func postgres(dir, log string) (p *process, url string, err error) {
	initdb, server := debianTool("initdb"), debianTool("postgres")
	if initdb == "" || server == "" {
		return nil, "", errors.New("PostgreSQL is not installed; `make setup` installs it")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, "", err
	}
	attr, err := unprivileged(dir)
	if err != nil {
		return nil, "", err
	}
	command := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(name, args...)
		c.Dir, c.SysProcAttr = dir, attr
		return c
	}
	data := filepath.Join(dir, "data")
	if out, err := command(initdb, "-D", data, "-U", "fleet", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale-provider=icu", "--icu-locale=en-US").CombinedOutput(); err != nil {
		return nil, "", fmt.Errorf("initdb: %w\n%s", err, bytes.TrimSpace(out))
	}
	p = &process{name: "postgres", log: log, addr: filepath.Join(dir, ".s.PGSQL.5432"), make: func() *exec.Cmd {
		return command(server, "-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories="+dir, "-c", "max_connections=200")
	}, ready: func() bool { return command(debianTool("pg_isready"), "-q", "-h", dir).Run() == nil }}
	return p, "postgres://fleet@%s/postgres?sslmode=disable", nil
}

// debianTool finds a program of PostgreSQL: Debian keeps them out of the PATH.
func debianTool(name string) string {
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name); len(found) > 0 {
		return found[len(found)-1]
	}
	path, _ := exec.LookPath(name)
	return path
}

// unprivileged is how a program runs that root must not: as nobody, to whom dir is given.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.Atoi(nobody.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(nobody.Gid)
	if err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, os.Chown(dir, uid, gid)
}
