package scene

import "perihelion/client/ui"

const roomForPanels = 1000 // points that a window must be wide

func (h *homeScene) layout(f *Frame) {
	h.refresh()
	if wide := float32(f.W) >= f.px(roomForPanels); wide != h.wide || h.told != h.kit.lounge.version {
		had := h.widgets[h.form.Focus]
		h.wide = wide
		h.arrange()
		h.focus(had)
	}
	c := h.column(f)
	h.name.Rect = c.next(f.high(42))
	h.modes.Rect = c.next(f.high(42))
	c.y += f.px(20) // what the mode is
	h.play.Rect = c.next(f.high(h.playHigh(f)))
	h.layWays(f, &c)
	if h.wide {
		h.side.layout(f)
	}
}

// column is where the widgets go: in the middle, and in a low window below a small logo.
func (h *homeScene) column(f *Frame) column {
	if !f.low() {
		return newColumn(f, h.top(f), 350)
	}
	wide := float32(350)
	if h.oneRow(f) {
		wide = 620
	}
	c := newColumn(f, h.top(f), wide)
	c.gap = f.px(8)
	return c
}

// oneRow reports whether all ways out fit beside each other, and need to.
func (h *homeScene) oneRow(f *Frame) bool { return f.low() && !h.wide && float32(f.W) >= f.px(640) }

func (h *homeScene) playHigh(f *Frame) float32 {
	if f.low() {
		return 50
	}
	return 66
}

// layWays puts the ways out in two rows, or in one, with the chat among them if it has
// no panel.
func (h *homeScene) layWays(f *Frame, c *column) {
	c.gap = min(c.gap, f.px(10))
	all := waysOut
	if !h.wide {
		all++
	}
	var places []ui.Rect
	if h.oneRow(f) {
		places = c.parts(f.high(40), all)
	} else {
		places = append(c.parts(f.high(40), waysOut/2), c.parts(f.high(40), all-waysOut/2)...)
	}
	h.row = h.row[:0]
	for i := range h.ways {
		h.row = append(h.row, &h.ways[i])
	}
	if !h.wide {
		h.row = append(h.row, &h.talk)
	}
	for i, b := range h.row {
		b.Rect = places[i]
	}
}

// top is where the column of widgets begins.
func (h *homeScene) top(f *Frame) float32 {
	const tall = 310 // points
	if f.low() {
		return f.px(58)
	}
	return max(f.px(140), min(float32(f.H)*.38, float32(f.H)-f.px(tall+60)))
}
