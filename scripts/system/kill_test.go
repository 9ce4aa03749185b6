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
	"sync"
	"testing"
	"time"

	"perihelion/client/lobby"
	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// serveEnv makes this test binary a server that keeps its data in the folder it names.
const serveEnv = "PERIHELION_TEST_SERVE"

// TestServe is the server that TestARoundThatWasSeenToEndOutlivesTheServer kills. It stops
// when its standard input is closed, so that no process is left behind.
func TestServe(t *testing.T) {
	dir := os.Getenv(serveEnv)
	if dir == "" {
		t.Skip("this is what another process does in TestARoundThatWasSeenToEndOutlivesTheServer")
	}
	s, err := harness.StartServer("kill test", dir, "ROUND_TIME=1s", "ROUND_POINTS=1", "ROOM_SEATS=2", "BOT_FILL=0")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(s.URL)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// TestARoundThatWasSeenToEndOutlivesTheServer kills servers at the moment in which a
// player sees the podium: the match is in the history of both, once.
func TestARoundThatWasSeenToEndOutlivesTheServer(t *testing.T) {
	for i := range 3 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			dir := memoryDir(t)
			url, kill := serveUntilKilled(t, dir)
			guests := duel(t, url, kill)
			url, _ = serveUntilKilled(t, dir)
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

// serveUntilKilled runs a server in a process of its own. kill is kill -9, and may be
// called from any goroutine; it is, at the latest, when the test ends.
func serveUntilKilled(t *testing.T, dir string) (url string, kill func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestServe$")
	cmd.Env = append(os.Environ(), serveEnv+"="+dir)
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
	kill = sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = in.Close()
	})
	t.Cleanup(kill)
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatalf("the server does not say where it is: %v", lines.Err())
	}
	return lines.Text(), kill
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
	c.HTTP = &http.Client{Timeout: time.Minute}
	var history lobby.MatchHistory
	for deadline := time.Now().Add(time.Minute); err == nil && len(history.Matches) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			err = errors.New("not within a minute")
			break
		}
		history, err = c.MatchHistory(t.Context(), "me")
	}
	me, profileErr := c.Profile(t.Context(), "me")
	if err := errors.Join(err, profileErr); err != nil || len(history.Matches) != 1 || me.Matches != 1 {
		t.Errorf("%d matches in the history, and %d are said to be played: %v; want the one that was seen to end", len(history.Matches), me.Matches, err)
	}
}
