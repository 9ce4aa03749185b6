package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// chatInput is the text field for chat in a match, to the room or to the own team: Enter
// opens it for the room and Shift+Enter for the team, and Tab switches.
type chatInput struct {
	open    bool
	field   ui.Field
	channel protocol.Channel
	errText string
}

func newChatInput() chatInput {
	return chatInput{field: ui.Field{Placeholder: "Say something", Limit: protocol.MaxChat}}
}

func (c *chatInput) openFor(to protocol.Channel) {
	c.open, c.errText, c.channel = true, "", to
	c.field.SetValue("")
}

// updateInput handles typing. Enter sends the text, or closes an empty field.
func (c *chatInput) updateInput(m *matchScene, f *frame) {
	c.layoutInput(f)
	m.deps.offerTextInput(f, &c.field, &ui.Form{}, true)
	if f.in.Cancel {
		c.open = false
		return
	}
	if m.hasTeam() && (f.in.Nav == ui.NavNext || f.in.Nav == ui.NavPrev) {
		c.channel = protocol.ChannelTeam - c.channel
	}
	if !c.field.Update(f.in, true) {
		return
	}
	if c.field.Value() == "" {
		c.open = false
		return
	}
	text, err := protocol.CleanChat(c.field.Value())
	if err != nil {
		c.errText = online.Sentence(err.Error())
		return
	}
	_ = m.session.Client.Say(protocol.Say{Channel: c.channel, Text: text}) // on failure Conn.Err gives the reason
	c.open = false
}

// hasTeam reports whether the player has a team to talk to.
func (m *matchScene) hasTeam() bool {
	return m.view != nil && m.view.Config.TeamOf(m.view.Me) != sim.NoTeam
}

// inputRect is the area of the field and the line below it.
func (c *chatInput) inputRect(f *frame) ui.Rect {
	const above = 84 // points below it: the gauges of the HUD
	h := f.targetHeight(36) + f.px(26)
	return ui.Rect{X: f.px(12), Y: float32(f.h) - f.px(above) - h, W: min(f.px(530), float32(f.w)-f.px(24)), H: h}
}

// layoutInput places the field and returns the place of the channel's name beside it.
func (c *chatInput) layoutInput(f *frame) (tag ui.Rect) {
	tag = ui.Rect{X: f.px(12), Y: c.inputRect(f).Y, W: f.px(64), H: f.targetHeight(36)}
	c.field.Rect = ui.Rect{X: tag.X + f.px(70), Y: tag.Y, W: min(f.px(460), float32(f.w)-f.px(94)), H: tag.H}
	return tag
}

func (c *chatInput) drawInput(m *matchScene, dst *ebiten.Image, f *frame) {
	if !c.open {
		return
	}
	p := m.deps.pen
	to, hue := lang.T("ROOM"), ui.Cyan
	if c.channel == protocol.ChannelTeam {
		to, hue = lang.T("TEAM"), rgba.Hex(0x3784ff)
	}
	tag := c.layoutInput(f)
	y := tag.Y
	p.Panel(dst, tag, ui.Frame{Fill: ui.PanelFill, Line: hue, Cut: f.px(6), Width: f.px(1.5)})
	p.Text(dst, to, tag.CenterX(), tag.CenterY(), ui.Style{Face: ui.Title, Size: f.px(14), Color: hue, Align: ui.Center})
	c.field.Draw(dst, p, ui.Theme{Unit: f.unit}, true)
	note := ui.Style{Size: f.px(14), Color: ui.Muted}
	switch {
	case c.errText != "":
		note.Color = ui.Bad
		p.Text(dst, c.errText, c.field.X, y+tag.H+f.px(16), note)
	case m.hasTeam():
		p.Text(dst, lang.T("Tab: to the room, or to your side"), c.field.X, y+tag.H+f.px(16), note)
	}
}
