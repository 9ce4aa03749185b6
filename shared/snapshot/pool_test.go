package snapshot_test

import (
	"sync"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/ships"
	"perihelion/sim/toy"
)

// Writers that lag behind the room read snapshots that are theirs alone, while
// everything that was released is overwritten: a checksum would tell.
func TestNoReaderSeesReleasedMemory(t *testing.T) {
	const writers, snapshots = 4, 400
	world := newFakeWorld(3, 16)
	p := snapshot.NewPublisher(ships.Rules, world.cfg)
	p.Poison()
	lanes := make([]chan *snapshot.Snapshot, writers)
	var wg sync.WaitGroup
	for i := range lanes {
		lanes[i] = make(chan *snapshot.Snapshot, 1+3*i)
		wg.Go(func() { write(t, world.cfg, i, lanes[i]) })
	}
	for range snapshots {
		world.step(2)
		s := p.Publish(world.tick, world.entities, world.events)
		for i, lane := range lanes {
			s.Retain()
			if i%2 == 0 {
				lane <- s
				continue
			}
			select { // these skip
			case lane <- s:
			default:
				s.Release()
			}
		}
		s.Release()
	}
	for _, lane := range lanes {
		close(lane)
	}
	wg.Wait()
	p.Close()
}

// write is the writer of one connection and the client at its other end.
func write(t *testing.T, cfg sim.Config, i int, lane <-chan *snapshot.Snapshot) {
	var f snapshot.ClientEncoder
	r := snapshot.NewClientState(ships.Rules, cfg)
	sh := snapshot.PlayerView{Me: sim.PlayerID(i), View: snapshot.View{HalfW: 1500, HalfH: 1000}}
	var body []byte
	for s := range lane {
		body = f.Append(body[:0], s, &sh)
		tick := s.Tick()
		s.Release()
		if err := r.Apply(tick, body); err != nil {
			t.Errorf("writer %d: %v", i, err)
		}
		if tick%7 == 0 {
			f.Reset() // a keyframe carries a checksum
		}
	}
}

func TestMisuseOfReferencesPanics(t *testing.T) {
	tests := []struct {
		name   string
		misuse func(s *snapshot.Snapshot)
	}{
		{"released twice", func(s *snapshot.Snapshot) { s.Release() }},
		{"sent after its release", func(s *snapshot.Snapshot) { new(snapshot.ClientEncoder).Append(nil, s, &snapshot.PlayerView{}) }},
		{"retained after its release", func(s *snapshot.Snapshot) { s.Retain() }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := snapshot.NewPublisher(toy.Game, sim.Config{Seats: 2})
			s := p.Publish(2, nil, nil)
			s.Release()
			p.Close()
			defer func() {
				if recover() == nil {
					t.Error("it did not panic")
				}
			}()
			tt.misuse(s)
		})
	}
}
