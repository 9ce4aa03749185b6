package viewer

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// narrow is the toy with a view in which most things are far away.
type narrow struct{ sim.Rules }

func (narrow) About() *sim.About {
	about := *toy.Game.About()
	about.View = sim.View{HalfWidth: 250, HalfHeight: 150, MinAspect: 1666, MaxAspect: 1666}
	return &about
}

const ada = 2 // her seat in record

func TestAMatchIsSeenAsAClientHadIt(t *testing.T) {
	type moment struct {
		entities []sim.Entity
		x, y     int32
	}
	at := map[sim.Tick]moment{}
	log := record(func(w sim.World) {
		x, y := w.Eye(ada)
		at[w.Tick()] = moment{w.AppendEntities(nil), x, y}
	})
	game := sim.Game{Rules: narrow{toy.Game.Rules}, Bot: toy.Game.Bot}
	v, err := Open(log, sim.Games{game})
	if err != nil {
		t.Fatal(err)
	}
	v.FollowAccount("ada")
	if err := v.SetSight(true); err != nil {
		t.Fatal(err)
	}
	about := game.About()
	interest, _ := about.Distances()
	unsent := 0
	for _, now := range []sim.Tick{200, 900, 905, 300, 1499} {
		if err := v.Seek(now); err != nil {
			t.Fatal(err)
		}
		looked := now - 2 - viewLag // and half of the next tick: what she held one tick ago says so
		if _, age := v.Sight(); age != 125*time.Millisecond {
			t.Errorf("tick %d: others are %v old, want 7½ ticks", now, age)
		}
		then := at[looked+1]
		for _, e := range then.entities {
			i := slices.IndexFunc(v.View.Seen, func(s netcode.Seen) bool { return s.ID == e.ID })
			sent := e.Global || about.Beyond(e.X, e.Y, then.x, then.y) <= interest.LeaveMargin
			switch {
			case e.ID == ada:
				if i < 0 || v.View.Seen[i].To != at[now].entities[ada].Words {
					t.Errorf("tick %d: her own dot is not where it is", now)
				}
			case sent != (i >= 0):
				t.Errorf("tick %d: %d is shown: %v, was sent: %v", now, e.ID, i >= 0, sent)
			case sent && (v.View.Seen[i].To != e.Words || v.View.Seen[i].T != .5):
				t.Errorf("tick %d: %d is shown as %+v, want it as of tick %d", now, e.ID, v.View.Seen[i], looked+1)
			case !sent:
				unsent++
			}
		}
		if !slices.IsSortedFunc(v.View.Seen, func(a, b netcode.Seen) int { return int(a.ID) - int(b.ID) }) {
			t.Error("what is seen is not in order")
		}
	}
	if unsent == 0 {
		t.Error("everything was sent: the test shows nothing")
	}
}

func TestPlayingOnShowsASightAsSeekingDoes(t *testing.T) {
	v := open(t, record(nil))
	v.FollowAccount("ada")
	if err := v.SetSight(true); err != nil {
		t.Fatal(err)
	}
	events := 0
	for range 60 * 12 {
		v.Advance(1. / 60)
		events += len(v.View.Events)
	}
	if events == 0 {
		t.Error("nothing is told of what happened")
	}
	v.Speed, v.Paused = 1, true
	seen := slices.Clone(v.View.Seen)
	pending := v.pending
	if err := v.Seek(v.play.World.Tick()); err != nil {
		t.Fatal(err)
	}
	v.pending = pending
	v.fill()
	if !reflect.DeepEqual(v.View.Seen, seen) {
		t.Error("after a seek to where it is, something else is shown")
	}
	other := open(t, record(nil))
	_ = other.Seek(v.play.World.Tick())
	if err := v.SetSight(false); err != nil || !reflect.DeepEqual(v.View.Seen, other.View.Seen) {
		t.Errorf("without it the match is not shown as it was: %v", err)
	}
}
