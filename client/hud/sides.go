package hud

import (
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// modeNames are what is played, as written under the countdown.
var modeNames = [...]string{sim.Skirmish: "SKIRMISH", sim.Teams: "TEAMS", sim.Duel: "DUEL"}

// badge marks the side of p by a shape, for eyes that cannot tell it by colour:
// friends are a disc, foes a pointed square.
func (p *pen) badge(f *frame, who sim.PlayerID, x, y, size float32, c rgba.Color) {
	if f.v.Config.TeamOf(who) == viewstate.Side(f.v) {
		p.icon(sprites.Disc, x, y, size*.62, c)
		return
	}
	r := size * .42
	p.Quad(sprites.Blank, c, c, x, y-r, x+r, y, x, y+r, x-r, y)
}

// versus is the score of the two sides, ours to the left of the clock: in a duel
// beside the names of both, or above them where that is too wide.
func (h *HUD) versus(p *pen, f *frame, x float32, stacked bool) {
	u := f.u
	for i, hue := range [...]rgba.Color{render.Friend, render.Foe} {
		to := float32(2*i-1) * u
		edge := x + to*86
		p.shelf(min(edge, edge+to*58), 10*u, 58*u, 38*u, 0)
		p.Rect(min(edge, edge+to*58), 45*u, 58*u, 3*u, hue)
		p.centre(h.words.figure(int(f.match.Points[i])), strong, edge+to*29, 28*u, huge*u, hue.Mix(white, .35))
		at, y := edge+to*70, 28*u
		if stacked {
			at, y = x+to*4, stackedAt*u
		}
		name := p.clip(h.sideName(f, i), strong, normal*u, sideName*u)
		if i == 0 {
			p.right(name, strong, at, y, normal*u, hue)
			continue
		}
		p.text(name, strong, at, y, normal*u, hue)
	}
}

const (
	sideName  = 142 // HUD units that the name of a side is wide at the most
	sidesWide = 156 + sideName
	stackedAt = 66 // where the names are, if they are below the score
)

// sideName is who is on a side: 0 is ours, 1 the other. In a duel that is one
// pilot.
func (h *HUD) sideName(f *frame, side int) string {
	if f.v.Config.Mode == sim.Duel {
		for i := range h.table.rows {
			if who := h.table.rows[i].player; (f.v.Config.TeamOf(who) == viewstate.Side(f.v)) == (side == 0) {
				return viewstate.Name(f.v, who)
			}
		}
		return "nobody yet"
	}
	if f.v.Watching {
		return [...]string{"BLUE", "ORANGE"}[side]
	}
	return [...]string{"WE", "THEY"}[side]
}

// verdict is how the round went for our side.
func (h *HUD) verdict(p *pen, f *frame, y float32) {
	text, hue := "EVEN", white
	switch ours := viewstate.Side(f.v); {
	case f.match.Victor == sim.NoTeam:
	case f.v.Watching:
		text, hue = "BLUE WINS", render.Friend
		if f.match.Victor != ours {
			text, hue = "ORANGE WINS", render.Foe
		}
	case f.match.Victor == ours:
		text, hue = "VICTORY", gold
	default:
		text, hue = "DEFEAT", render.Foe
	}
	p.neon(text, f.w/2, y, huge*f.u, solid(white, 1), solid(hue, 1))
}

const (
	sheetWidth = 306 // HUD units of one side's part of the scoreboard
	sheetRows  = 8
)

// sheets are the scoreboard of two sides, ours to the left.
func (h *HUD) sheets(p *pen, f *frame) {
	u := f.u
	high := float32(sheetRows*boardRow+76) * u
	if f.v.Config.Mode == sim.Duel {
		high = float32(boardRow+76) * u
	}
	y := max(58*u, f.h/2-high/2) // below the clock
	for side, hue := range [...]rgba.Color{render.Friend, render.Foe} {
		x := f.w/2 + (float32(side)*(sheetWidth+8)-sheetWidth-4)*u
		f.space.take(p.panel(x, y, sheetWidth*u, high, hue))
		p.text(p.clip(h.sideName(f, side), strong, large*u, 200*u), strong, x+18*u, y+24*u, large*u, hue.Mix(white, .3))
		p.right(h.words.figure(int(f.match.Points[side])), strong, x+(sheetWidth-18)*u, y+24*u, huge*u, white)
		for i, title := range [...]string{"SCORE", "K", "D", "PING"} {
			p.right(title, plain, x+sheetColumns[i]*u, y+48*u, tiny*u, quiet)
		}
		n := 0
		for at := range h.table.rows {
			if r := &h.table.rows[at]; n < sheetRows && (f.v.Config.TeamOf(r.player) == viewstate.Side(f.v)) == (side == 0) {
				h.sheetRow(p, f, x, y+(66+float32(n*boardRow))*u, r)
				n++
			}
		}
	}
}

// sheetColumns are where the figures of a sheet end, in HUD units.
var sheetColumns = [...]float32{190, 222, 252, 292}

func (h *HUD) sheetRow(p *pen, f *frame, x, y float32, r *row) {
	u := f.u
	c := render.HueOf(f.v, r.player)
	if r.player == f.v.Me {
		p.Rect(x+6*u, y-10*u, (sheetWidth-12)*u, 20*u, own.Fade(.13))
	}
	p.badge(f, r.player, x+20*u, y, 14*u, c)
	line, _ := f.v.Player(r.player)
	p.text(p.clip(line.Name, plain, normal*u, 122*u), plain, x+32*u, y, normal*u, c.Mix(white, .3))
	for i, n := range [...]int{int(r.points), int(r.kills), int(r.deaths)} {
		p.right(h.words.figure(n), mono, x+sheetColumns[i]*u, y, normal*u, quiet.Mix(white, .5))
	}
	switch {
	case line.Bot:
		p.right("BOT", plain, x+sheetColumns[3]*u, y, tiny*u, faint)
	case line.Away:
		p.right("AWAY", plain, x+sheetColumns[3]*u, y, tiny*u, faint)
	default:
		p.right(h.words.figure(line.Ping), mono, x+sheetColumns[3]*u, y, normal*u, pingHue(line.Ping))
	}
}
