package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// localMenu lies over a match that is played on this machine, which waits meanwhile: resume,
// invite friends, settings, leave.
type localMenu struct {
	menu
	local    *localScene
	text     string
	resume   ui.Button
	invite   ui.Button
	settings ui.Button
	leave    ui.Button
}

var localMenuText = lang.Key("The match waits. Invite friends, and it goes on with them: same ships, same score. Bots hold their seats.")

// dailyMenuText is of a run of a day, which one flies alone.
var dailyMenuText = lang.Key("The run waits. One that is given up is not sent.")

func newLocalMenu(local *localScene) *localMenu {
	s := &localMenu{
		menu: menu{deps: local.deps}, local: local, text: localMenuText,
		resume: ui.Button{Label: "RESUME", Primary: true}, invite: ui.Button{Label: "INVITE FRIENDS"},
		settings: ui.Button{Label: "SETTINGS"}, leave: ui.Button{Label: "LEAVE THE MATCH"},
	}
	s.widgets = []ui.Widget{&s.resume, &s.invite, &s.settings, &s.leave}
	if local.match.Run != nil {
		s.text, s.leave.Label = dailyMenuText, "GIVE UP"
		s.widgets = []ui.Widget{&s.resume, &s.settings, &s.leave}
	}
	return s
}

func (s *localMenu) Name() string { return "localmenu" }

func (s *localMenu) Update(f *frame) transition {
	if !f.top {
		return transition{}
	}
	s.layoutOverMatch(f)
	switch w := s.updateWidgets(f); {
	case w == &s.resume, f.in.Cancel:
		s.deps.Devices.RequireRelease() // what was pressed here is not meant for the match
		return pop()
	case w == &s.invite:
		return push(newMatchmakingScene(s.deps, online.Destination{OpenRoom: true, NewRoom: api.NewRoom{Log: s.local.match.Log()}}))
	case w == &s.settings:
		return push(newSettingsScene(s.deps))
	case w == &s.leave:
		s.local.left = true
	}
	return transition{}
}

func (s *localMenu) Draw(dst *ebiten.Image, f *frame) {
	if !f.top {
		return
	}
	s.layoutOverMatch(f)
	p, line := s.deps.pen, ui.Style{Size: f.px(16), Color: ui.Muted}
	wide := min(f.px(560), float32(f.w)-f.px(30))
	y := s.resume.Y - f.px(32) - lineSpacing*line.Size*float32(len(p.Wrap(lang.T(s.text), wide, 0, line))-1)
	drawOverMatch(p, dst, f, y)
	drawParagraph(p, dst, lang.T(s.text), float32(f.w)/2, y, wide, line)
	s.drawWidgets(dst, f)
}
