package scene

import (
	"fmt"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/deeds"
)

// looksScene chooses a title and a trail of those that the player has earned, and shows what
// the others take.
type looksScene struct {
	dialog
	kinds   ui.Tabs
	list    ui.List
	profile *api.Profile // of the profile scene below
	call    *online.Call[api.Profile]
	preview render.Trails
	at      float32 // seconds that the preview has flown
	stage   ui.Rect // of the preview
}

// lookKinds are the tabs: rows, and the name of number 0.
var lookKinds = [...]struct {
	rows []deeds.Look
	none string
}{{deeds.Titles, lang.Key("No title")}, {deeds.Trails, lang.Key("Plain")}}

const kindTrail = 1

func newLooksScene(deps *Deps, profile *api.Profile) *looksScene {
	s := &looksScene{
		dialog: newDialog(deps, lang.T("LOOKS")), profile: profile,
		kinds: ui.Tabs{Names: []string{"TITLE", "TRAIL"}}, list: ui.List{Name: "Looks"},
		preview: render.Trails{JumpDistance: previewJump},
	}
	s.widgets = []ui.Widget{&s.kinds, &s.list, &s.back}
	s.setFocus(&s.list)
	s.showChosen()
	return s
}

func (s *looksScene) Name() string { return "looks" }

// chosen is where the number of the shown kind is kept.
func (s *looksScene) chosen(l *api.Looks) *int {
	if s.kinds.Selected == kindTrail {
		return &l.Trail
	}
	return &l.Title
}

// rowAt is a row of the list; ok is false for the first, which is number 0.
func (s *looksScene) rowAt(i int) (l deeds.Look, ok bool) {
	if i == 0 {
		return l, false
	}
	return lookKinds[s.kinds.Selected].rows[i-1], true
}

// showChosen lists the rows of the tab, and moves to the chosen one.
func (s *looksScene) showChosen() {
	s.list.Count, s.list.Selected = 1+len(lookKinds[s.kinds.Selected].rows), 0
	for i := range s.list.Count {
		if l, _ := s.rowAt(i); l.Number == *s.chosen(&s.profile.Looks) {
			s.list.Selected = i
		}
	}
}

func (s *looksScene) earned(i int) bool {
	l, ok := s.rowAt(i)
	return !ok || l.Earned(s.profile.Level.Number, s.profile.Deeds)
}

func (s *looksScene) Update(f *frame) transition {
	if r, ok := s.call.Result(); ok {
		s.call, s.errText = nil, ""
		if r.Err != nil {
			s.errText = online.Explain(r.Err).Text
		} else {
			*s.profile = r.Value
			s.deps.online.Progress.Note(&r.Value)
		}
	}
	s.layoutLooks(f)
	s.flyPreview(f)
	switch w := s.updateWidgets(f); {
	case w == &s.kinds:
		s.showChosen()
	case w == &s.list && s.earned(s.list.Selected):
		s.choose(s.list.Selected)
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}

// choose asks the server for a row, which answers with the profile.
func (s *looksScene) choose(i int) {
	l, _ := s.rowAt(i)
	looks := s.profile.Looks
	*s.chosen(&looks) = l.Number
	s.call.Cancel()
	s.call = s.deps.online.SetLooks(looks)
}

func (s *looksScene) layoutLooks(f *frame) {
	in := s.layoutDialog(f, 560, 640)
	s.kinds.Rect = ui.Rect{X: in.X, Y: in.Y, W: in.W, H: f.targetHeight(38)}
	high := min(f.px(110), in.H*.28)
	s.stage = ui.Rect{X: in.X, Y: in.Y + s.kinds.H + f.px(8), W: in.W, H: high}
	s.list.Rect = belowRect(f, in, s.stage, 8)
	s.list.RowHeight = f.targetHeight(36)
	s.layoutFoot(f, &s.back)
}

// progressText says what a row takes, and how far the player is.
func (s *looksScene) progressText(l *deeds.Look) string {
	if l.Level > 0 {
		return lang.F("level %d", l.Level)
	}
	if done := s.profile.Deeds[l.Deed]; done < l.Need {
		return fmt.Sprintf("%d / %s", done, deedText(l.Deed, l.Need))
	}
	return deedText(l.Deed, l.Need)
}

// deedText says a number of deeds, such as "250 kills".
func deedText(deed string, n int) string {
	text, several, mode := deeds.Words(deed)
	if n != 1 {
		text = several
	}
	if mode != "" {
		return fmt.Sprintf("%d %s", n, lang.F(text, lang.T(mode)))
	}
	return fmt.Sprintf("%d %s", n, lang.T(text))
}
