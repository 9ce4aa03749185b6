package journal

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"perihelion/server/play/room"
)

// shownAs is what Live tells of a room, in short.
func shownAs(s *Store, until time.Time) (text string) {
	for _, l := range s.Live("abc", until) {
		text += fmt.Sprintf("log %d, header %d, ended %v:", l.Number, l.Header, l.Ended)
		for _, g := range l.Segments {
			text += fmt.Sprintf(" %d+%d", g.Offset, g.Bytes)
		}
		text += "\n"
	}
	return text
}

// writePart writes a part, and waits until it is on the disk.
func writePart(t *testing.T, j *journal, p room.LogPart) {
	t.Helper()
	mustWrite(t, j, p)
	for j.Kept() < j.taken {
		time.Sleep(time.Millisecond)
	}
}

func TestOnlyWhatIsCompleteAndOldEnoughIsShown(t *testing.T) {
	s, _ := newStore(t, func(Log) error { return nil })
	j := openJournal(s)
	at := func(offsets ...int64) (all []room.LogSegment) {
		for _, o := range offsets {
			all = append(all, room.LogSegment{Offset: o, State: o == 4})
		}
		return all
	}
	writePart(t, j, room.LogPart{Begin: true, Bytes: []byte("headone"), Starts: at(4)})
	writePart(t, j, room.LogPart{Bytes: []byte("more")})
	if got := shownAs(s, time.Now()); got != "" {
		t.Errorf("a segment that is not complete is shown: %s", got)
	}
	writePart(t, j, room.LogPart{Bytes: []byte("twothree"), Starts: at(11, 14)})
	then := time.Now()
	if got, want := shownAs(s, then), "log 1, header 4, ended false: 4+7 11+3\n"; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	if got := shownAs(s, then.Add(-time.Hour)); got != "" {
		t.Errorf("an hour ago: %s", got)
	}
	writePart(t, j, room.LogPart{Bytes: []byte("!"), Ended: true})
	writePart(t, j, room.LogPart{Begin: true, Bytes: []byte("headnext"), Starts: at(4)})
	if got, want := shownAs(s, time.Now()), "log 1, header 4, ended true: 4+7 11+3 14+6\n"; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	for segment, want := range []string{"head", "onemore", "two", "three!"} {
		if b, err := s.ReadLive("abc", 1, segment, time.Now()); err != nil || string(b) != want {
			t.Errorf("segment %d is %q, %v, want %q", segment, b, err, want)
		}
	}
	for _, bad := range []struct {
		room    string
		log     int64
		segment int
		until   time.Time
	}{
		{"abc", 1, 4, time.Now()},
		{"abc", 1, -1, time.Now()},
		{"abc", 2, 0, time.Now()}, // nothing of it may be seen yet, nor its header
		{"abc", 3, 0, time.Now()},
		{"xyz", 1, 0, time.Now()},
		{"abc", 1, 3, then},
		{"abc", 1, 0, then.Add(-time.Hour)},
	} {
		if b, err := s.ReadLive(bad.room, bad.log, bad.segment, bad.until); !errors.Is(err, ErrNotShown) {
			t.Errorf("%+v: %q, %v, want ErrNotShown", bad, b, err)
		}
	}
	writePart(t, j, room.LogPart{Begin: true, Bytes: []byte("third")})
	if _, err := s.ReadLive("abc", 1, 1, time.Now()); !errors.Is(err, ErrNotShown) {
		t.Errorf("a log before the last two: %v", err)
	}
	j.Close(room.JournalOver)
	wait(t, s)
	if got := shownAs(s, time.Now()); got != "" {
		t.Errorf("of a room that is over: %s", got)
	}
}
