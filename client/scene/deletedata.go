package scene

import (
	"errors"
	"io/fs"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
)

// deleteDataScene asks for confirmation before the server deletes the account, and offers
// to save a copy of the data first.
type deleteDataScene struct {
	dialog
	confirm   ui.Button
	saveCopy  ui.Button
	call      *online.Call[struct{}]
	saveCall  *online.Call[string]
	savedPath string // where the copy was saved; empty: there is none
}

func newDeleteDataScene(deps *Deps) *deleteDataScene {
	s := &deleteDataScene{dialog: newDialog(deps, lang.T("DELETE MY DATA")), confirm: ui.Button{Label: "DELETE EVERYTHING"}, saveCopy: ui.Button{Label: "SAVE A COPY"}}
	s.back.Label = "KEEP IT"
	s.widgets = []ui.Widget{&s.back, &s.saveCopy, &s.confirm}
	return s
}

func (s *deleteDataScene) Name() string { return "erase" }

func (s *deleteDataScene) Update(f *frame) transition {
	if r, ok := s.call.Result(); ok {
		s.call, s.errText = nil, ""
		if r.Err == nil {
			s.deps.online.ForgetGuest()
			return home()
		}
		s.errText = online.Explain(r.Err).Text
	}
	if r, ok := s.saveCall.Result(); ok {
		s.saveCall, s.errText, s.savedPath = nil, "", r.Value
		if file, ok := errors.AsType[*fs.PathError](r.Err); ok {
			s.errText = lang.F("The copy cannot be written: %v.", file.Err)
		} else if r.Err != nil {
			s.errText = online.Explain(r.Err).Text
		}
	}
	s.layoutDeleteData(f)
	switch w := s.updateWidgets(f); {
	case w == &s.saveCopy && s.saveCall == nil:
		s.saveCall = s.deps.online.SaveExport()
	case w == &s.confirm && s.call == nil:
		s.call = s.deps.online.DeleteAccount()
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}

func (s *deleteDataScene) layoutDeleteData(f *frame) {
	s.layoutDialog(f, 640, 320)
	if s.sheet.W > f.px(520) {
		s.layoutFoot(f, &s.confirm, &s.saveCopy, &s.back)
		return
	}
	s.layoutFoot(f, &s.saveCopy, &s.back)
	s.confirm.Rect = s.saveCopy.Rect
	s.confirm.W, s.confirm.Y = s.back.X+s.back.W-s.saveCopy.X, s.saveCopy.Y-s.saveCopy.H-f.px(10)
}

func (s *deleteDataScene) Draw(dst *ebiten.Image, f *frame) {
	s.layoutDeleteData(f)
	s.drawBackground(dst, f)
	in := belowHeading(f, s.sheet)
	st := ui.Style{Size: f.px(17), Color: ui.White.Fade(.9)}
	y := in.Y + f.px(18)
	what := lang.T("Your name, your ratings and your place on every leaderboard are deleted for good. " +
		"Matches that others played with you stay, without your name.")
	for _, line := range s.deps.pen.Wrap(what, in.W, 0, st) {
		s.deps.pen.Text(dst, line, in.X, y, st)
		y += f.px(25)
	}
	if s.savedPath != "" {
		st.Color = ui.Muted
		s.deps.pen.Text(dst, s.deps.pen.Truncate(lang.F("A copy is in %s", s.savedPath), in.W, st), in.X, y+f.px(8), st)
	}
	s.drawWidgets(dst, f)
}
