package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

// editChat is the newest lines of the chat while the HUD of the match is hidden.
type editChat struct {
	lines []editLine
}

type editLine struct {
	text string
	age  float64 // seconds
}

const (
	editLines   = 4
	editLineAge = 14 // seconds for which a line is shown
)

// follow takes the lines that were said since.
func (c *editChat) follow(m *matchScene, dt float64) {
	for i := range c.lines {
		c.lines[i].age += dt
	}
	for len(c.lines) > 0 && (c.lines[0].age > editLineAge || len(c.lines) > editLines) {
		c.lines = c.lines[1:]
	}
	if m.view == nil {
		return
	}
	for i := range m.view.Chat {
		l := &m.view.Chat[i]
		c.lines = append(c.lines, editLine{text: l.Name + ": " + l.Words()})
	}
}

// draw draws the lines upwards from y.
func (c *editChat) draw(p *ui.Pen, dst *ebiten.Image, f *frame, at ui.Rect) {
	st := ui.Style{Size: f.px(14), Color: ui.White.Fade(.9)}
	y := at.Y
	for i := len(c.lines) - 1; i >= 0; i-- {
		l := &c.lines[i]
		st.Color = ui.White.Fade(.9 * float32(min(1, editLineAge-l.age)))
		p.Text(dst, p.Truncate(l.text, at.W, st), at.X, y, st)
		y -= lineSpacing * st.Size
	}
}
