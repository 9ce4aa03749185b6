package replay

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"testing"

	"perihelion/sim"
	"perihelion/sim/games"
)

// packed is a log in its stored form.
func packed(t testing.TB, log []byte, games sim.Games) []byte {
	t.Helper()
	var out []byte
	if err := Pack(bytes.NewReader(log), games, func(part []byte) error {
		out = append(out, part...)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// course is what happens in a log: all its records, but for how they are cut into segments.
func course(t testing.TB, log []byte, games sim.Games) (all []Record) {
	t.Helper()
	r, err := NewReader(bytes.NewReader(log), games)
	if err != nil {
		t.Fatal(err)
	}
	for {
		rec, err := r.Next()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, ErrTruncated):
			return all
		case err != nil:
			t.Fatal(err)
		case rec.Op != OpSegment && rec.Op != OpInputs:
			rec.Inputs, rec.State = append([]sim.Input(nil), rec.Inputs...), bytes.Clone(rec.State)
			all = append(all, rec)
		}
	}
}

func TestAPackedLogIsTheSameMatch(t *testing.T) {
	for name, s := range goldens {
		log, err := testdata.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		small := packed(t, log, games.All)
		if !reflect.DeepEqual(course(t, small, games.All), course(t, log, games.All)) {
			t.Errorf("%s: packed, it tells something else", name)
		}
		rep, err := Verify(bytes.NewReader(small), games.All)
		if err != nil || rep.Ticks != s.seconds*s.cfg.TicksPerSecond() || rep.Hashes != s.seconds {
			t.Errorf("%s: %+v, %v", name, rep, err)
		}
		x, err := Scan(bytes.NewReader(small), games.All)
		if err != nil || len(x.Segments) != 1+s.seconds/StateSeconds || int(x.Last) != rep.Ticks {
			t.Errorf("%s: %d segments up to tick %d, %v, want one for each state", name, len(x.Segments), x.Last, err)
		}
		if !bytes.Equal(packed(t, small, games.All), small) {
			t.Errorf("%s: packed again, it is another", name)
		}
		for at := sim.Tick(1); at < x.Last; at += 251 {
			p, err := Seek(bytes.NewReader(small), x, games.All, at)
			q, err2 := Seek(bytes.NewReader(log), mustScan(t, log), games.All, at)
			if err != nil || err2 != nil || p.World.Hash() != q.World.Hash() {
				t.Fatalf("%s: seek %d: %v, %v", name, at, err, err2)
			}
		}
	}
}

func mustScan(t *testing.T, log []byte) *Index {
	t.Helper()
	x, err := Scan(bytes.NewReader(log), games.All)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestAPackedLogIsTakenOutOfAndCut(t *testing.T) {
	log := packed(t, record(duo(4)), games.All)
	var out bytes.Buffer
	if err := Anonymize(&out, bytes.NewReader(log), games.All, "nobody"); err != nil || !bytes.Equal(out.Bytes(), log) {
		t.Errorf("without a player who is not in it, it is another: %v", err)
	}
	for n := range log {
		_, err := Verify(bytes.NewReader(log[:n]), games.All)
		if err != nil && !errors.Is(err, ErrTruncated) && !errors.Is(err, ErrFormat) {
			t.Fatalf("the first %d bytes: %v", n, err)
		}
	}
}

func TestColumnsThatDoNotFitAreRefused(t *testing.T) {
	m := newMatch(duo(1))
	for range 30 {
		m.step()
	}
	whole := packed(t, m.w.Bytes(), games.All)
	start := bytes.Index(whole, m.state) + len(m.state) // where the columns begin
	for name, change := range map[string]func(b []byte){
		"more ticks":            func(b []byte) { b[0] += 1 << opBits },
		"fewer ticks":           func(b []byte) { b[0] -= 1 << opBits },
		"an axis that is none":  func(b []byte) { b[len(b)-200] |= 1 << 6 },
		"a column that is long": func(b []byte) { b[4]++ },
	} {
		bad := bytes.Clone(whole)
		change(bad[start:])
		if rep, err := Verify(bytes.NewReader(bad), games.All); err == nil && !rep.Truncated {
			t.Errorf("%s: taken, with %d ticks", name, rep.Ticks)
		}
	}
	w := NewWriter(m.game, m.cfg, Header{})
	w.Segment(0, 0, newMatch(duo(1)).state)
	w.head(OpInputs, maxColumns)
	if _, err := Verify(bytes.NewReader(append(w.Bytes(), bytes.Repeat([]byte{0}, 100)...)), games.All); !errors.Is(err, ErrFormat) {
		t.Errorf("four million ticks: %v", err)
	}
}
