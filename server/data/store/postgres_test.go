package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// required is set by `make test`, where PostgreSQL must be installed.
const required = "PERIHELION_TEST_POSTGRES"

// cluster is a PostgreSQL server that runs as long as the tests do.
type cluster struct {
	dir    string
	server *exec.Cmd
}

var (
	theCluster = sync.OnceValues(startPostgres)
	started    atomic.Pointer[cluster]
	databases  atomic.Int32
)

// postgresURL is the URL of a new, empty database.
func postgresURL(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: tests on PostgreSQL are left out")
	}
	c, err := theCluster()
	switch {
	case errors.Is(err, exec.ErrNotFound) && os.Getenv(required) == "":
		t.Skip("no PostgreSQL on this machine, so half of this test is left out: make setup installs it")
	case err != nil:
		t.Fatalf("start PostgreSQL: %v", err)
	}
	name := fmt.Sprintf("test%d", databases.Add(1))
	db, err := pgx.Connect(t.Context(), c.databaseURL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(context.Background())
	if _, err := db.Exec(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return c.databaseURL(name)
}

func (c *cluster) databaseURL(database string) string {
	return "postgres:///" + database + "?user=perihelion&host=" + url.QueryEscape(c.dir)
}

// startPostgres creates a cluster in a temporary folder. It listens on a socket there and
// nowhere else. PostgreSQL refuses to run as root, so root runs it as another user.
func startPostgres() (*cluster, error) {
	initdb, err := findTool("initdb")
	if err != nil {
		return nil, err
	}
	postgres, err := findTool("postgres")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "perihelion-pg-")
	if err != nil {
		return nil, err
	}
	c := &cluster{dir: dir}
	started.Store(c)
	attr, err := chownToRunner(dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	init := command(attr, dir, initdb, "-D", data, "-U", "perihelion", "-A", "trust", "-E", "UTF8", "--no-sync",
		"--locale-provider=icu", "--icu-locale=en-US") // which sorts text otherwise than SQLite does
	if out, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	c.server = command(attr, dir, postgres, "-D", data, "-c", "listen_addresses=", "-c", "unix_socket_directories="+dir, "-c", "fsync=off", "-c", "max_connections=200")
	var log bytes.Buffer
	c.server.Stdout, c.server.Stderr = &log, &log
	if err := c.server.Start(); err != nil {
		return nil, err
	}
	return c, c.waitReady(&log)
}

func (c *cluster) waitReady(log *bytes.Buffer) error {
	var err error
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		var db *pgx.Conn
		if db, err = pgx.Connect(context.Background(), c.databaseURL("postgres")); err == nil {
			return db.Close(context.Background())
		}
	}
	_ = c.server.Process.Kill()
	_ = c.server.Wait() // the log is complete then
	return fmt.Errorf("it does not answer: %w\n%s", err, log)
}

// stopPostgres ends the cluster, if it was started.
func stopPostgres() {
	c := started.Load()
	if c == nil {
		return
	}
	if c.server != nil && c.server.Process != nil {
		_ = c.server.Process.Signal(syscall.SIGINT) // ends it without waiting for clients
		_ = c.server.Wait()
	}
	_ = os.RemoveAll(c.dir)
}

// findTool finds a program of PostgreSQL: Debian keeps them out of the PATH.
func findTool(name string) (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) > 0 {
		return found[len(found)-1], nil
	}
	return exec.LookPath(name)
}

func command(attr *syscall.SysProcAttr, dir, name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Dir, c.SysProcAttr = dir, attr
	return c
}

// chownToRunner gives dir to the user that PostgreSQL shall run as: the current one, or
// another if that is root.
func chownToRunner(dir string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, os.Chown(dir, uid, gid)
}
