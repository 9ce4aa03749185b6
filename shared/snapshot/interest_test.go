package snapshot_test

import (
	"errors"
	"slices"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// stage is one client before a world that the test arranges.
type stage struct {
	t       *testing.T
	cfg     sim.Config
	tick    sim.Tick
	pub     *snapshot.Publisher
	feed    snapshot.ClientEncoder
	replica *snapshot.ClientState
	share   snapshot.PlayerView
}

func newStage(t *testing.T) *stage {
	cfg := sim.Config{Seats: 4}
	return &stage{
		t: t, cfg: cfg, pub: snapshot.NewPublisher(toy.Game, cfg), replica: snapshot.NewClientState(toy.Game, cfg),
		share: snapshot.PlayerView{View: snapshot.View{HalfW: 960, HalfH: 560}},
	}
}

// show publishes es and returns the ids that the client then holds.
func (s *stage) show(es ...sim.Entity) (ids []sim.EntityID) {
	s.t.Helper()
	s.tick += 2
	snap := s.pub.Publish(s.tick, es, nil)
	defer snap.Release()
	if err := s.replica.Apply(s.tick, s.feed.Append(nil, snap, &s.share)); err != nil {
		s.t.Fatal(err)
	}
	for _, e := range s.replica.Entities() {
		ids = append(ids, e.ID)
	}
	return ids
}

func coin(id sim.EntityID, x int32) sim.Entity {
	return sim.Entity{ID: id, Kind: toy.KindCoin, X: x, Words: sim.Words{toy.CoinX: x << sim.PositionShift}}
}

func TestWhatComesIntoSightAndWhatLeavesIt(t *testing.T) {
	tests := []struct {
		name  string
		xs    []int32 // where a coin is in one snapshot after another
		frame int
		want  bool
	}{
		{"in view it is held", []int32{900}, 1, true},
		{"in the margin it is held before it can be seen", []int32{1080}, 1, true},
		{"beyond the margin it is unknown", []int32{1100}, 1, false},
		{"it stays while it flies along the border", []int32{1080, 1100}, 12, true},
		{"it is lost half a second later", []int32{1080, 1100}, 18, false},
		{"coming back starts the half second anew", []int32{1080, 1100, 1100, 1080, 1100}, 18, true},
		{"far out it is lost at once", []int32{1080, 1400}, 2, false},
		{"another cell is nothing special", []int32{250, 260}, 2, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t)
			var ids []sim.EntityID
			for i := range tt.frame {
				ids = s.show(coin(7, tt.xs[min(i, len(tt.xs)-1)]))
			}
			if got := len(ids) == 1; got != tt.want {
				t.Errorf("held = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAnEntityThatBecomesGlobalChangesLists(t *testing.T) {
	s := newStage(t)
	near, far := coin(3, 0), coin(3, 0)
	far.Global = true
	for i, e := range []sim.Entity{near, far, far, near, far} {
		s.show(coin(2, 0), e, coin(4, 0))
		got := s.replica.Entities()
		if len(got) != 3 || got[1].ID != 3 || got[1].Global != e.Global {
			t.Errorf("frame %d: held %+v, want 3 with Global = %v in the middle", i, got, e.Global)
		}
	}
}

func TestARestingWorldCostsNearlyNothing(t *testing.T) {
	s := newStage(t)
	es := []sim.Entity{coin(1, 0), coin(2, 100), coin(3, 200)}
	s.show(es...)
	before := s.feed.Stats().Bits
	s.show(es...)
	after := s.feed.Stats().Bits
	for _, k := range []snapshot.Section{snapshot.SectionDelta, snapshot.SectionAbsolute} {
		if got := after[k] - before[k]; got > 2 {
			t.Errorf("%v takes %d bits, want 2 at most", k, got)
		}
	}
}

// A client that lost a frame is wrong, and learns it from the next checksum.
func TestAClientThatWentWrongIsToldWithinSixtyFrames(t *testing.T) {
	s := newStage(t)
	s.show(coin(1, 0))
	s.tick += 2
	lost := s.pub.Publish(s.tick, []sim.Entity{coin(1, 5)}, nil)
	s.feed.Append(nil, lost, &s.share)
	for range 60 {
		s.tick += 2
		snap := s.pub.Publish(s.tick, []sim.Entity{coin(1, 5)}, nil)
		err := s.replica.Apply(s.tick, s.feed.Append(nil, snap, &s.share))
		if errors.Is(err, snapshot.ErrChecksum) {
			s.feed.Reset()
			if ids := s.show(coin(1, 5)); !slices.Equal(ids, []sim.EntityID{1}) || !s.replica.Whole() {
				t.Errorf("after the keyframe held = %v, whole %v", ids, s.replica.Whole())
			}
			return
		}
	}
	t.Error("nobody noticed")
}
