package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

// chatRoom is a channel of the lobby's chat on a sheet of its own, for windows that
// have no room for it beside the title.
type chatRoom struct {
	window
	talk *chatter
	log  ui.Log
	say  ui.Field
	seen int
}

func newChatRoom(k *Kit, c *chatter, heading string) *chatRoom {
	s := &chatRoom{
		window: newWindow(k, heading), talk: c, seen: -1,
		log: ui.Log{Name: "Chat"},
		say: ui.Field{Placeholder: "Say something", Limit: saysMost, EnterSends: true},
	}
	s.widgets = []ui.Widget{&s.say, &s.back, &s.log}
	return s
}

// Name implements Scene.
func (s *chatRoom) Name() string { return "chat" }

// Update implements Scene.
func (s *chatRoom) Update(f *Frame) Move {
	s.kit.lounge.look(s.kit, f.Now)
	s.wrong = s.talk.wrong
	s.layout(f)
	switch w := s.act(f); {
	case w == &s.say:
		s.talk.say(s.kit, s.say.Value())
		s.say.SetValue("")
	case w == &s.back, f.In.Cancel:
		return Pop()
	}
	return Move{}
}

func (s *chatRoom) layout(f *Frame) {
	in := s.lay(f, 720, 720)
	s.log.Rect, s.say.Rect = logAndField(f, in)
	s.foot(f, &s.back)
}

// logAndField are a chat: what was said, and below it where one types.
func logAndField(f *Frame, in ui.Rect) (log, field ui.Rect) {
	h := f.high(40)
	log = ui.Rect{X: in.X, Y: in.Y, W: in.W, H: in.H - h - f.px(12)}
	return log, ui.Rect{X: in.X, Y: in.Y + in.H - h, W: in.W, H: h}
}

// Draw implements Scene.
func (s *chatRoom) Draw(dst *ebiten.Image, f *Frame) {
	s.layout(f)
	s.ground(dst, f)
	s.talk.show(s.kit, &s.log, &s.seen)
	if len(s.talk.lines) == 0 {
		hollow(s.kit, dst, f, s.log.Rect, "Nobody has said anything yet.")
	}
	s.paint(dst, f)
}
