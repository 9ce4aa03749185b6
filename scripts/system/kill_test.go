package system

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"perihelion/client/fetch"
	"perihelion/client/lobby"
	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// serveEnv makes this test binary a server that keeps its data in the folder it names.
const serveEnv = "PERIHELION_TEST_SERVE"

// settingsEnv holds its settings, with a space between each two.
const settingsEnv = "PERIHELION_TEST_SETTINGS"

// TestServe is a server in a process of its own, which other tests kill. It ends as on SIGTERM
// when its standard input is closed, so that no process is left behind.
func TestServe(t *testing.T) {
	dir := os.Getenv(serveEnv)
	if dir == "" {
		t.Skip("this is what another process does in tests that kill a server")
	}
	s, err := harness.StartServer("kill test", dir, strings.Fields(os.Getenv(settingsEnv))...)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(s.URL)
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
}

// TestARoundThatWasSeenToEndOutlivesTheServer kills servers at the moment in which a
// player sees the podium: the match is in the history of both, once.
func TestARoundThatWasSeenToEndOutlivesTheServer(t *testing.T) {
	t.Parallel()
	for i := range 3 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			dir, settings := memoryDir(t), []string{"ROUND_TIME=1s", "ROUND_POINTS=1", "ROOM_SEATS=2", "BOT_FILL=0"}
			p := serve(t, dir, settings...)
			guests := duel(t, p.url, p.kill)
			url := serve(t, dir, settings...).url
			for _, token := range guests {
				wantOneMatch(t, url, token)
			}
		})
	}
}

// memoryDir is a folder for the test, on a file system in memory where there is one: a
// room waits 250 ms for its result to be saved, and a busy disk may take longer to sync.
func memoryDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "perihelion")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// process is a server in a process of its own.
type process struct {
	url  string
	kill func() // kill -9; any goroutine may call it
	stop func() // ends it as SIGTERM does, and waits
}

// serve starts a server with these settings. It is killed when the test ends, at the latest.
func serve(t *testing.T, dir string, settings ...string) process {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestServe$")
	cmd.Env = append(os.Environ(), serveEnv+"="+dir, settingsEnv+"="+strings.Join(settings, " "))
	cmd.Stderr = t.Output()
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	end := func(ask func()) func() {
		return func() {
			once.Do(func() {
				ask()
				_ = cmd.Wait()
				_ = in.Close()
			})
		}
	}
	p := process{kill: end(func() { _ = cmd.Process.Kill() }), stop: end(func() { _ = in.Close() })}
	t.Cleanup(p.kill)
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("the server does not say where it is: %v", lines.Err())
	}
	p.url = lines.Text()
	return p
}

// duel lets two guests fight until one of them sees the podium, and calls seen at that
// moment. It returns the guests' tokens when the server is gone.
func duel(t *testing.T, url string, seen func()) (tokens [2]string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	var podium sync.Once
	var playing sync.WaitGroup
	defer playing.Wait()
	for i := range tokens {
		mind := &harness.Bot{Skill: sim.Ace}
		c, l, err := harness.JoinMatch(ctx, url, fmt.Sprint("guest ", i), harness.Options{Input: mind.Input, OnView: func(v *netcode.View, _ time.Time) {
			if phase, _ := harness.Phase(v); phase == sim.PhasePodium {
				podium.Do(seen)
			}
		}})
		if err != nil {
			t.Fatal(err)
		}
		tokens[i] = l.Token
		playing.Go(func() {
			err := c.Run(ctx) // until the server is gone
			c.Close(transport.Normal)
			if err == nil {
				t.Error("no round ended")
			}
		})
	}
	return tokens
}

// wantOneMatch waits until the history of a player has the match: a restarted server
// saves the results that it finds on its disk.
func wantOneMatch(t *testing.T, url, token string) {
	t.Helper()
	c, err := lobby.New(url)
	if err != nil {
		t.Fatal(err)
	}
	c.Token = token
	c.Send = fetch.By(&http.Client{Timeout: time.Minute})
	var history lobby.MatchHistory
	for deadline := time.Now().Add(testTimeout); err == nil && len(history.Matches) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			err = errors.New("not within minutes")
			break
		}
		history, err = c.MatchHistory(t.Context(), "me")
	}
	me, profileErr := c.Profile(t.Context(), "me")
	if err := errors.Join(err, profileErr); err != nil || len(history.Matches) != 1 || me.Matches != 1 {
		t.Errorf("%d matches in the history, and %d are said to be played: %v; want the one that was seen to end", len(history.Matches), me.Matches, err)
	}
}
