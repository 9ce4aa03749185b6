package journal

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"perihelion/server/play/room"
	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/toy"
)

const matchID = "01900000-0000-7000-8000-000000000000"

// logOf is the log of a match of the toy, ticks long, whose round is in some phase.
func logOf(ticks int, phase replay.RoundPhase) []byte {
	cfg := sim.Config{Seed: 5, Seats: 2, Rate: 60, Mode: toy.Game.About().Modes[0]}
	w := toy.Game.NewWorld(cfg)
	log := replay.NewWriter(toy.Game, cfg, replay.Header{Room: "abc", Began: 1_800_000_000_000})
	log.Segment(0, 0, w.AppendState(nil))
	r := replay.Round{Match: matchID, Began: 1_800_000_000_000}
	log.Round(&r)
	log.Join(0)
	w.Join(0)
	inputs := make([]sim.Input, 2)
	for range ticks {
		inputs[0].Axes[0]++
		log.Tick(inputs)
		w.Step(inputs)
	}
	if r.Phase = phase; phase != replay.RoundLive {
		log.Round(&r)
	}
	return log.Bytes()
}

// left writes what a room leaves that is killed.
func left(t *testing.T, dir string, saved room.Saved, log []byte) (path string) {
	t.Helper()
	text, err := json.Marshal(saved)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, "abc", "00000007.log")
	for name, content := range map[string][]byte{filepath.Join(dir, "abc", savedFile): text, path: log} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, content, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

var saved = room.Saved{ID: "abc", Code: "SECRET", Rated: true, Fill: 3, Owner: room.Owner{Player: "ada"}, Epoch: 4}

func storeOf(t *testing.T, game sim.Game, keep func(Log) error) (*Store, string) {
	t.Helper()
	s, dir := newStore(t, keep)
	s.cfg.Games, s.cfg.CrashDir = sim.Games{game}, filepath.Join(filepath.Dir(dir), "crashes")
	return s, dir
}

func TestAMatchIsLeftOver(t *testing.T) {
	s, dir := storeOf(t, toy.Game, nil)
	log := logOf(100, replay.RoundLive)
	path := left(t, dir, saved, append(log[:len(log):len(log)], 3)) // half a record follows
	all := s.Leftovers(time.Now(), time.Minute)
	next := saved
	next.Epoch++
	if len(all) != 1 || all[0].Saved != next || all[0].From.World.Tick() != 100 || all[0].From.Round.Match != matchID {
		t.Fatalf("left over: %+v", all)
	}
	mustWrite(t, all[0].Journal.(*journal), room.LogPart{Bytes: []byte("more")})
	all[0].Journal.Close(room.JournalPaused)
	wait(t, s)
	if kept, err := loadSaved(filepath.Join(dir, "abc", savedFile)); err != nil || kept != next {
		t.Errorf("kept is %+v, %v, want %+v: the next one must have a higher epoch still", kept, err, next)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != string(log)+"more" {
		t.Errorf("the log of %d bytes goes on to %d, %v", len(log), len(text), err)
	}
}

// What was played as the process was killed, and the log of a round that nobody could keep
// before, are not lost; what is too old or damaged is.
func TestWhatCannotGoOnIsForgotten(t *testing.T) {
	other := saved
	other.ID = "other"
	for name, tt := range map[string]struct {
		saved room.Saved
		log   []byte
		age   time.Duration
		kept  int
	}{
		"too old":             {saved, logOf(100, replay.RoundLive), time.Hour, 0},
		"too old, but played": {saved, logOf(100, replay.RoundWon), time.Hour, 1},
		"of another room":     {other, logOf(100, replay.RoundLive), 0, 0},
		"damaged":             {saved, []byte("no log"), 0, 0},
		"empty":               {saved, nil, 0, 0},
		"a header":            {saved, logOf(100, replay.RoundLive)[:40], 0, 0},
	} {
		kept := 0
		s, dir := storeOf(t, toy.Game, func(Log) error { kept++; return nil })
		path := left(t, dir, tt.saved, tt.log)
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(-tt.age)); err != nil {
			t.Fatal(err)
		}
		if all := s.Leftovers(time.Now(), time.Minute); len(all) > 0 || kept != tt.kept {
			t.Errorf("%s: left over %v, %d logs kept, want %d", name, all, kept, tt.kept)
		}
		if _, err := os.Stat(filepath.Dir(path)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: its folder: %v, want none", name, err)
		}
		wait(t, s)
	}
}

