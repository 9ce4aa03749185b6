package results

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/ops/panics"
	"perihelion/server/play/room"
	"perihelion/sim"
	"perihelion/sim/toy"
)

var quiet = slog.New(slog.DiscardHandler)

// fakeStore is a store in memory that can be unavailable, or refuse a match.
type fakeStore struct {
	mu      sync.Mutex
	away    bool
	refused string
	applied map[string]int
}

func (s *fakeStore) ApplyMatch(_ context.Context, m store.Match, _ store.RateFunc) (store.ApplyResult, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away {
		return store.ApplyResult{}, store.ErrUnavailable
	}
	if m.ID == s.refused {
		return store.ApplyResult{}, errors.New("a match that cannot be")
	}
	s.applied[m.ID]++
	return store.ApplyResult{Duplicate: s.applied[m.ID] > 1}, nil
}

func (s *fakeStore) CheckHealth(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.away {
		return store.ErrUnavailable
	}
	return nil
}

func (s *fakeStore) setAway(away bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.away = away
}

func (s *fakeStore) expectApplied(t *testing.T, want int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.applied) != want {
		t.Errorf("%d matches applied, want %d", len(s.applied), want)
	}
}

func matchID(i int) string { return fmt.Sprintf("%08x", i) }

func testResult(i int) room.Result {
	return room.Result{ID: matchID(i), Room: "r", Mode: toy.Duel, Rated: true, Columns: []string{"kills", "deaths"}, Lines: []room.Line{
		{Player: "ada", Name: "Ada", Place: 1, Columns: [sim.MaxColumns]int{2, 1}, Rated: true},
		{Player: "bob", Name: "Bob", Place: 2, Columns: [sim.MaxColumns]int{1, 2}, Rated: true},
	}}
}

func listFiles(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// startQueue runs a queue in virtual time; stop ends it.
func startQueue(t *testing.T, cfg Config, s Store) (sp *Queue, stop func()) {
	t.Helper()
	sp, err := New(cfg, s, quiet)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		sp.Run(ctx)
		close(done)
	}()
	return sp, func() {
		cancel()
		<-done
	}
}

func TestResultsReachTheStoreAndLeaveNothingBehind(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &fakeStore{applied: map[string]int{}}
		var told []string
		sp, stop := startQueue(t, Config{Dir: dir, OnApplied: func(m store.Match, _ store.ApplyResult) { told = append(told, m.ID) }}, s)
		for i := range 100 {
			sp.Enqueue(testResult(i))
		}
		synctest.Wait()
		s.expectApplied(t, 100)
		if left := listFiles(t, dir); len(left) != 0 || sp.Depth() != 0 || sp.LastError() != nil {
			t.Errorf("left: %v, depth %d, trouble %v", left, sp.Depth(), sp.LastError())
		}
		sp.Enqueue(testResult(7)) // somebody stammers
		stop()
		if len(told) != 100 || !slices.IsSorted(told) {
			t.Errorf("told of %d matches, want each once and in order", len(told))
		}
	})
}

func TestResultsWaitForTheStore(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &fakeStore{applied: map[string]int{}, away: true}
		sp, stop := startQueue(t, Config{Dir: dir}, s)
		defer stop()
		for i := range 10 {
			sp.Enqueue(testResult(i))
		}
		time.Sleep(time.Hour)
		s.expectApplied(t, 0)
		if got := listFiles(t, dir); len(got) != 10 || sp.Depth() != 10 || !errors.Is(sp.LastError(), store.ErrUnavailable) {
			t.Errorf("on disk %v, depth %d, trouble %v; want all ten to wait there", got, sp.Depth(), sp.LastError())
		}
		s.setAway(false)
		time.Sleep(retryMax + time.Second)
		s.expectApplied(t, 10)
		if got := listFiles(t, dir); len(got) != 0 || sp.LastError() != nil {
			t.Errorf("left: %v, trouble %v", got, sp.LastError())
		}
	})
}

func TestALostStoreIsNoticedWithoutResults(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &fakeStore{applied: map[string]int{}}
		sp, stop := startQueue(t, Config{Dir: dir}, s)
		defer stop()
		time.Sleep(time.Minute)
		if sp.LastError() != nil {
			t.Errorf("trouble = %v, want none", sp.LastError())
		}
		s.setAway(true)
		time.Sleep(pingEvery + time.Second)
		if !errors.Is(sp.LastError(), store.ErrUnavailable) {
			t.Errorf("trouble = %v, want ErrUnavailable", sp.LastError())
		}
		s.setAway(false)
		time.Sleep(retryMax + time.Second)
		if sp.LastError() != nil {
			t.Errorf("trouble = %v, want it to be over", sp.LastError())
		}
	})
}

func TestADiskThatTakesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "spool")
	synctest.Test(t, func(t *testing.T) {
		s := &fakeStore{applied: map[string]int{}}
		sp, stop := startQueue(t, Config{Dir: dir}, s)
		defer stop()
		must(t, os.Remove(dir))
		must(t, os.WriteFile(dir, nil, 0o600)) // no folder any more

		sp.Enqueue(testResult(0))
		synctest.Wait()
		s.expectApplied(t, 1) // the store takes it from memory

		s.setAway(true)
		for i := range maxUnsaved + 20 {
			sp.Enqueue(testResult(1 + i))
			synctest.Wait()
		}
		if sp.Depth() != maxUnsaved || sp.Lost() != 20 {
			t.Errorf("with neither disk nor store: %d wait, %d lost; want memory to be bounded by %d", sp.Depth(), sp.Lost(), maxUnsaved)
		}
		must(t, os.Remove(dir))
		must(t, os.Mkdir(dir, 0o700))
		time.Sleep(retryMax + time.Second)
		if got := listFiles(t, dir); len(got) != maxUnsaved {
			t.Errorf("once there is a disk it holds %d results, want %d", len(got), maxUnsaved)
		}
		s.setAway(false)
		time.Sleep(retryMax + time.Second)
		s.expectApplied(t, 1+maxUnsaved)
		if sp.Depth() != 0 {
			t.Errorf("%d still wait", sp.Depth())
		}
	})
}

func TestEnqueueNeverBlocks(t *testing.T) {
	sp, err := New(Config{Dir: t.TempDir()}, &fakeStore{}, quiet) // and nobody runs it
	must(t, err)
	for i := range maxPending + 100 { // one that waited would wait for ever
		sp.Enqueue(testResult(i))
	}
	if sp.Lost() != 100 || sp.Depth() != maxPending {
		t.Errorf("%d lost, %d wait; want 100 and %d", sp.Lost(), sp.Depth(), maxPending)
	}
}

// hangingStore never answers.
type hangingStore struct{}

func (hangingStore) ApplyMatch(ctx context.Context, _ store.Match, _ store.RateFunc) (store.ApplyResult, error) {
	<-ctx.Done()
	return store.ApplyResult{}, ctx.Err()
}
func (hangingStore) CheckHealth(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

func TestAStoreThatHangsKeepsNothingFromTheDisk(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		sp, stop := startQueue(t, Config{Dir: dir}, hangingStore{})
		for i := range 50 {
			sp.Enqueue(testResult(i))
		}
		synctest.Wait()
		if got := listFiles(t, dir); len(got) != 50 {
			t.Errorf("%d results on disk, want all 50", len(got))
		}
		began := time.Now()
		stop()
		if took := time.Since(began); took > shutdownTimeout {
			t.Errorf("the end took %v, want %v at most", took, shutdownTimeout)
		}
		if got := listFiles(t, dir); len(got) != 50 {
			t.Errorf("%d results are left for the next start, want all 50", len(got))
		}
	})
}

func TestTheEndFlushesWhatIsOnItsWay(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := &fakeStore{applied: map[string]int{}}
		sp, stop := startQueue(t, Config{Dir: dir}, s)
		for i := range maxPending {
			sp.Enqueue(testResult(i))
		}
		stop()
		s.expectApplied(t, maxPending)
	})
}

func TestWhatAnEarlierProcessLeft(t *testing.T) {
	dir := t.TempDir()
	for i := range 3 {
		_, err := saveFile(dir, toStoreMatch("n1", testResult(i)))
		must(t, err)
	}
	write := func(name, text string) { must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600)) }
	write(matchID(7)+resultSuffix+partialSuffix, `{"ID":"00000`) // killed while it wrote
	write("00000001"+"a"+resultSuffix, "\x00\x00\x00")           // a disk that lies
	write("zz"+resultSuffix, `{"ID":"00000002"}`)                // somebody has copied a file
	write("README", "results wait here for the database.")       // none of ours
	synctest.Test(t, func(t *testing.T) {
		s := &fakeStore{applied: map[string]int{}, refused: matchID(1)}
		sp, stop := startQueue(t, Config{Dir: dir}, s)
		time.Sleep(time.Minute)
		stop()
		if s.applied[matchID(0)] != 1 || s.applied[matchID(2)] != 1 || len(s.applied) != 2 {
			t.Errorf("applied %v, want the two good ones once", s.applied)
		}
		want := "00000001.json.refused 00000001a.json.refused README zz.json.refused"
		if got := strings.Join(listFiles(t, dir), " "); got != want {
			t.Errorf("left: %s, want %s", got, want)
		}
		if sp.LastError() != nil || sp.Depth() != 0 || sp.Refused() != 3 {
			t.Errorf("trouble %v, depth %d: one bad result must not hold up the others", sp.LastError(), sp.Depth())
		}
	})
}

