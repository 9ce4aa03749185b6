package scene

import (
	"testing"
	"testing/synctest"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/online"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/sim/ships"
)

// askedClass plays a frame of a match that begins now, in which some keys are held, and returns
// the class that its input asks for.
func (tc *testClient) askedClass(held ...input.Source) int32 {
	f := tc.deps.Faces[0]
	play, err := f.NewPlay(tc.deps.kitOf(f))
	if err != nil {
		tc.t.Fatal(err)
	}
	v := &netcode.View{Ready: true}
	v.Own[ships.OwnAlive] = 1
	tc.pressKeys(ui.Input{}, held...)
	return play.Sample(tc.deps.Devices, v.Own, v, render.Camera{Scale: 1}).Axes[ships.AxisClass]
}

func TestAClassThatIsChosenBeforeTheMatchIsAskedForFromItsFirstInput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		if n := tc.askedClass(); n != 0 {
			t.Errorf("who has never chosen asks for %d", n)
		}
		s := newMatchmakingScene(tc.deps, online.Destination{})
		s.flow = &online.JoinFlow{}
		tc.frame.top = true
		for range 2 { // from none to the last, and to the one before
			s.offerLoadout(&tc.frame)
			tc.frame.in = &ui.Input{Nav: ui.NavLeft}
			s.setFocus(&s.loadout)
			s.handleButtons(&tc.frame)
		}
		if !s.hasLoadout || tc.deps.Prefs.Loadouts["ships"] != int(ships.Bomber)+1 {
			t.Fatalf("chosen: %v, offered: %v", tc.deps.Prefs.Loadouts, s.hasLoadout)
		}
		if n := tc.askedClass(); n != int32(ships.Bomber)+1 {
			t.Errorf("the first input asks for %d", n)
		}
		if n := tc.askedClass(input.Key(ebiten.KeyDigit2)); n != int32(ships.Lancer)+1 || tc.deps.Prefs.Loadouts["ships"] != int(ships.Lancer)+1 {
			t.Errorf("the key 2 asks for %d, remembered: %v", n, tc.deps.Prefs.Loadouts)
		}
		tc.deps.Prefs.Loadouts["ships"] = 77
		if n := tc.askedClass(); n != 0 {
			t.Errorf("of what there is no more, %d is asked for", n)
		}
	})
}
