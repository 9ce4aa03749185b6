package room

import (
	"testing"
	"time"

	"perihelion/shared/snapshot"
	"perihelion/sim"
)

func TestAClientIsSentWhatItsWindowShows(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		seat, ada := s.join("ada")
		view := s.room.cfg.Game.About().View
		last := func() snapshot.View {
			s.pass(200 * time.Millisecond)
			ada.mu.Lock()
			defer ada.mu.Unlock()
			return ada.updates[len(ada.updates)-1].View.View
		}
		for _, aspect := range []int32{1778, 462, 0, sim.MaxAspect} {
			if aspect != 1778 { // with which she has come
				s.room.Resize(seat.Me, seat.Epoch, aspect)
			}
			w, h := view.Half(aspect)
			if got := last(); got.HalfW != w || got.HalfH != h {
				t.Errorf("with aspect %d she is sent %d by %d, want %d by %d", aspect, got.HalfW, got.HalfH, w, h)
			}
		}
		s.room.Resize(seat.Me, seat.Epoch+1, 1778) // of another connection
		if w, _ := view.Half(sim.MaxAspect); last().HalfW != w {
			t.Errorf("a window of another connection changed what she is sent")
		}
	})
}
