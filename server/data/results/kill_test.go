package results

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"perihelion/server/data/store"
)

// Environment of the child processes of these tests.
const (
	dirEnv   = "PERIHELION_TEST_DIR"
	beginEnv = "PERIHELION_TEST_BEGIN"
)

// TestWork is a server that plays as many rounds as it can, and prints when a result is
// saved, until it is killed.
func TestWork(t *testing.T) {
	dir, begin := os.Getenv(dirEnv), os.Getenv(beginEnv)
	if begin == "" {
		t.Skip("this is what the processes do that TestKilledAgainAndAgain kills")
	}
	first, err := strconv.Atoi(begin)
	must(t, err)
	_, sp := openBoth(t, dir)
	go sp.Run(t.Context())
	for i := first; ; i++ {
		<-sp.Enqueue(testResult(i)) // after this a room shows the end of the round
		fmt.Println("safe", i)
	}
}

func openBoth(t *testing.T, dir string) (*store.Store, *Queue) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: store.FileURL(filepath.Join(dir, "test.db"))}, quiet)
	must(t, err)
	sp, err := New(Config{Dir: dir}, s, quiet)
	must(t, err)
	return s, sp
}

// TestKilledAgainAndAgain kills a server with SIGKILL at random moments, over and over. In
// the end every saved result was applied once.
func TestKilledAgainAndAgain(t *testing.T) {
	kills := 12
	if testing.Short() {
		kills = 3
	}
	dir := t.TempDir()
	luck := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
	safe := map[int]bool{}
	next := 0
	for range kills {
		for _, i := range runAndKill(t, dir, next, time.Duration(luck.IntN(120))*time.Millisecond) {
			safe[i] = true
			next = max(next, i+1)
		}
		next++ // the one after may exist as well, and be another's
	}

	s, sp := openBoth(t, dir)
	waiting := sp.Depth()
	must(t, sp.applyAll(t.Context()))
	var ada store.Player
	ada, err := s.Player(t.Context(), "ada")
	must(t, err)
	for i := range safe {
		if _, err := s.Match(t.Context(), matchID(i)); err != nil {
			t.Errorf("result %d was safe, and is lost: %v", i, err)
		}
	}
	history := 0
	for after := ""; ; {
		page, more, err := s.Matches(t.Context(), "ada", after, 100)
		must(t, err)
		history += len(page)
		if after = more; after == "" {
			break
		}
	}
	ratings, err := s.Ratings(t.Context(), "ada", 0)
	must(t, err)
	if history < len(safe) || ada.Matches != history || ada.Wins != history || ada.Figures["kills"] != 2*history || ratings[0].Matches != history {
		t.Errorf("%d matches in history, of which %d were known to be safe; player = %+v, ratings = %+v", history, len(safe), ada, ratings)
	}
	if len(safe) < kills {
		t.Errorf("only %d results in %d lives: this test tests nothing", len(safe), kills)
	}
	t.Logf("%d results in %d lives, %d of them waiting after the last", history, kills, waiting)
}

// runAndKill starts a server, kills it some time after its first result, and returns the
// results that were saved by then.
func runAndKill(t *testing.T, dir string, begin int, after time.Duration) (safe []int) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestWork$")
	c.Env = append(os.Environ(), dirEnv+"="+dir, fmt.Sprintf("%s=%d", beginEnv, begin))
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if len(safe) == 0 {
			time.AfterFunc(after, func() { _ = c.Process.Kill() })
		}
		text, ok := strings.CutPrefix(lines.Text(), "safe ")
		i, err := strconv.Atoi(text)
		if !ok || err != nil {
			t.Fatalf("the server says %q", lines.Text())
		}
		safe = append(safe, i)
	}
	_ = c.Wait()
	return safe
}

// TestFull has a limit on the size of files.
func TestFull(t *testing.T) {
	dir := os.Getenv(dirEnv)
	if dir == "" || os.Getenv(beginEnv) != "" {
		t.Skip("this is what another process does in TestAFullDiskLeavesNothingHalfWritten")
	}
	signal.Ignore(syscall.SIGXFSZ) // the write shall fail instead
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 100, Max: ^uint64(0)}))
	s := &fakeStore{applied: map[string]int{}, away: true}
	sp, err := New(Config{Dir: dir}, s, quiet)
	must(t, err)
	sp.persist(toStoreMatch("n1", testResult(1)))
	if got := listFiles(t, dir); len(got) != 0 || sp.Depth() != 1 || sp.Lost() != 0 {
		t.Errorf("files %v, %d waiting, %d lost; want it to wait in memory", got, sp.Depth(), sp.Lost())
	}
	s.setAway(false)
	must(t, sp.applyAll(context.Background()))
	s.expectApplied(t, 1)
	fmt.Println("it held")
}

func TestAFullDiskLeavesNothingHalfWritten(t *testing.T) {
	c := exec.Command(os.Args[0], "-test.run=^TestFull$")
	c.Env = append(os.Environ(), dirEnv+"="+t.TempDir())
	if out, err := c.CombinedOutput(); err != nil || !strings.Contains(string(out), "it held") {
		t.Errorf("%v\n%s", err, out)
	}
}
