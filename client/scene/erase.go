package scene

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lobby"
	"perihelion/client/prefs"
	"perihelion/client/ui"
)

// erase asks twice before the server forgets us, and offers to save first what it
// keeps about us.
type erase struct {
	window
	sure   ui.Button
	copy   ui.Button
	call   *call[struct{}]
	saving *call[string]
	saved  string // where the copy is; empty: there is none
}

// exportName is the file that a copy of our data is saved in.
const exportName = "perihelion-data.json"

func newErase(k *Kit) *erase {
	s := &erase{window: newWindow(k, "DELETE MY DATA"), sure: ui.Button{Label: "DELETE EVERYTHING"}, copy: ui.Button{Label: "SAVE A COPY"}}
	s.back.Label = "KEEP IT"
	s.widgets = []ui.Widget{&s.back, &s.copy, &s.sure}
	return s
}

// Name implements Scene.
func (s *erase) Name() string { return "erase" }

// Update implements Scene.
func (s *erase) Update(f *Frame) Move {
	if r, ok := s.call.done(); ok {
		s.call, s.wrong = nil, ""
		if r.err == nil {
			s.kit.depart()
			return Home()
		}
		s.wrong = judge(r.err).text
	}
	if r, ok := s.saving.done(); ok {
		s.saving, s.wrong, s.saved = nil, "", r.got
		if file, ok := errors.AsType[*fs.PathError](r.err); ok {
			s.wrong = sentence("the copy cannot be written: " + file.Err.Error())
		} else if r.err != nil {
			s.wrong = judge(r.err).text
		}
	}
	s.layout(f)
	switch w := s.act(f); {
	case w == &s.copy && s.saving == nil:
		s.saving = ask(s.kit, saveExport)
	case w == &s.sure && s.call == nil:
		s.call = ask(s.kit, func(ctx context.Context, l *lobby.Client) (struct{}, error) { return struct{}{}, l.DeletePlayer(ctx) })
	case w == &s.back, f.In.Cancel:
		return Pop()
	}
	return Move{}
}

// saveExport saves what the server keeps about us, and says where.
func saveExport(ctx context.Context, l *lobby.Client) (where string, err error) {
	document, err := l.ExportData(ctx)
	if err != nil {
		return "", err
	}
	var text bytes.Buffer
	if err := json.Indent(&text, document, "", "  "); err != nil {
		return "", err
	}
	return prefs.SaveFile(exportName, text.Bytes())
}

// depart makes us nobody, as we are for the server now.
func (k *Kit) depart() {
	k.lounge.party.forget()
	k.self = newSelf()
	if err := k.Prefs.ClearGuest(); err != nil {
		k.Log.Warn("guest not forgotten here", "err", err)
	}
}

func (s *erase) layout(f *Frame) {
	s.lay(f, 640, 320)
	if s.sheet.W > f.px(520) {
		s.foot(f, &s.sure, &s.copy, &s.back)
		return
	}
	s.foot(f, &s.copy, &s.back)
	s.sure.Rect = s.copy.Rect
	s.sure.W, s.sure.Y = s.back.X+s.back.W-s.copy.X, s.copy.Y-s.copy.H-f.px(10)
}

// Draw implements Scene.
func (s *erase) Draw(dst *ebiten.Image, f *Frame) {
	s.layout(f)
	s.ground(dst, f)
	in := below(f, s.sheet)
	st := ui.Style{Size: f.px(17), Color: ui.White.Fade(.9)}
	y := in.Y + f.px(18)
	const what = "Your name, your ratings and your place on every leaderboard are deleted for good. " +
		"Matches that others played with you stay, without your name."
	for _, line := range s.kit.Pen.Wrap(what, in.W, 0, st) {
		s.kit.Pen.Text(dst, line, in.X, y, st)
		y += f.px(25)
	}
	if s.saved != "" {
		st.Color = ui.Muted
		s.kit.Pen.Text(dst, s.kit.Pen.Truncate("A copy is in "+s.saved, in.W, st), in.X, y+f.px(8), st)
	}
	s.paint(dst, f)
}
