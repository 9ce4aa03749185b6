package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"perihelion/server/play/room"
)

var quiet = slog.New(slog.DiscardHandler)

// newStore makes a store whose kept logs are told to keep.
func newStore(t *testing.T, keep func(Log) error) (*Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "logs")
	s, err := New(Config{Dir: dir, Keep: keep}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

func openJournal(s *Store) *journal { return s.OpenJournal(room.Saved{ID: "abc"}).(*journal) }

func mustWrite(t *testing.T, j *journal, p room.LogPart) {
	t.Helper()
	err := j.Write(&p)
	for ; errors.Is(err, room.ErrJournalBusy); err = j.Write(&p) {
		runtime.Gosched()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func wait(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestLogsAreWrittenOneAfterTheOther(t *testing.T) {
	var kept []string
	s, dir := newStore(t, func(l Log) error {
		text := make([]byte, l.Size)
		if _, err := l.File.ReadAt(text, 0); err != nil {
			return err
		}
		kept = append(kept, fmt.Sprint(l.Match, " ", string(text), " ", len(l.Starts)))
		return nil
	})
	j := openJournal(s)
	mustWrite(t, j, room.LogPart{Begin: true, Bytes: []byte("warm"), Starts: make([]room.LogSegment, 1)})
	mustWrite(t, j, room.LogPart{Begin: true, Bytes: []byte("round "), Starts: make([]room.LogSegment, 1)})
	mustWrite(t, j, room.LogPart{Bytes: []byte("one"), Starts: make([]room.LogSegment, 2), Ended: true, Match: "m1"})
	mustWrite(t, j, room.LogPart{Begin: true, Bytes: []byte("bots only"), Ended: true})
	mustWrite(t, j, room.LogPart{Begin: true, Bytes: []byte("still ")})
	mustWrite(t, j, room.LogPart{Bytes: []byte("played")})
	j.Close(room.JournalPaused)
	wait(t, s)
	if len(kept) != 1 || kept[0] != "m1 round one 3" {
		t.Errorf("kept %q, want the one round", kept)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "abc", "*"+logSuffix))
	if len(files) != 2 {
		t.Fatalf("files %q, want the last two logs", files)
	}
	if text, err := os.ReadFile(files[1]); err != nil || string(text) != "still played" {
		t.Errorf("the last log is %q, %v", text, err)
	}
}

func TestARoomThatIsOverLeavesNothing(t *testing.T) {
	s, dir := newStore(t, nil)
	j := openJournal(s)
	mustWrite(t, j, room.LogPart{Begin: true, Bytes: []byte("x")})
	j.Close(room.JournalOver)
	wait(t, s)
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

// The disk may stand still or be full. No call waits for it, and the room hears of it.
func TestADiskThatStandsStillBlocksNobody(t *testing.T) {
	stuck := make(chan struct{})
	s, _ := newStore(t, func(Log) error { <-stuck; return nil })
	j := openJournal(s)
	mustWrite(t, j, room.LogPart{Begin: true, Bytes: []byte("x"), Ended: true, Match: "m"})
	p, taken := room.LogPart{Begin: true, Bytes: bytes.Repeat([]byte("y"), 1000)}, 0
	for ; taken < 2*maxParts; taken++ {
		if err := j.Write(&p); err != nil {
			if !errors.Is(err, room.ErrJournalBusy) {
				t.Errorf("a full queue: %v", err)
			}
			break
		}
		p.Begin = false
	}
	if taken < maxParts-1 || taken > maxParts {
		t.Errorf("%d parts were taken, want as many as there are", taken)
	}
	p.Last, p.Bytes = true, []byte("the end")
	for range lastParts {
		if err := j.Write(&p); err != nil {
			t.Errorf("the last part of a room that ends: %v", err)
		}
	}
	close(stuck)
	j.Close(room.JournalPaused)
	wait(t, s)
	if text, err := os.ReadFile(j.path(j.logs)); err != nil || !bytes.HasSuffix(text, p.Bytes) {
		t.Errorf("the log ends with %q, %v", text[max(len(text)-10, 0):], err)
	}
}

func TestAFileThatCannotBeWritten(t *testing.T) {
	s, dir := newStore(t, nil)
	var out strings.Builder
	s.log = slog.New(slog.NewTextHandler(&out, nil))
	j := openJournal(s)
	if err := os.WriteFile(filepath.Join(dir, "abc"), nil, 0o600); err != nil { // where a folder should be
		t.Fatal(err)
	}
	mustWrite(t, j, room.LogPart{Begin: true, Bytes: []byte("x")})
	p := room.LogPart{Bytes: []byte("y")}
	for err := j.Write(&p); !errors.Is(err, errFailed); err = j.Write(&p) {
		if err != nil && !errors.Is(err, room.ErrJournalBusy) {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(dir, "abc")); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, j, room.LogPart{Begin: true, Bytes: []byte("again")})
	mustWrite(t, j, room.LogPart{Bytes: []byte("!")})
	j.Close(room.JournalPaused)
	wait(t, s)
	f, err := os.Open(j.path(j.logs))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if text, err := io.ReadAll(f); err != nil || string(text) != "again!" {
		t.Errorf("the log after the one that failed is %q, %v", text, err)
	}
	if n := strings.Count(out.String(), "cannot be written"); n != 1 {
		t.Errorf("said %d times that a log cannot be written: %s", n, out.String())
	}
}

func TestWhatIsWrittenIsKept(t *testing.T) {
	s, dir := newStore(t, nil)
	j := openJournal(s)
	if j.Kept() != 0 {
		t.Error("something is kept of nothing")
	}
	mustWrite(t, j, room.LogPart{Begin: true, Bytes: []byte("x")})
	mustWrite(t, j, room.LogPart{Bytes: []byte("y"), EditKey: "key"})
	j.Close(room.JournalPaused)
	wait(t, s)
	if saved, err := loadSaved(filepath.Join(dir, "abc", savedFile)); err != nil || saved.EditKey != "key" || j.Kept() != 2 {
		t.Errorf("%d parts are kept, and %+v, %v", j.Kept(), saved, err)
	}
}

func TestWhatCannotBeWrittenIsNotKept(t *testing.T) {
	s, dir := newStore(t, nil)
	j := openJournal(s)
	if err := os.WriteFile(filepath.Join(dir, "abc"), nil, 0o600); err != nil { // where a folder should be
		t.Fatal(err)
	}
	mustWrite(t, j, room.LogPart{Begin: true, Bytes: []byte("x")})
	j.Close(room.JournalOver)
	if wait(t, s); j.Kept() != 0 {
		t.Errorf("%d parts are kept", j.Kept())
	}
}
