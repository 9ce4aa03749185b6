package scene

import (
	"perihelion/client/input"
	"perihelion/client/ui"
)

// targets lists what can be pressed on a scene.
func (p *screenCheck) targets(top scene) (list []target) {
	if m, ok := top.(*matchScene); ok {
		return p.touchTargets(m)
	}
	if s, ok := top.(*localScene); ok {
		return p.touchTargetsOf(s.touchControls(&p.frame))
	}
	if s, ok := top.(*dailyFlight); ok {
		return p.touchTargetsOf(s.touchControls(&p.frame))
	}
	add := func(name string, r ui.Rect, reads bool) {
		if r != (ui.Rect{}) && overlaps(r, ui.Rect{W: float32(p.frame.w), H: float32(p.frame.h)}) {
			list = append(list, target{name, r, reads})
		}
	}
	for _, w := range widgetsOf(top) {
		switch w := w.(type) {
		case *ui.Tabs:
			for i, name := range w.Names {
				add(name, w.TabRect(i), false)
			}
		case *ui.List:
			add("a row of "+w.Name, ui.Rect{X: w.X, Y: w.Y, W: w.W, H: min(w.RowHeight, w.H)}, false)
		case *ui.Log:
			add(w.Name, w.Rect, true)
		case *picker:
			add(w.selectedName(), w.Rect, false)
		case ui.Labelled:
			add(w.Caption(), w.(ui.Widget).Bounds(), false)
		}
	}
	return list
}

// touchTargets are the touch controls of a match. What is drawn must not overlap texts;
// the area that reacts is a little larger.
func (p *screenCheck) touchTargets(m *matchScene) (list []target) {
	if m.view == nil {
		return nil
	}
	if m.chat.open {
		list = append(list, target{"what one types", m.chat.field.Rect, false})
	}
	if m.podium.shown(m) {
		list = append(list, target{m.podium.again.Label, m.podium.again.Rect, false}, target{m.podium.link.Label, m.podium.link.Rect, false})
	}
	return append(list, p.touchTargetsOf(m.touchControls(&p.frame))...)
}

func (p *screenCheck) touchTargetsOf(sticks []input.TouchStick, buttons []input.TouchButton) (list []target) {
	for i := range sticks {
		s := &sticks[i]
		list = append(list, target{"stick", circleBounds(s.X, s.Y, s.Radius), false})
	}
	for i := range buttons {
		s := &buttons[i]
		list = append(list, target{s.Label, circleBounds(s.X, s.Y, s.Radius), 2.6*s.Radius >= p.frame.minTarget})
	}
	return list
}

func widgetsOf(top scene) []ui.Widget {
	switch s := top.(type) {
	case *titleScene:
		return s.widgets
	case *matchmakingScene:
		return s.widgets
	case *roomsScene:
		return s.widgets
	case *privateScene:
		return s.widgets
	case *practiceScene:
		return s.widgets
	case *dailyScene:
		return s.widgets
	case *friendsScene:
		return s.widgets
	case *arenasScene:
		return s.widgets
	case *arenaScene:
		return s.widgets
	case *partyScene:
		return s.widgets
	case *leaderboardScene:
		return s.widgets
	case *profileScene:
		return s.widgets
	case *looksScene:
		return s.widgets
	case *seasonsScene:
		return s.widgets
	case *linkDeviceScene:
		return s.widgets
	case *deleteDataScene:
		return s.widgets
	case *settingsScene:
		return s.widgets
	case *lobbyChatScene:
		return s.widgets
	case *endedScene:
		return s.widgets
	case *localMenu:
		return s.widgets
	case *pauseMenu:
		return s.widgets
	case *playersScene:
		return s.widgets
	case *replayScene:
		return s.widgets
	case *watchScene:
		return s.widgets
	case *labPanel:
		return s.widgets
	case *editScene:
		return s.widgets
	}
	panic("no widgets are known of the scene " + top.Name())
}
