package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
)

// lobbyChatScene shows a chat channel of the lobby, for windows without room for it on the
// title.
type lobbyChatScene struct {
	dialog
	chat       *online.ChatChannel
	log        ui.Log
	input      ui.Field
	logVersion int
}

func newLobbyChatScene(deps *Deps, c *online.ChatChannel, heading string) *lobbyChatScene {
	s := &lobbyChatScene{
		dialog: newDialog(deps, heading), chat: c, logVersion: -1,
		log:   ui.Log{Name: "Chat"},
		input: ui.Field{Placeholder: "Say something", Limit: maxChatRunes, EnterSends: true},
	}
	s.widgets = []ui.Widget{&s.input, &s.back, &s.log}
	return s
}

func (s *lobbyChatScene) Name() string { return "chat" }

func (s *lobbyChatScene) Update(f *frame) transition {
	s.deps.online.Lobby.WatchFeed(f.now)
	s.errText = s.chat.ErrText
	s.layoutChat(f)
	switch w := s.updateWidgets(f); {
	case w == &s.input:
		s.chat.Say(s.input.Value())
		s.input.SetValue("")
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}

func (s *lobbyChatScene) layoutChat(f *frame) {
	in := s.layoutDialog(f, 720, 720)
	s.log.Rect, s.input.Rect = logAndField(f, in)
	s.layoutFoot(f, &s.back)
}

// logAndField divides an area into a chat log and the input field below it.
func logAndField(f *frame, in ui.Rect) (log, field ui.Rect) {
	h := f.targetHeight(40)
	log = ui.Rect{X: in.X, Y: in.Y, W: in.W, H: in.H - h - f.px(12)}
	return log, ui.Rect{X: in.X, Y: in.Y + in.H - h, W: in.W, H: h}
}

func (s *lobbyChatScene) Draw(dst *ebiten.Image, f *frame) {
	s.layoutChat(f)
	s.drawBackground(dst, f)
	fillLog(&s.log, s.chat, s.deps.online, &s.logVersion)
	if len(s.chat.Messages) == 0 {
		drawEmptyText(s.deps, dst, f, s.log.Rect, lang.T("Nobody has said anything yet."))
	}
	s.drawWidgets(dst, f)
}

// fillLog shows a channel in a log, if anything has changed since shown, without the
// messages of muted players.
func fillLog(g *ui.Log, c *online.ChatChannel, s *online.Service, shown *int) {
	version := c.Version + s.MutesVersion() // both only grow
	if *shown == version {
		return
	}
	*shown = version
	g.SetEntries(chatEntries(c, s))
}

func chatEntries(c *online.ChatChannel, s *online.Service) []ui.LogEntry {
	list := make([]ui.LogEntry, 0, len(c.Messages))
	me := s.Guest().ID
	for i := range c.Messages {
		m := &c.Messages[i]
		if m.PlayerID != "" && s.IsMuted(protocol.AccountOf(m.PlayerID)) {
			continue
		}
		e := ui.LogEntry{Author: m.Name, Text: m.Text, AuthorColor: ui.Accent}
		switch {
		case m.PlayerID == "":
			e.Dim = true
		case m.PlayerID == me:
			e.AuthorColor = ui.Cyan
		}
		list = append(list, e)
	}
	return list
}
