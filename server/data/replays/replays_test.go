package replays

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"perihelion/server/data/blob"
	"perihelion/server/data/journal"
	"perihelion/server/data/store"
	"perihelion/server/play/room"
	"perihelion/shared/replay"
	"perihelion/sim"
	"perihelion/sim/rng"
	"perihelion/sim/toy"
)

const match = "01900000-0000-7000-8000-000000000000"

var games = sim.Games{toy.Game}

// logOf is the log of a round of the toy in which somebody with this account played.
func logOf(t *testing.T, id, account string) journal.Log {
	t.Helper()
	cfg := sim.Config{Seed: 5, Seats: 2, Rate: 60, Mode: toy.Game.About().Modes[0]}
	w := toy.Game.NewWorld(cfg)
	log := replay.NewWriter(toy.Game, cfg, replay.Header{Room: "abc", Began: 1_800_000_000_000})
	l := journal.Log{Match: id}
	inputs := make([]sim.Input, 2)
	segment := func() {
		l.Starts = append(l.Starts, room.LogSegment{Offset: int64(len(log.Bytes()))})
		log.Segment(w.Tick(), 0, w.AppendState(nil))
	}
	segment()
	log.Seat(0, &replay.Seat{Holder: replay.Player, Account: account, Name: "Name of " + account})
	log.Round(&replay.Round{Match: id, Began: 1_800_000_000_000, Tick: w.Tick()})
	log.Join(0)
	w.Join(0)
	for tick := range 600 {
		inputs[0].Axes[0] = int32(tick / 20)
		log.Tick(inputs)
		w.Step(inputs)
		if tick%180 == 179 {
			segment()
		}
	}
	log.Round(&replay.Round{Match: id, Began: 1_800_000_000_000, Phase: replay.RoundWon})
	f, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	if _, err := f.Write(log.Bytes()); err != nil {
		t.Fatal(err)
	}
	l.File, l.Size = f, int64(len(log.Bytes()))
	return l
}

// flaky is a blob store that can be out of reach.
type flaky struct {
	blob.Store
	err error
}

func (f *flaky) Put(ctx context.Context, name string, data io.Reader, size int64) error {
	if f.err != nil {
		return f.err
	}
	return f.Store.Put(ctx, name, data, size)
}

type fixture struct {
	*testing.T
	archive *Archive
	store   *store.Store
	blobs   *flaky
	spool   string
}

