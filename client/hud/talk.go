package hud

import (
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// talk is the last lines of chat; each fades by itself.
type talk struct {
	lines [talkLines]said // newest first
	n     int
}

type said struct {
	from, text string
	team       bool // said to our side only
	hue        rgba.Color
	age        float32
}

const (
	talkLines = 8
	talkTime  = 10 // seconds
)

func (t *talk) update(v *netcode.View, dt float32, mutes func(who protocol.Account) bool) {
	for i := range t.lines[:t.n] {
		t.lines[i].age += dt
	}
	for i := range v.Chat {
		c := &v.Chat[i]
		if mutes != nil && c.Account != 0 && c.From != v.Me && mutes(c.Account) {
			continue
		}
		copy(t.lines[1:], t.lines[:])
		s := said{from: c.Name, text: c.Words(), hue: render.Energy, team: c.Channel == protocol.ChannelTeam, age: float32(c.Ago.Seconds())}
		if c.From != sim.NoPlayer {
			s.hue = render.HueOf(v, c.From)
		}
		t.lines[0] = s
		t.n = min(t.n+1, talkLines)
	}
}

const (
	talkFoot  = 150 // HUD units above the lower rim: one types below that
	talkStep  = 21
	talkFew   = 5   // lines where a window is low
	talkLeast = 120 // that a line must be wide to say anything
)

// draw stacks the lines upward from above the place where one types, beside what else
// is at the left.
func (t *talk) draw(p *pen, f *frame) {
	u := f.u
	x, y := t.column(f), f.h-talkFoot*u
	most := talkLines
	if f.h < 640*u {
		most = talkFew
	}
	for i := range t.lines[:min(t.n, most)] {
		l := &t.lines[i]
		k := min(1, talkTime-l.age)
		if f.show.Talking {
			k = 1
		}
		if k <= 0 {
			continue
		}
		room, ok := l.room(p, f, x, y)
		for !ok && y > f.h*.4 {
			y -= talkStep * u
			room, ok = l.room(p, f, x, y)
		}
		if !ok {
			return
		}
		room.W = l.draw(p, f, room, k)
		f.space.take(room)
		y -= talkStep * u
	}
}

// room is what the line may take at a height; ok is false where that says nothing.
func (l *said) room(p *pen, f *frame, x, y float32) (room ui.Rect, ok bool) {
	u := f.u
	room = ui.Rect{X: x - 6*u, Y: y - 10*u, W: f.w*.55 - x, H: 20 * u}
	if ship := f.heart(); room.X < ship.X && room.Y < ship.Y+ship.H && ship.Y < room.Y+room.H {
		room.W = min(room.W, ship.X-room.X)
	}
	room.W = f.space.reach(room)
	return room, room.W >= max(talkLeast*u, l.least(p, u))
}

// column is how far to the right the lines begin: where most of them have room.
func (t *talk) column(f *frame) float32 {
	best, at := -1, float32(18)
	for _, x := range [...]float32{18, 200, 260} {
		n := 0
		for n < talkLines && f.space.free(ui.Rect{X: (x - 6) * f.u, Y: f.h - (talkFoot+10+talkStep*float32(n))*f.u, W: 2 * talkLeast * f.u, H: 20 * f.u}) {
			n++
		}
		if n > best {
			best, at = n, x
		}
	}
	return at * f.u
}

const talkName = 160 // HUD units that a name is wide at the most

// least is how wide a line must be for its name and a word.
func (l *said) least(p *pen, u float32) float32 {
	return p.width(p.clip(l.from, strong, normal*u, talkName*u), strong, normal*u) + 84*u
}

// draw sets the line into room and returns how wide it is.
func (l *said) draw(p *pen, f *frame, room ui.Rect, k float32) float32 {
	u, x, y := f.u, room.X+6*f.u, room.Y+10*f.u
	if l.team {
		x = p.text("TEAM ", mono, x, y, small*u, solid(render.Friend, k))
	}
	if l.from != "" {
		x = p.text(p.clip(l.from, strong, normal*u, talkName*u), strong, x, y, normal*u, solid(l.hue, k))
		x = p.text("  ", plain, x, y, normal*u, white)
	}
	if left := room.X + room.W - 8*u - x; left > 20*u {
		x = p.text(p.clip(p.letters.Legible(l.text), plain, normal*u, left), plain, x, y, normal*u, solid(white, k))
	}
	wide := min(room.W, x+6*u-room.X)
	p.Rect(room.X, room.Y, wide, room.H, panel.Fade(.7*k))
	return wide
}
