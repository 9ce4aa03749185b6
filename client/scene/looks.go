package scene

import (
	"fmt"

	"perihelion/client/game"
	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/deeds"
)

// looksScene is where players customize what others see and hear of them: of what they have earned;
// it shows what the rest takes.
type looksScene struct {
	dialog
	kinds   ui.Tabs
	list    ui.List
	profile *api.Profile // of the profile scene below
	call    *online.Call[api.Profile]
	preview portrait
}

// lookKinds are the tabs: rows, the name of number 0, and where the chosen number is kept.
var lookKinds = [...]struct {
	tab    string
	rows   []deeds.Look
	none   string
	chosen func(*api.Looks) *int
}{
	{lang.Key("TITLE"), deeds.Titles, lang.Key("No title"), func(l *api.Looks) *int { return &l.Title }},
	{lang.Key("TRAIL"), deeds.Trails, lang.Key("Plain"), func(l *api.Looks) *int { return &l.Trail }},
	{lang.Key("HULL"), deeds.HullLines, lang.Key("Plain"), func(l *api.Looks) *int { return &l.Lines }},
	{lang.Key("KILL SOUND"), deeds.KillSounds, lang.Key("Plain"), func(l *api.Looks) *int { return &l.KillSound }},
}

const kindTitle, kindTrail, kindKillSound = 0, 1, 3

func newLooksScene(deps *Deps, profile *api.Profile) *looksScene {
	s := &looksScene{
		dialog: newDialog(deps, lang.T("CUSTOMIZE")), profile: profile,
		list: ui.List{Name: "Looks"}, preview: newPortrait(),
	}
	for i := range lookKinds {
		s.kinds.Names = append(s.kinds.Names, lookKinds[i].tab)
	}
	s.list.Cells = s.rowCells
	s.widgets = []ui.Widget{&s.kinds, &s.list, &s.back}
	s.setFocus(&s.list)
	s.showChosen()
	return s
}

func (s *looksScene) Name() string { return "looks" }

// chosen is where the number of the shown kind is kept.
func (s *looksScene) chosen(l *api.Looks) *int { return lookKinds[s.kinds.Selected].chosen(l) }

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

// rowCells are the name of a row, and what it takes or that it is chosen.
func (s *looksScene) rowCells(i int) []string {
	l, ok := s.rowAt(i)
	name, right := lang.T(l.Name), ""
	if !ok {
		name = lang.T(lookKinds[s.kinds.Selected].none)
	} else {
		right = s.progressText(&l)
	}
	if l.Number == *s.chosen(&s.profile.Looks) {
		right = lang.T("CHOSEN")
	}
	return []string{name, right}
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
	s.preview.near = s.kinds.Selected != kindTrail
	s.preview.fly(float32(f.dt))
	switch w := s.updateWidgets(f); {
	case w == &s.kinds:
		s.showChosen()
	case w == &s.list:
		s.playKillSound()
		if s.earned(s.list.Selected) {
			s.choose(s.list.Selected)
		}
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}

// playKillSound lets the player hear the selected row, also one that is not earned yet.
func (s *looksScene) playKillSound() {
	if p, ok := s.deps.face.(game.KillSounder); ok && s.kinds.Selected == kindKillSound {
		l, _ := s.rowAt(s.list.Selected)
		p.PlayKillSound(s.deps.audio, uint8(l.Number))
	}
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
	s.preview.stage = ui.Rect{X: in.X, Y: in.Y + s.kinds.H + f.px(8), W: in.W, H: high}
	s.list.Rect = belowRect(f, in, s.preview.stage, 8)
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