func newFixture(t *testing.T, keep store.ReplayRetention) *fixture {
	t.Helper()
	dir := t.TempDir()
	blobs, err := blob.New(blob.FolderURL(filepath.Join(dir, "blobs")))
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{T: t, blobs: &flaky{Store: blobs}, spool: filepath.Join(dir, "spool")}
	quiet := slog.New(slog.DiscardHandler)
	if f.store, err = store.Open(t.Context(), store.Config{URL: store.FileURL(filepath.Join(dir, "test.db"))}, quiet); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.store.Close() })
	f.archive, err = New(Config{Dir: f.spool, Blobs: f.blobs, Store: f.store, Games: games, Retention: keep, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// keep hands over a log and stores what is in the spool.
func (f *fixture) keep(l journal.Log) {
	f.Helper()
	if err := f.archive.Keep(l); err != nil {
		f.Fatal(err)
	}
	if err := f.archive.storeSpool(f.Context()); err != nil {
		f.Fatal(err)
	}
}

// spooled is how many files the spool holds.
func (f *fixture) spooled() int {
	f.Helper()
	all, err := os.ReadDir(f.spool)
	if err != nil {
		f.Fatal(err)
	}
	return len(all)
}

func (f *fixture) plain(id string) []byte {
	f.Helper()
	log, err := f.archive.OpenPlain(f.Context(), id)
	if err != nil {
		f.Fatal(err)
	}
	defer log.Close()
	b, err := io.ReadAll(log)
	if err != nil {
		f.Fatal(err)
	}
	return b
}

func TestALogComesBackAsItWas(t *testing.T) {
	f, l := newFixture(t, store.ReplayRetention{}), logOf(t, match, "ada")
	f.keep(l)
	got := f.plain(match)
	was, err := replay.Verify(io.NewSectionReader(l.File, 0, l.Size), games)
	if err != nil {
		t.Fatal(err)
	}
	if is, err := replay.Verify(bytes.NewReader(got), games); err != nil || is.Ticks != was.Ticks || is.Hashes != was.Hashes || is.States != was.States || is.Header != was.Header {
		t.Errorf("%+v, %v came back of %+v", is, err, was)
	}
	r, err := f.archive.Describe(t.Context(), match)
	if err != nil || r.Game != "toy" || r.Ticks != 600 || r.Rate != 60 || !r.Whole || r.Bytes != int64(len(got)) || r.Size >= r.Bytes || r.Size == 0 {
		t.Errorf("it is described as %+v, %v", r, err)
	}
	if f.spooled() != 0 || f.archive.Stored() != 1 || f.archive.Waiting() != 0 {
		t.Errorf("%d files are left, %d stored", f.spooled(), f.archive.Stored())
	}
}

// Inputs that look like noise in the order in which they come are small in columns.
func TestColumnsCompressBetter(t *testing.T) {
	cfg := sim.Config{Seed: 5, Seats: 8, Rate: 60}
	w, luck := toy.Game.NewWorld(cfg), rng.Source(1)
	log := replay.NewWriter(toy.Game, cfg, replay.Header{})
	log.Segment(0, 0, w.AppendState(nil))
	inputs := make([]sim.Input, cfg.Seats)
	for tick := range 600 {
		for p := range inputs {
			in := &inputs[p]
			in.Axes[0] = int32(luck.Below(256)) - 127
			if in.View = sim.Tick(tick); luck.Below(8) == 0 {
				in.Fraction -= 10
				in.Axes[1] = int32(luck.Below(3)*127 - 127)
			}
			in.Axes[0] = max(min(in.Axes[0], 127), -127)
		}
		log.Tick(inputs)
	}
	var plain, packed bytes.Buffer
	c := newEncoder(&plain, zstd.SpeedBestCompression)
	_, err := c.Write(log.Bytes())
	if err = errors.Join(err, c.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := pack(&packed, bytes.NewReader(log.Bytes()), games); err != nil || packed.Len()*100 > plain.Len()*85 {
		t.Errorf("%d bytes in columns, %d as it was written, %v", packed.Len(), plain.Len(), err)
	}
}

func TestALogWaitsUntilItCanBeStored(t *testing.T) {
	f := newFixture(t, store.ReplayRetention{})
	f.blobs.err = errors.New("out of reach")
	if err := f.archive.Keep(logOf(t, match, "ada")); err != nil {
		t.Fatal(err)
	}
	if err := f.archive.storeSpool(t.Context()); err == nil || f.spooled() != 1 || f.archive.Waiting() != 1 {
		t.Errorf("stored nowhere: %v, %d files wait", err, f.spooled())
	}
	if _, err := f.archive.Describe(t.Context(), match); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("what is not stored is described: %v", err)
	}
	f.blobs.err = nil
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); f.archive.Run(ctx) }()
	for f.archive.Stored() == 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	<-done
	f.plain(match)
}

