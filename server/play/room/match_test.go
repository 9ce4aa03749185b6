package room

import (
	"reflect"
	"testing"
	"testing/synctest"

	"perihelion/sim"
)

// TestRoomHasNoFieldThatLeadsToItsMatch follows the fields of Room through everything
// that can be read: only the mailbox may name the match, as what its functions are given.
func TestRoomHasNoFieldThatLeadsToItsMatch(t *testing.T) {
	owned, seen := reflect.TypeFor[match](), map[reflect.Type]bool{}
	var follow func(at reflect.Type, path string)
	follow = func(at reflect.Type, path string) {
		if at == owned {
			t.Errorf("%s is the match", path)
		}
		if seen[at] {
			return
		}
		seen[at] = true
		switch at.Kind() {
		case reflect.Struct:
			for i := range at.NumField() {
				follow(at.Field(i).Type, path+"."+at.Field(i).Name)
			}
		case reflect.Map:
			follow(at.Key(), path)
			follow(at.Elem(), path)
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
			follow(at.Elem(), path)
		case reflect.Func:
			for i := range at.NumOut() {
				follow(at.Out(i), path)
			}
		}
	}
	follow(reflect.TypeFor[Room](), "Room")
}

func TestAWorldThatCannotBeMadeEndsOnlyItsRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gauge{}
		cfg := Config{Sim: sim.Config{Seats: 2}, Metrics: g}
		cfg.Game = gameOf(func(sim.Config) sim.World { panic("no world") })
		r := New(cfg, quiet)
		go r.Run(t.Context())
		if _, err := r.Join(t.Context(), Request{Player: "ada", Peer: &fakePeer{}}); err != ErrClosed {
			t.Errorf("join = %v, want ErrClosed", err)
		}
		if len(g.closed) != 1 || g.closed[0] != ClosedCrashed {
			t.Errorf("counted closes %v, want one crash", g.closed)
		}
	})
}
