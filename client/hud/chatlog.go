package hud

import (
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// chatLog holds the last chat lines. Each fades out after chatTime.
type chatLog struct {
	lines [chatLines]chatLine // newest first
	n     int
}

// chatLine is one received line.
type chatLine struct {
	from, text string
	team       bool // sent to the own team only
	color      rgba.Color
	age        float32
}

const (
	chatLines = 8
	chatTime  = 10 // seconds
)

// updateChat advances by dt seconds and adds the new lines of v, except those of players
// for whom mutes returns true.
func (t *chatLog) updateChat(v *netcode.View, dt float32, mutes func(who protocol.Account) bool) {
	for i := range t.lines[:t.n] {
		t.lines[i].age += dt
	}
	for i := range v.Chat {
		c := &v.Chat[i]
		if mutes != nil && c.Account != 0 && c.From != v.Me && mutes(c.Account) {
			continue
		}
		copy(t.lines[1:], t.lines[:])
		s := chatLine{from: c.Name, text: wordsOf(c), color: render.Energy, team: c.Channel == protocol.ChannelTeam, age: float32(c.Ago.Seconds())}
		if c.From != sim.NoPlayer {
			s.color = render.PlayerColor(v, c.From)
		}
		t.lines[0] = s
		t.n = min(t.n+1, chatLines)
	}
}

const (
	chatBottom   = 150 // HUD units above the lower edge; the input field is below
	chatStep     = 21
	chatLinesLow = 5   // number of lines in a low window
	chatMinWidth = 120 // HUD units: a narrower line is not drawn
)

// drawChat stacks the lines upward from above the input field, beside what is already at
// the left edge.
func (t *chatLog) drawChat(p *Painter, f *Frame) {
	u := f.Unit
	x, y := t.findColumn(f), f.H-chatBottom*u
	maxLines := chatLines
	if f.H < 640*u {
		maxLines = chatLinesLow
	}
	for i := range t.lines[:min(t.n, maxLines)] {
		l := &t.lines[i]
		k := min(1, chatTime-l.age)
		if f.Options.ChatOpen {
			k = 1
		}
		if k <= 0 {
			continue
		}
		room, ok := l.findRoom(p, f, x, y)
		for !ok && y > f.H*.4 {
			y -= chatStep * u
			room, ok = l.findRoom(p, f, x, y)
		}
		if !ok {
			return
		}
		room.W = l.drawChatLine(p, f, room, k)
		f.Occupied.Occupy(room)
		y -= chatStep * u
	}
}

// findRoom returns the area that the line may use at height y; ok is false if that is too
// narrow.
func (l *chatLine) findRoom(p *Painter, f *Frame, x, y float32) (room ui.Rect, ok bool) {
	u := f.Unit
	room = ui.Rect{X: x - 6*u, Y: y - 10*u, W: f.W*.55 - x, H: 20 * u}
	if middle := f.middleZone(); room.X < middle.X && room.Y < middle.Y+middle.H && middle.Y < room.Y+room.H {
		room.W = min(room.W, middle.X-room.X)
	}
	room.W = f.Occupied.freeWidth(room)
	return room, room.W >= max(chatMinWidth*u, l.minLineWidth(p, u))
}

// findColumn returns the x at which the most lines have room.
func (t *chatLog) findColumn(f *Frame) float32 {
	best, at := -1, float32(18)
	for _, x := range [...]float32{18, 200, 260} {
		n := 0
		for n < chatLines && f.Occupied.IsFree(ui.Rect{X: (x - 6) * f.Unit, Y: f.H - (chatBottom+10+chatStep*float32(n))*f.Unit, W: 2 * chatMinWidth * f.Unit, H: 20 * f.Unit}) {
			n++
		}
		if n > best {
			best, at = n, x
		}
	}
	return at * f.Unit
}

const chatNameWidth = 160 // HUD units: maximum width of a name

// minLineWidth returns the width of the name and one word.
func (l *chatLine) minLineWidth(p *Painter, u float32) float32 {
	return p.TextWidth(p.ClipText(l.from, strong, Normal*u, chatNameWidth*u), strong, Normal*u) + 84*u
}

// drawChatLine draws the line into room and returns the width that it uses.
func (l *chatLine) drawChatLine(p *Painter, f *Frame, room ui.Rect, k float32) float32 {
	u, x, y := f.Unit, room.X+6*f.Unit, room.Y+10*f.Unit
	if l.team {
		x = p.DrawText(lang.T("TEAM "), mono, x, y, Small*u, WithOpacity(render.Friend, k))
	}
	if l.from != "" {
		x = p.DrawText(p.ClipText(l.from, strong, Normal*u, chatNameWidth*u), strong, x, y, Normal*u, WithOpacity(l.color, k))
		x = p.DrawText("  ", plain, x, y, Normal*u, white)
	}
	if left := room.X + room.W - 8*u - x; left > 20*u {
		x = p.DrawText(p.ClipText(p.letters.ReplaceUndrawable(l.text), plain, Normal*u, left), plain, x, y, Normal*u, WithOpacity(white, k))
	}
	width := min(room.W, x+6*u-room.X)
	p.AddRect(room.X, room.Y, width, room.H, panel.Fade(.7*k))
	return width
}

// wordsOf is what a line says. Quick lines and those of the server are in the player's language.
func wordsOf(l *protocol.Line) string {
	switch {
	case l.Quick != 0:
		return lang.T(l.Quick.String())
	case l.From == sim.NoPlayer:
		return lang.Server(l.Text)
	}
	return l.Text
}