func TestWhatIsNoLogIsPutAside(t *testing.T) {
	f := newFixture(t, store.ReplayRetention{})
	for _, l := range []struct{ name, text string }{
		{match + suffix, "no log"},
		{"01900000-0000-7000-8000-000000000001" + suffix, "\x28\xb5\x2f\xfd and no frame"},
		{"half" + suffix + partialSuffix, "of a process that was killed"},
	} {
		if err := os.WriteFile(filepath.Join(f.spool, l.name), []byte(l.text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f.keep(logOf(t, "01900000-0000-7000-8000-000000000002", "ada"))
	refused, _ := filepath.Glob(filepath.Join(f.spool, "*"+refusedSuffix))
	if f.archive.Refused() != 2 || len(refused) != 2 || f.archive.Stored() != 1 {
		t.Errorf("%v are put aside, %d stored, want two and one", refused, f.archive.Stored())
	}
}

func TestAPlayerIsTakenOutOfStoredLogs(t *testing.T) {
	f := newFixture(t, store.ReplayRetention{})
	m := store.Match{ID: match, Lines: []store.MatchLine{{Player: "ada", Name: "Ada", Place: 1}}}
	if _, err := f.store.ApplyMatch(t.Context(), m, nil); err != nil {
		t.Fatal(err)
	}
	f.keep(logOf(t, match, "ada"))
	if err := f.store.Erase(t.Context(), "ada", time.Now()); err != nil {
		t.Fatal(err)
	}
	const late = "01900000-0000-7000-8000-000000000001" // it ends when she is gone already
	f.keep(logOf(t, late, "ada"))
	if err := f.archive.erase(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{match, late} {
		log := f.plain(id)
		if strings.Contains(string(log), "ada") {
			t.Errorf("ada is still in the log of %s", id)
		}
		if rep, err := replay.Verify(bytes.NewReader(log), games); err != nil || rep.Ticks != 600 {
			t.Errorf("it proves %+v, %v", rep, err)
		}
		if r, err := f.archive.Describe(t.Context(), id); err != nil || r.Bytes != int64(len(log)) {
			t.Errorf("it is described as %+v, %v", r, err)
		}
	}
}

// A log of an earlier release cannot be read any more, and must not keep who is gone, nor keep
// others from being taken out of theirs.
func TestAPlayerIsNotKeptByALogThatCannotBeRead(t *testing.T) {
	f := newFixture(t, store.ReplayRetention{})
	const young = "01900000-0000-7000-8000-000000000001"
	for _, id := range []string{match, young} {
		m := store.Match{ID: id, Lines: []store.MatchLine{{Player: "ada", Name: "Ada", Place: 1}}}
		if _, err := f.store.ApplyMatch(t.Context(), m, nil); err != nil {
			t.Fatal(err)
		}
		f.keep(logOf(t, id, "ada"))
	}
	old := bytes.Clone(f.plain(match))
	old[len("perirep")]-- // its version
	if _, err := f.archive.PutLog(t.Context(), match, old); err != nil {
		t.Fatal(err)
	}
	if err := f.store.Erase(t.Context(), "ada", time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := f.archive.erase(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := f.archive.OpenPlain(t.Context(), match); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the log of an earlier release is there still: %v", err)
	}
	if strings.Contains(string(f.plain(young)), "ada") {
		t.Error("ada is still in the log of now")
	}
}

func TestOldLogsAreDeleted(t *testing.T) {
	f := newFixture(t, store.ReplayRetention{Age: time.Hour})
	f.keep(logOf(t, match, "ada"))
	if err := f.archive.expire(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	f.plain(match)
	if err := f.archive.expire(t.Context(), time.Now().Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.archive.Describe(t.Context(), match); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("it is still known: %v", err)
	}
	if _, err := f.archive.OpenPlain(t.Context(), match); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("it is still stored: %v", err)
	}
}

func TestALogOfNoMatchIsKeptByItsName(t *testing.T) {
	f, log := newFixture(t, store.ReplayRetention{}), bytes.Repeat([]byte("a log of a run "), 1000)
	size, err := f.archive.PutLog(t.Context(), "daily-1", log)
	if err != nil || size == 0 || size >= int64(len(log)) || !bytes.Equal(f.plain("daily-1"), log) {
		t.Errorf("stored in %d bytes, %v", size, err)
	}
	if err := f.archive.DeleteLog(t.Context(), "daily-1"); err != nil {
		t.Error(err)
	}
	if _, err := f.archive.OpenPlain(t.Context(), "daily-1"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a log that was deleted: %v", err)
	}
	f.blobs.err = errors.New("no route")
	if _, err := f.archive.PutLog(t.Context(), "daily-2", log); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("without a blob store: %v, want ErrUnavailable", err)
	}
}