// fragile is a world that breaks at a tick.
type fragile struct{ sim.World }

func (w fragile) Step(inputs []sim.Input) {
	if w.Tick() == 99 {
		panic("boom")
	}
	w.World.Step(inputs)
}

func TestTheTickThatCrashesIsLeftOutOnce(t *testing.T) {
	broken := toy.Game.WithWorld(func(c sim.Config) sim.World { return fragile{toy.Game.NewWorld(c)} })
	s, dir := storeOf(t, broken, nil)
	left(t, dir, saved, logOf(100, replay.RoundLive))
	all := s.Leftovers(time.Now(), time.Minute)
	if len(all) != 1 || all[0].From.World.Tick() != 99 || all[0].Crashes != 1 {
		t.Fatalf("left over: %+v", all)
	}
	all[0].Journal.Close(room.JournalPaused)
	wait(t, s)
	if again := s.Leftovers(time.Now(), time.Minute); len(again) != 1 || again[0].From.World.Tick() != 99 || again[0].Crashes != 1 {
		t.Fatalf("left over of it: %+v", again)
	} else {
		again[0].Journal.Close(room.JournalPaused)
	}
	wait(t, s)
	twice := saved
	twice.Crashes = 1
	left(t, dir, twice, logOf(100, replay.RoundLive))
	if all := s.Leftovers(time.Now(), time.Minute); len(all) > 0 {
		t.Errorf("after a second crash: %+v", all)
	}
}

// A room that crashes leaves a copy of its log, and is handed on while the server runs.
func TestACrashIsKeptAndHandedOn(t *testing.T) {
	s, dir := storeOf(t, toy.Game, nil)
	var told []Leftover
	s.cfg.Restore = func(l Leftover, err error) {
		if err != nil {
			t.Error(err)
		}
		told = append(told, l)
		l.Journal.Close(room.JournalOver)
	}
	for crashes, want := range []bool{true, false} {
		r := saved
		r.Crashes = crashes
		j := s.OpenJournal(r).(*journal)
		log := logOf(100, replay.RoundLive)
		mustWrite(t, j, room.LogPart{Begin: true, Bytes: log})
		if got := j.Close(room.JournalCrashed); got != want {
			t.Errorf("after %d crashes it goes on: %v", crashes, got)
		}
		wait(t, s)
		copies, _ := filepath.Glob(filepath.Join(s.cfg.CrashDir, "*.log"))
		if len(copies) == 0 {
			t.Fatal("no copy of the log is kept")
		}
		if text, err := os.ReadFile(copies[len(copies)-1]); err != nil || string(text) != string(log) {
			t.Errorf("the copy has %d bytes of %d, %v", len(text), len(log), err)
		}
	}
	if len(told) != 1 || told[0].From.World.Tick() != 100 {
		t.Errorf("handed on: %+v, want the first", told)
	}
	if rest, err := os.ReadDir(dir); err != nil || len(rest) > 0 {
		t.Errorf("left: %v, %v", rest, err)
	}
}

func TestOnlyTheNewestCrashesAreKept(t *testing.T) {
	s, _ := storeOf(t, toy.Game, nil)
	if err := os.MkdirAll(s.cfg.CrashDir, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range maxCrashLogs + 5 {
		name := time.Unix(int64(i), 0).UTC().Format("20060102T150405") + "-old.log"
		if err := os.WriteFile(filepath.Join(s.cfg.CrashDir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	j := s.OpenJournal(saved).(*journal)
	mustWrite(t, j, room.LogPart{Begin: true, Bytes: logOf(10, replay.RoundLive)})
	j.Close(room.JournalCrashed)
	wait(t, s)
	if copies, _ := filepath.Glob(filepath.Join(s.cfg.CrashDir, "*.log")); len(copies) != maxCrashLogs {
		t.Errorf("%d copies, want %d", len(copies), maxCrashLogs)
	}
}
