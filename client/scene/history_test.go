package scene

import (
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/ui"
	"perihelion/shared/transport"
)

// goBack presses the browser's Back.
func (th *theatre) goBack() {
	th.pages.pressed = th.pages.held
	th.play(ui.Input{})
}

func TestBackInAMatchAsksOnce(t *testing.T) {
	over := map[string]func(th *theatre, m *match){
		"with nothing over it":   func(*theatre, *match) {},
		"with the pause menu":    func(th *theatre, m *match) { th.stack.move(1, Push(newPauseMenu(m))) },
		"with a line half typed": func(_ *theatre, m *match) { m.chat.begin(0) },
		"with the settings":      func(th *theatre, m *match) { th.stack.move(1, Push(newSettings(m.kit))) },
		"with a broken connection": func(th *theatre, _ *match) {
			th.server.set(nil, errNoRoute)
			th.server.hangUp(transport.Abnormal)
			th.idle(100 * time.Millisecond)
		},
	}
	for name, cover := range over {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				th, m := inMatch(t, Options{})
				cover(th, m)
				th.goBack()
				if top := th.stack.Top().Name(); top != "pause" || !m.asked {
					t.Fatalf("Back leads to %s, asked %v, want the pause menu that asks", top, m.asked)
				}
				th.play(ui.Input{Cancel: true})
				th.idle(100 * time.Millisecond)
				th.goBack()
				if top := th.stack.Top().Name(); top != "pause" {
					t.Fatalf("Back after playing on leads to %s, want to be asked again", top)
				}
				th.goBack()
				if top := th.stack.Top(); top != th.stack.Base() || th.pages.held || !th.pages.plain {
					t.Errorf("Back again leads to %s, held %v, address cleared %v; want the title, as if there had been no match", top.Name(), th.pages.held, th.pages.plain)
				}
				if _, ok := th.kit.remembered(); ok {
					t.Error("a seat that was given up is still offered")
				}
				th.close()
			})
		})
	}
}

func TestBackIsTheBrowsersOwnOutsideOfAMatch(t *testing.T) {
	ends := map[string]func(th *theatre){
		"by the menu":            func(th *theatre) { th.stack.move(1, Home()) },
		"by a close of the room": func(th *theatre) { th.server.hangUp(transport.Kicked); th.wait("ended", time.Second) },
		"for another match": func(th *theatre) {
			th.server.set(errNoRoute, nil)
			th.server.hangUp(transport.RoomClosed)
			th.wait("finding", time.Second)
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				th, _ := inMatch(t, Options{})
				if !th.pages.held {
					t.Fatal("Back in a match leaves the page")
				}
				end(th)
				if th.pages.held {
					t.Error("Back is kept from the browser after the match")
				}
				th.close()
			})
		})
	}
}
