package store

import (
	"errors"
	"testing"
	"time"
)

func TestTheHighestEpochOwnsARoom(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for _, step := range []struct {
			node  string
			epoch int64
			want  error
			after string
		}{
			{"a", 1, nil, "a"},
			{"a", 1, nil, "a"}, // once more, because the answer was lost
			{"b", 1, ErrConflict, "a"},
			{"b", 2, nil, "b"},
			{"a", 2, ErrConflict, "b"}, // both have gone on with it: the first one counts
			{"a", 1, ErrConflict, "b"},
			{"a", 7, nil, "a"}, // the database was away meanwhile
		} {
			if err := s.ClaimRoom(ctx, RoomOwner{"r1", step.node, step.epoch}, noon, noon); !errors.Is(err, step.want) {
				t.Errorf("%s claims epoch %d: %v, want %v", step.node, step.epoch, err, step.want)
			}
			if o, err := s.RoomOwner(ctx, "r1"); err != nil || o.Node != step.after {
				t.Errorf("then it is of %+v, %v, want %s", o, err, step.after)
			}
		}
		for _, other := range []RoomOwner{{"r1", "b", 7}, {"r1", "a", 6}, {"r2", "a", 7}} {
			must(t, s.ReleaseRoom(ctx, other))
		}
		must(t, s.ClaimRoom(ctx, RoomOwner{"r3", "b", 1}, noon, noon))
		if all, err := s.RoomsOf(ctx, "a"); err != nil || len(all) != 1 || all[0] != (RoomOwner{"r1", "a", 7}) {
			t.Errorf("rooms of a: %+v, %v", all, err)
		}
		must(t, s.ReleaseRoom(ctx, RoomOwner{"r1", "a", 7}))
		if o, err := s.RoomOwner(ctx, "r1"); err != nil || o != (RoomOwner{"r1", "", 7}) {
			t.Errorf("released, it is of %+v, %v; want nobody, and its epoch", o, err)
		}
		if err := s.ClaimRoom(ctx, RoomOwner{"r1", "b", 6}, noon, noon); !errors.Is(err, ErrConflict) {
			t.Errorf("an older copy claims what has ended: %v", err)
		}
		must(t, s.ClaimRoom(ctx, RoomOwner{"r1", "c", 7}, noon, noon)) // who had claimed it could not play it
		must(t, s.ReleaseRoom(ctx, RoomOwner{"r3", "b", 1}))
		if o, err := s.RoomOwner(ctx, "r3"); !errors.Is(err, ErrNotFound) {
			t.Errorf("released, a room that nobody took over is of %+v, %v", o, err)
		}
	})
}

func TestResultsOfAnOutdatedCopyAreRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		until, now := noon.Add(-time.Second), noon.Add(time.Hour) // by the clocks of a, and of b, which is fast
		must(t, s.ClaimRoom(ctx, RoomOwner{"r1", "b", 2}, until, now))
		must(t, s.ClaimRoom(ctx, RoomOwner{"r1", "b", 2}, now, now)) // once more, because the answer was lost
		apply := func(id, node string, epoch int64) error {
			m := duelMatch(id, "ada", "bob")
			m.Node, m.Epoch = node, epoch
			if id == "early" {
				m.Ended = until
			}
			a, err := s.ApplyMatch(ctx, m, winnersGain)
			if err == nil && a.Duplicate {
				err = ErrConflict
			}
			return err
		}
		for _, step := range []struct {
			id, node string
			epoch    int64
			want     error
		}{
			{"m1", "a", 1, errOutdated},
			{"m1", "a", 2, errOutdated},
			{"m1", "b", 2, nil},
			{"m1", "a", 1, ErrConflict}, // known, and so nothing is lost
			{"m2", "c", 3, nil},         // which the database has not been told yet
			{"m3", "", 0, nil},          // of an earlier release
			{"m5", "b", 1, nil},         // of the same server, before the room went on
			{"early", "a", 1, nil},      // ended before the room went on elsewhere, and has waited
		} {
			if err := apply(step.id, step.node, step.epoch); !errors.Is(err, step.want) {
				t.Errorf("match %s of epoch %d on %q: %v, want %v", step.id, step.epoch, step.node, err, step.want)
			}
		}
		must(t, s.ReleaseRoom(ctx, RoomOwner{"r1", "b", 2}))
		if err := apply("m4", "b", 2); err != nil {
			t.Errorf("of a room that has ended meanwhile: %v", err)
		}
		if err := apply("m6", "a", 1); !errors.Is(err, errOutdated) {
			t.Errorf("of the copy before, which was cut off: %v, want %v", err, errOutdated)
		}
		if p, err := s.Player(ctx, "ada"); err != nil || p.Matches != 6 || rowsOf(t, s, "matches") != 6 {
			t.Errorf("ada is %+v, %v, want six matches, each counted once", p, err)
		}
	})
}

func TestRoomsOfAServerThatDoesNotComeBackArePruned(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.ClaimRoom(ctx, RoomOwner{"r1", "gone", 1}, noon, noon))
		must(t, s.ClaimRoom(ctx, RoomOwner{"r2", "here", 1}, noon, noon))
		must(t, s.prune(ctx, noon.Add(lostRoomAge), Retention{}))
		if n := rowsOf(t, s, "rooms"); n != 2 {
			t.Errorf("%d rooms are left before their time, want both", n)
		}
		must(t, s.TouchRooms(ctx, "here", noon.Add(time.Hour)))
		must(t, s.prune(ctx, noon.Add(lostRoomAge+time.Minute), Retention{}))
		if _, err := s.RoomOwner(ctx, "r2"); err != nil || rowsOf(t, s, "rooms") != 1 {
			t.Errorf("the room of the one that is here: %v, %d rooms", err, rowsOf(t, s, "rooms"))
		}
	})
}
