package scene

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/ui"
	"perihelion/sim"
)

// press lets one frame pass in which these sources are held, in being what a menu makes of them.
func (th *theatre) press(in ui.Input, held ...input.Source) {
	d := th.kit.Devices
	r := d.Raw()
	was := r.Held
	*r = input.Raw{}
	for _, s := range held {
		r.Held[s], r.JustPressed[s] = true, !was[s]
	}
	d.ProcessRaw(float32(th.frame.W), float32(th.frame.H), 1, 1./60)
	th.play(in)
}

// flying plays a frame and flies a tick in it, as a match does to which the server has
// given the controls.
func (th *theatre) flying(m *match) sim.Buttons {
	m.view, m.ready = &netcode.View{Ready: true}, true
	th.play(ui.Input{})
	return m.fly().Buttons
}

var (
	click = input.Mouse(ebiten.MouseButtonLeft)
	boost = input.Key(ebiten.KeySpace)
	item  = input.Key(ebiten.KeyE)
)

func TestTheClickOnPlayDoesNotFire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := newTheatre(t, Options{})
		defer th.close()
		th.press(ui.Input{}, click, item, boost) // into the name, and what is typed there
		th.press(enter, click)
		th.wait("match", time.Second)
		m := th.stack.Top().(*match)
		if got := th.flying(m); got != 0 {
			t.Errorf("the first tick holds %b, want nothing", got)
		}
		th.press(ui.Input{}, click)
		if got := th.flying(m); got != 0 {
			t.Errorf("the button that was down all the time fires: %b", got)
		}
		th.press(ui.Input{})
		th.press(ui.Input{}, click)
		if got := th.flying(m); got != sim.ButtonPulse {
			t.Errorf("pressed in the match: %b, want the pulse", got)
		}
	})
}

// TestWhatIsPressedInAMenuDoesNotFire comes back into the match from all that lies over it.
func TestWhatIsPressedInAMenuDoesNotFire(t *testing.T) {
	tests := []struct {
		name  string
		open  func(th *theatre, m *match)
		leave func(th *theatre)
	}{
		{
			"pause menu", func(th *theatre, m *match) { th.press(ui.Input{}, input.Key(ebiten.KeyEscape)) },
			func(th *theatre) { th.press(ui.Input{Cancel: true}, click, boost) },
		},
		{
			"chat", func(th *theatre, m *match) { th.press(ui.Input{}, input.Key(ebiten.KeyEnter)) },
			func(th *theatre) { th.press(ui.Input{Runes: []rune("e"), Accept: true}, item, click) },
		},
		{
			"quick chat", func(th *theatre, m *match) { m.wheel = wheel{open: true, stays: true, action: input.Quick, at: -1} },
			func(th *theatre) { th.press(ui.Input{Runes: []rune("1")}, item, click) },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				th, m := inMatch(t, Options{})
				defer th.close()
				th.flying(m)
				tt.open(th, m)
				th.press(ui.Input{})
				if th.flying(m); !m.busy {
					t.Fatal("it does not take the keys")
				}
				tt.leave(th)
				th.flying(m)
				th.press(ui.Input{}, click)
				if got := th.flying(m); m.busy || got != 0 {
					t.Errorf("back in the match, busy %v, held %b, want nothing", m.busy, got)
				}
			})
		})
	}
}

func TestWhatIsPressedWhileNothingFliesIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, m := inMatch(t, Options{})
		defer th.close()
		th.flying(m)
		th.press(ui.Input{})
		th.press(ui.Input{}, item) // the line is silent: no tick is played
		th.press(ui.Input{})
		th.idle(blind + time.Second)
		if got := th.flying(m); got != 0 {
			t.Errorf("after the silence the ship does %b, want nothing", got)
		}
	})
}
