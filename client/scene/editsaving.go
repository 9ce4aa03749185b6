package scene

import (
	"errors"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
)

// editSaving is what can be done with the arena as it is.
type editSaving struct {
	rect ui.Rect
	keep editButton // keeps it among the player's arenas
	text editButton // copies it
	call *online.Call[online.KeptArena]
}

func (s *editSaving) inSight() []ui.Widget {
	s.keep.Label, s.text.Label = "SAVE TO LIBRARY", "COPY AS TEXT"
	s.keep.Disabled = s.call != nil
	return []ui.Widget{&s.keep, &s.text}
}

// handleSaving does what a button was pressed for.
func (s *editSaving) handleSaving(e *editScene, w ui.Widget) {
	switch {
	case w == &s.text:
		e.copy(e.editor.Export())
	case w == &s.keep && s.call == nil:
		s.call = e.deps.online.KeepArena(e.editor.Export(), e.match.entry.kept)
	}
}

// takeAnswer tells the player what became of a call. What is kept next in this match is its next
// version.
func (s *editSaving) takeAnswer(e *editScene) {
	r, ok := s.call.Result()
	switch {
	case !ok:
		return
	case r.Err != nil:
		e.tell(errors.New(online.Explain(r.Err).Text))
	default:
		e.match.entry.kept = r.Value
		e.notice(lang.Key("Saved"))
	}
	s.call = nil
}

// layoutSaving places the buttons in a part of the window.
func (s *editSaving) layoutSaving(f *frame, room ui.Rect) {
	h := f.targetHeight(34)
	s.rect = room
	s.rect.H = min(room.H, f.px(36)+2*(h+f.px(8))+f.px(4))
	if f.isUpright() {
		s.rect.Y = room.Y + room.H - s.rect.H
	}
	c := column{x: s.rect.X + f.px(12), y: s.rect.Y + f.px(36), w: s.rect.W - f.px(24), gap: f.px(8)}
	s.keep.Rect, s.text.Rect = c.nextRow(h), c.nextRow(h)
}
