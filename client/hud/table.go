package hud

import (
	"cmp"
	"slices"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim"
)

// table is the scores in order of rank.
type table struct {
	rows  []row
	since float32 // seconds since it was sorted
	mine  int     // the player's rank, from 1; 0: not playing
}

type row struct {
	player                        sim.PlayerID
	points, kills, deaths, streak int32
}

const sortEvery = .2 // seconds: faster than one can read, slower than every frame

func (t *table) update(v *netcode.View, dt float32) {
	if t.since += dt; t.since < sortEvery && len(t.rows) > 0 {
		return
	}
	t.since, t.mine = 0, 0
	t.rows = t.rows[:0]
	for i := range v.Seen {
		e := &v.Seen[i]
		if e.Kind != sim.KindScore {
			continue
		}
		w := &e.To
		t.rows = append(t.rows, row{sim.Owner(e.ID), w[sim.ScorePoints], w[sim.ScoreKills], w[sim.ScoreDeaths], w[sim.ScoreStreak]})
	}
	slices.SortFunc(t.rows, rank)
	for i := range t.rows {
		if t.rows[i].player == v.Me {
			t.mine = i + 1
		}
	}
}

// rank puts more points first, then fewer deaths, then the lower seat.
func rank(a, b row) int {
	return cmp.Or(cmp.Compare(b.points, a.points), cmp.Compare(a.deaths, b.deaths), cmp.Compare(a.player, b.player))
}

const (
	standingTop  = mapY + mapRadius + 30 // HUD units, as are the next
	standingWide = 176
	standingRow  = 19
	standingMost = 4 // lines, beside the player's own
)

// standing is the top of the table, always in sight, and the player's own line: as
// many as there is room for.
func (h *HUD) standing(p *pen, f *frame) {
	u := f.u
	for most := standingMost; most > 0; most-- {
		lines := min(len(h.table.rows), most)
		if h.table.mine > most {
			lines++
		}
		box := ui.Rect{X: 12 * u, Y: standingTop * u, W: standingWide * u, H: (float32(lines)*standingRow + 8) * u}
		if lines == 0 || !f.space.claim(box) {
			continue
		}
		from := p.here()
		p.Rect(box.X, box.Y, box.W, box.H, panel.Fade(.8))
		y := box.Y + (4+standingRow/2)*u
		for i := range h.table.rows {
			if i < most || i+1 == h.table.mine {
				h.standingRow(p, f, y, i)
				y += standingRow * u
			}
		}
		p.dim(from, f.yield(box))
		return
	}
}

func (h *HUD) standingRow(p *pen, f *frame, y float32, i int) {
	u, r := f.u, &h.table.rows[i]
	c, k := render.HueOf(f.v, r.player), float32(.8)
	if r.player == f.v.Me {
		k = 1
		p.Rect(12*u, y-9*u, standingWide*u, 18*u, own.Fade(.12))
	}
	p.right(h.words.figure(i+1), mono, 30*u, y, small*u, faint)
	p.text(p.clip(viewstate.Name(f.v, r.player), plain, small*u, 110*u), plain, 36*u, y, small*u, solid(c.Mix(white, .2), k))
	p.right(h.words.figure(int(r.points)), strong, 182*u, y, normal*u, solid(white, k))
}

// column is where a figure of the scoreboard ends, in HUD units from the left.
var columns = [...]struct {
	title string
	x     float32
}{{"SCORE", 300}, {"KILLS", 366}, {"DEATHS", 438}, {"STREAK", 512}, {"PING", 578}}

const (
	boardWidth = 600
	boardRows  = 16
	boardRow   = 22
)

// scoreboard is everyone, or the best and the player where everyone is too many.
func (h *HUD) scoreboard(p *pen, f *frame) {
	u := f.u
	n := min(len(h.table.rows), boardRows)
	high := float32(n*boardRow+70) * u
	x, y := f.w/2-boardWidth/2*u, max(58*u, f.h/2-high/2) // below the clock
	f.space.take(p.panel(x, y, boardWidth*u, high, own))
	p.text("SCOREBOARD", strong, x+20*u, y+24*u, large*u, white)
	if f.told {
		end := p.right(h.words.figure(int(f.match.Limit)), strong, x+(boardWidth-20)*u, y+24*u, normal*u, white)
		p.right("first to ", plain, end, y+24*u, normal*u, quiet)
	}
	for _, c := range columns {
		p.right(c.title, plain, x+c.x*u, y+48*u, tiny*u, quiet)
	}
	y += 68 * u
	for i := range n {
		at := i
		if i == n-1 && h.table.mine > n {
			at = h.table.mine - 1
		}
		h.boardRow(p, f, x, y+float32(i*boardRow)*u, at)
	}
}

func (h *HUD) boardRow(p *pen, f *frame, x, y float32, at int) {
	u := f.u
	r := &h.table.rows[at]
	c := render.HueOf(f.v, r.player)
	if r.player == f.v.Me {
		p.Rect(x+6*u, y-10*u, (boardWidth-12)*u, 20*u, own.Fade(.13))
	}
	p.right(h.words.figure(at+1), mono, x+34*u, y, small*u, quiet)
	p.Sprite(sprites.ShipLine(render.Silhouette(r.player)), x+54*u, y, 36*u, 36*u, 0, -1, c.Glow(1))
	if r.player == f.match.Leader {
		p.icon(sprites.Crown, x+54*u, y-9*u, 11*u, gold.Glow(1))
	}
	line, _ := f.v.Player(r.player)
	end := p.text(p.clip(line.Name, plain, normal*u, 140*u), plain, x+74*u, y, normal*u, c.Mix(white, .25))
	p.text(markOf(line.Bot, line.Away), plain, end+6*u, y+u, tiny*u, faint)
	for i, n := range [...]int{int(r.points), int(r.kills), int(r.deaths), int(r.streak)} {
		face, hue := mono, quiet.Mix(white, .5)
		if i == 0 {
			face, hue = strong, white
		}
		p.right(h.words.figure(n), face, x+columns[i].x*u, y, normal*u, hue)
	}
	if line.Bot {
		p.right("–", mono, x+columns[4].x*u, y, normal*u, faint)
		return
	}
	p.right(h.words.figure(line.Ping), mono, x+columns[4].x*u, y, normal*u, pingHue(line.Ping))
}

func pingHue(ping int) rgba.Color {
	switch {
	case ping > 180:
		return bad
	case ping > 90:
		return render.Energy
	}
	return render.Good
}
