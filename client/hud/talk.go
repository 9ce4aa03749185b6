package hud

import (
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/tint"
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
	hue        tint.Color
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

// draw stacks the lines upward from above the place where one types.
func (t *talk) draw(p *pen, f *frame) {
	u := f.u
	y := f.h - 150*u
	for i := range t.lines[:t.n] {
		l := &t.lines[i]
		k := min(1, talkTime-l.age)
		if f.show.Talking {
			k = 1
		}
		if k <= 0 {
			continue
		}
		x := float32(18) * u
		if l.team {
			x = p.text("TEAM ", mono, x, y, small*u, solid(render.Friend, k))
		}
		if l.from != "" {
			x = p.text(l.from, strong, x, y, normal*u, solid(l.hue, k))
			x = p.text("  ", plain, x, y, normal*u, white)
		}
		text := p.clip(l.text, plain, normal*u, f.w*.5)
		end := p.text(text, plain, x, y, normal*u, solid(white, k))
		p.Rect(12*u, y-10*u, end-6*u, 20*u, panel.Fade(.7*k))
		y -= 21 * u
	}
}