func TestAFolderThatCannotBeMade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	if _, err := New(Config{Dir: filepath.Join(file, "results")}, &fakeStore{}, quiet); err == nil {
		t.Error("New is content with a folder inside a file")
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestToStoreMatch(t *testing.T) {
	r := testResult(1)
	r.Mode, r.Seed, r.Aborted, r.Epoch = toy.Duel, 42, true, 3
	r.Lines = append(r.Lines, room.Line{Name: "Vega", Team: 2, Place: 3, Points: 5, Left: true})
	m := toStoreMatch("n1", r)
	if m.ID != r.ID || m.Mode != "toy-duel" || m.Seed != 42 || m.Node != "n1" || m.Epoch != 3 || !m.Aborted || !m.Rated {
		t.Errorf("match = %+v", m)
	}
	want := store.MatchLine{Name: "Vega", Bot: true, Team: 2, Place: 3, Points: 5, Figures: map[string]int{"kills": 0, "deaths": 0}, Left: true}
	if !reflect.DeepEqual(m.Lines[2], want) || m.Lines[1].Figures["kills"] != 1 || m.Lines[1].Figures["deaths"] != 2 || m.Lines[0].Bot || !m.Lines[0].Rated {
		t.Errorf("lines = %+v", m.Lines)
	}
}

func TestWhatAResultGivesToWhom(t *testing.T) {
	round := func(change func(r *room.Result)) store.Match {
		r := testResult(1)
		r.Ended = r.Began.Add(5 * time.Minute)
		r.Lines = append(r.Lines, room.Line{Name: "a bot", Place: 3, Columns: [sim.MaxColumns]int{1, 1}})
		change(&r)
		return toStoreMatch("n", r)
	}
	for _, tt := range []struct {
		name   string
		change func(r *room.Result)
		want   [3]int // by line
	}{
		{"two players and a bot", func(*room.Result) {}, [3]int{68, 34, 0}},
		{"one of them was gone at the end", func(r *room.Result) { r.Lines[1].Left = true }, [3]int{68, 0, 0}},
		{"a player and two bots", func(r *room.Result) { r.Lines[1].Player = "" }, [3]int{34, 0, 0}},
		{"both on one team", func(r *room.Result) { r.Lines[0].Team, r.Lines[1].Team, r.Lines[2].Team = 1, 1, 2 }, [3]int{34, 17, 0}},
		{"on two teams", func(r *room.Result) { r.Lines[0].Team, r.Lines[1].Team = 1, 2 }, [3]int{68, 34, 0}},
		{"aborted", func(r *room.Result) { r.Aborted = true }, [3]int{}},
	} {
		m := round(tt.change)
		if got := [3]int{m.Lines[0].Experience, m.Lines[1].Experience, m.Lines[2].Experience}; got != tt.want || m.ExperienceLimit <= 0 || m.Lines[0].Deeds["kills"] != map[bool]int{true: 2}[tt.want[0] > 0] || len(m.Lines[1].Deeds) > 0 != (tt.want[1] > 0) || m.Lines[2].Deeds != nil || len(m.Week.Goals) != 3 {
			t.Errorf("%s: %v, want %v; %+v", tt.name, got, tt.want, m)
		}
	}
}

func TestAShortRoundCountsInPublicRoomsOnly(t *testing.T) {
	r := testResult(1)
	r.Ended = r.Began.Add(30 * time.Second)
	for code, counts := range map[string]bool{"": true, "ABCDEF": false} {
		r.Code = code
		if got := toStoreMatch("n1", r).Lines[0].Deeds; len(got) > 0 != counts {
			t.Errorf("in a room of code %q: %v", code, got)
		}
	}
}

func TestAResultHasTheFiguresOfItsGame(t *testing.T) {
	r := room.Result{Columns: []string{"goals", "assists", "saves"}, Lines: []room.Line{{Columns: [sim.MaxColumns]int{3, 0, 2}}}}
	if got, want := toStoreMatch("n1", r).Lines[0].Figures, map[string]int{"goals": 3, "assists": 0, "saves": 2}; !maps.Equal(got, want) {
		t.Errorf("figures = %v, want %v", got, want)
	}
}

// A server of before may have left results whose lines have kills and deaths, not figures.
func TestAResultOfAnOlderServerKeepsItsFigures(t *testing.T) {
	path := filepath.Join(t.TempDir(), "0198-1"+resultSuffix)
	must(t, os.WriteFile(path, []byte(`{"ID":"0198-1","Mode":"duel","Rated":true,"Lines":[
		{"Player":"ada","Name":"Ada","Place":1,"Points":7,"Kills":7,"Deaths":0,"Rated":true},
		{"Name":"Vega","Bot":true,"Place":2,"Points":0,"Kills":0,"Deaths":7}]}`), 0o600))
	m, err := loadFile(path)
	must(t, err)
	if want := []map[string]int{{"kills": 7, "deaths": 0}, {"kills": 0, "deaths": 7}}; !maps.Equal(m.Lines[0].Figures, want[0]) || !maps.Equal(m.Lines[1].Figures, want[1]) {
		t.Errorf("lines = %+v, want figures %v", m.Lines, want)
	}
	m = toStoreMatch("n1", testResult(1)) // and one of this server
	path, err = saveFile(t.TempDir(), m)
	must(t, err)
	if got, err := loadFile(path); err != nil || !reflect.DeepEqual(got, m) {
		t.Errorf("saved and loaded: %+v, %v; want %+v", got, err, m)
	}
}

func TestRateMatch(t *testing.T) {
	solo := func(place int) store.Standing { return store.Standing{Place: place} }
	team := func(n, place int) store.Standing { return store.Standing{Team: n, Place: place} }
	tests := []struct {
		name   string
		people []store.Standing
		gains  []int // sign of each
	}{
		{"a duel", []store.Standing{solo(2), solo(1)}, []int{-1, 1}},
		{"a draw of equals", []store.Standing{solo(1), solo(1)}, []int{0, 0}},
		{"two sides", []store.Standing{team(1, 2), team(2, 1), team(2, 1), team(1, 2)}, []int{-1, 1, 1, -1}},
		{"one side alone", []store.Standing{team(1, 1), team(1, 1)}, []int{0, 0}},
	}
	for _, tt := range tests {
		after := rateMatch(tt.people)
		for i, want := range tt.gains {
			gain := after[i].After.Mu - 25
			if (want > 0) != (gain > 1e-9) || (want < 0) != (gain < -1e-9) {
				t.Errorf("%s: person %d gains %.3f, want the sign of %d", tt.name, i, gain, want)
			}
		}
	}
	old := store.Standing{Skill: store.Skill{Mu: 40, Sigma: 2}, Place: 2}
	if after := rateMatch([]store.Standing{old, solo(1)}); after[0].After.Mu >= 40 || after[0].After.Mu < 35 || after[1].After.Mu <= 25 {
		t.Errorf("the known one loses a little to the unknown one: %+v", after)
	}
}

// panickingStore panics at one match, and in OnApplied of another.
type panickingStore struct{ fakeStore }

func (p *panickingStore) ApplyMatch(ctx context.Context, m store.Match, r store.RateFunc) (store.ApplyResult, error) {
	if m.ID == matchID(1) {
		panic("a match that nobody thought of")
	}
	return p.fakeStore.ApplyMatch(ctx, m, r)
}

func TestAResultThatPanicsHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir, s, counted := t.TempDir(), &panickingStore{fakeStore{applied: map[string]int{}}}, atomic.Int32{}
		sp, stop := startQueue(t, Config{
			Dir: dir, Panics: panics.Guard{Count: func(panics.Place) { counted.Add(1) }},
			OnApplied: func(m store.Match, _ store.ApplyResult) {
				if m.ID == matchID(2) {
					panic("as it is told")
				}
			},
		}, s)
		for i := 1; i <= 3; i++ {
			sp.Enqueue(testResult(i))
		}
		time.Sleep(time.Minute)
		stop()
		s.expectApplied(t, 2)
		if left := listFiles(t, dir); len(left) != 1 || !strings.HasSuffix(left[0], refusedSuffix) || counted.Load() != 2 {
			t.Errorf("left %v, %d panics counted, want the one put aside, and 2", left, counted.Load())
		}
	})
}
