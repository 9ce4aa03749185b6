package fleet

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"perihelion/server/lobby"
	"perihelion/server/play/room"
	"perihelion/shared/api"
	"perihelion/sim"
	"perihelion/sim/simtest"
	"perihelion/sim/toy"
)

// named are arenas of so many bytes.
func named(bytes int, names ...string) (all sim.Arenas) {
	for _, n := range names {
		all = append(all, &sim.Arena{Name: n, Text: strings.Repeat("x", bytes)})
	}
	return all
}

func TestAsManyFeaturedArenasAsFitAreInRotation(t *testing.T) {
	for _, tt := range []struct {
		name       string
		own, other sim.Arenas
		want       int
	}{
		{"none", named(10, "a"), nil, 1},
		{"two", named(10, "a"), named(10, "b", "c"), 3},
		{"too many", named(10, strings.Split("abcdefghij", "")...), named(10, "k", "l", "m"), sim.MaxArenas},
		{"too large", named(sim.MaxArenasText/3, "a", "b"), named(sim.MaxArenasText/3, "c"), 2},
		{"a small one behind one that is too large", named(sim.MaxArenasText/3, "a", "b"), append(named(sim.MaxArenasText/3, "c"), named(10, "d")...), 3},
		{"no arenas of the operator", nil, named(10, "b"), 0},
	} {
		c := Config{Arenas: tt.own, Featured: func() sim.Arenas { return tt.other }}
		if got := c.turns(); len(got) != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, len(got), tt.want)
		}
		if len(tt.own) > 0 && len(c.Arenas) != len(tt.own) {
			t.Errorf("%s: the operator's have changed", tt.name)
		}
	}
}

// turning is a game whose worlds tell which places are withdrawn.
type turning struct {
	sim.Rules
	asked chan uint16
}

func (r turning) NewWorld(cfg sim.Config) sim.World {
	return turningWorld{r.Rules.NewWorld(cfg), r.asked}
}

type turningWorld struct {
	sim.World
	asked chan<- uint16
}

func (w turningWorld) Place() int { return 0 }

func (w turningWorld) Withdraw(places uint16) uint16 {
	w.asked <- places
	return 0
}

func TestPublicRoomsLeaveAnArenaThatIsTakenDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		game, asked := simtest.WithArenas(toy.Game), make(chan uint16, 9)
		game.Rules = turning{game.Rules, asked}
		all := named(10, "a", "b", "c")
		for i, a := range all {
			a.Text = fmt.Sprintf(`{"name":%q,"title":"T%d"}`, a.Name, i)
		}
		featured := all[1:]
		f := newFleet(t, func(c *Config) {
			c.Games, c.Arenas, c.Featured = sim.Games{game}, all[:1], func() sim.Arenas { return featured }
		})
		open := func(private bool) {
			if _, err := f.open(spec{Mode: "toy", Seats: 4, Private: private, First: room.Reservation{Player: "ada", From: home}}); err != nil {
				t.Fatal(err)
			}
		}
		open(true)
		open(false)
		f.WithdrawArenas()
		featured = all[1:2]
		open(false)
		f.WithdrawArenas()
		synctest.Wait()
		if len(asked) != 1 || <-asked != 1<<2 {
			t.Errorf("not the one public room that has the arena is asked to leave it, but %d", len(asked))
		}
		if err := f.Registry().Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestARoomWhoseArenaIsChangedHasOne(t *testing.T) {
	game := simtest.WithArenas(toy.Game)
	c, r := Config{Games: sim.Games{game}, Arenas: named(10, "a", "b")}, room.Config{Game: game}
	r.Sim.Editable = true
	if err := c.choose(&r, &spec{}); err != nil || len(*r.Sim.Arenas) != 1 || (*r.Sim.Arenas)[0] != game.About().Arenas[0] {
		t.Errorf("%v, %v", err, r.Sim.Arenas)
	}
	f := newFleet(t, nil)
	if _, err := f.OpenPrivate("ada", home, api.NewRoom{Edit: true}); !errors.Is(err, lobby.ErrNoEditing) {
		t.Errorf("of a game whose arena is not changed: %v", err)
	}
}

func TestAPlayCountsWhenTheRoomIsOpen(t *testing.T) {
	var played []string
	f := newFleet(t, func(c *Config) {
		c.Games, c.MaxRooms = sim.Games{simtest.WithArenas(toy.Game)}, 2
		c.Library = func(_, _ string) (string, error) { return `{"name":"a","title":"A"}`, nil }
		c.Played = func(player, ref string) { played = append(played, player+" "+ref) }
	})
	for range 3 {
		_, _ = f.OpenPrivate("ada", home, api.NewRoom{Arena: "a@1"})
	}
	if open := len(f.Registry().List()); open == 0 || len(played) != open || played[0] != "ada a@1" {
		t.Errorf("%d rooms are open, counted are %v", open, played)
	}
}

func TestATextThatIsNoArenaOpensNoRoom(t *testing.T) {
	game := simtest.WithArenas(toy.Game)
	c, r := Config{Games: sim.Games{game}}, room.Config{Game: game}
	if err := c.choose(&r, &spec{ArenaText: "{"}); err == nil || r.Sim.Arenas != nil {
		t.Errorf("%v, %v", err, r.Sim.Arenas)
	}
	if err := c.choose(&r, &spec{ArenaText: `{"name":"a","title":"A"}`}); err != nil || (*r.Sim.Arenas)[0].Name != "a" {
		t.Errorf("%v, %v", err, r.Sim.Arenas)
	}
}
