package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
	"perihelion/shared/protocol"
)

// chat is the line in which a player types.
type chat struct {
	open  bool
	field ui.Field
	wrong string
}

func newChat() chat {
	return chat{field: ui.Field{Hint: "Say something", Limit: protocol.MaxChat}}
}

func (c *chat) begin() {
	c.open, c.wrong = true, ""
	c.field.Set("")
}

// update types. Enter says the line, or closes an empty one.
func (c *chat) update(m *match, f *Frame) {
	if f.In.Cancel {
		c.open = false
		return
	}
	if !c.field.Update(f.In, true) {
		return
	}
	if c.field.Value() == "" {
		c.open = false
		return
	}
	text, err := protocol.CleanChat(c.field.Value())
	if err != nil {
		c.wrong = sentence(err.Error())
		return
	}
	_ = m.client.Say(protocol.Say{Text: text}) // if it cannot be sent, the link says why
	c.open = false
}

func (c *chat) draw(k *Kit, dst *ebiten.Image, f *Frame) {
	if !c.open {
		return
	}
	c.field.Rect = ui.Rect{X: f.px(12), Y: float32(f.H) - f.px(136), W: min(f.px(460), float32(f.W)-f.px(24)), H: f.px(36)}
	c.field.Draw(dst, k.Pen, ui.Look{Unit: f.Unit}, true)
	if c.wrong != "" {
		k.Pen.Text(dst, c.wrong, c.field.X, c.field.Y-f.px(12), ui.Style{Size: f.px(14), Color: ui.Bad})
	}
}
