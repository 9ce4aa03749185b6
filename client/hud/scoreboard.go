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
	"perihelion/sim/ships"
)

// scoreTable holds the scores, sorted by rank.
type scoreTable struct {
	rows   []scoreRow
	since  float32 // seconds since the last sorting
	myRank int     // the player's rank, from 1; 0: not playing
}

// scoreRow is the score of one player.
type scoreRow struct {
	player                        sim.PlayerID
	points, kills, deaths, streak int32
}

const sortEvery = .2 // seconds: often enough for the eye, cheaper than every frame

// updateScores advances by dt seconds and reads and sorts the scores when it is time.
func (t *scoreTable) updateScores(v *netcode.View, dt float32) {
	if t.since += dt; t.since < sortEvery && len(t.rows) > 0 {
		return
	}
	t.since, t.myRank = 0, 0
	t.rows = t.rows[:0]
	for i := range v.Seen {
		e := &v.Seen[i]
		if e.Kind != ships.KindScore {
			continue
		}
		w := &e.To
		t.rows = append(t.rows, scoreRow{ships.Owner(e.ID), w[ships.ScorePoints], w[ships.ScoreKills], w[ships.ScoreDeaths], w[ships.ScoreStreak]})
	}
	slices.SortFunc(t.rows, compareRows)
	for i := range t.rows {
		if t.rows[i].player == v.Me {
			t.myRank = i + 1
		}
	}
}

// compareRows sorts by more points, then fewer deaths, then the lower player id.
func compareRows(a, b scoreRow) int {
	return cmp.Or(cmp.Compare(b.points, a.points), cmp.Compare(a.deaths, b.deaths), cmp.Compare(a.player, b.player))
}

const (
	leaderboardTop   = mapY + mapRadius + 30 // HUD units, like the next two
	leaderboardWidth = 176
	leaderboardStep  = 19
	leaderboardLines = 4 // at most, beside the player's own line
)

// drawLeaderboard draws the best players and the player's own line below the minimap: as
// many lines as there is room for.
func (h *HUD) drawLeaderboard(p *painter, f *frame) {
	u := f.u
	for maxLines := leaderboardLines; maxLines > 0; maxLines-- {
		lines := min(len(h.scores.rows), maxLines)
		if h.scores.myRank > maxLines {
			lines++
		}
		box := ui.Rect{X: 12 * u, Y: leaderboardTop * u, W: leaderboardWidth * u, H: (float32(lines)*leaderboardStep + 8) * u}
		if lines == 0 || !f.occupied.tryOccupy(box) {
			continue
		}
		from := p.position()
		p.AddRect(box.X, box.Y, box.W, box.H, panel.Fade(.8))
		y := box.Y + (4+leaderboardStep/2)*u
		for i := range h.scores.rows {
			if i < maxLines || i+1 == h.scores.myRank {
				h.drawLeaderboardRow(p, f, y, i)
				y += leaderboardStep * u
			}
		}
		p.fadeSince(from, f.panelOpacity(box))
		return
	}
}

// drawLeaderboardRow draws row i at height y.
func (h *HUD) drawLeaderboardRow(p *painter, f *frame, y float32, i int) {
	u, r := f.u, &h.scores.rows[i]
	c, k := render.PlayerColor(f.v, r.player), float32(.8)
	if r.player == f.v.Me {
		k = 1
		p.AddRect(12*u, y-9*u, leaderboardWidth*u, 18*u, own.Fade(.12))
	}
	p.rightText(h.texts.number(i+1), mono, 30*u, y, small*u, faint)
	p.drawText(p.clipText(viewstate.PlayerName(f.v, r.player), plain, small*u, 110*u), plain, 36*u, y, small*u, withOpacity(c.Mix(white, .2), k))
	p.rightText(h.texts.number(int(r.points)), strong, 182*u, y, normal*u, withOpacity(white, k))
}

// scoreColumns are the right edges of the columns, in HUD units from the left.
var scoreColumns = [...]struct {
	title string
	x     float32
}{{"SCORE", 300}, {"KILLS", 366}, {"DEATHS", 438}, {"STREAK", 512}, {"PING", 578}}

const (
	scoreboardWidth = 600
	scoreboardRows  = 16
	scoreboardStep  = 22
)

// drawScoreboard draws all players; if there are too many, the best ones and the player.
func (h *HUD) drawScoreboard(p *painter, f *frame) {
	u := f.u
	n := min(len(h.scores.rows), scoreboardRows)
	height := float32(n*scoreboardStep+70) * u
	x, y := f.w/2-scoreboardWidth/2*u, max(58*u, f.h/2-height/2) // below the clock
	f.occupied.occupy(p.drawPanel(x, y, scoreboardWidth*u, height, own))
	p.drawText("SCOREBOARD", strong, x+20*u, y+24*u, large*u, white)
	if f.matchKnown {
		end := p.rightText(h.texts.number(int(f.match.Limit)), strong, x+(scoreboardWidth-20)*u, y+24*u, normal*u, white)
		p.rightText("first to ", plain, end, y+24*u, normal*u, quiet)
	}
	for _, c := range scoreColumns {
		p.rightText(c.title, plain, x+c.x*u, y+48*u, tiny*u, quiet)
	}
	y += 68 * u
	for i := range n {
		at := i
		if i == n-1 && h.scores.myRank > n {
			at = h.scores.myRank - 1
		}
		h.drawScoreboardRow(p, f, x, y+float32(i*scoreboardStep)*u, at)
	}
}

// drawScoreboardRow draws row number at.
func (h *HUD) drawScoreboardRow(p *painter, f *frame, x, y float32, at int) {
	u := f.u
	r := &h.scores.rows[at]
	c := render.PlayerColor(f.v, r.player)
	if r.player == f.v.Me {
		p.AddRect(x+6*u, y-10*u, (scoreboardWidth-12)*u, 20*u, own.Fade(.13))
	}
	p.rightText(h.texts.number(at+1), mono, x+34*u, y, small*u, quiet)
	p.AddSprite(sprites.ShipLine(render.HullShape(r.player)), x+54*u, y, 36*u, 36*u, 0, -1, c.Glow(1))
	if r.player == f.match.Leader {
		p.drawIcon(sprites.Crown, x+54*u, y-9*u, 11*u, gold.Glow(1))
	}
	line, _ := f.v.Player(r.player)
	end := p.drawText(p.clipText(line.Name, plain, normal*u, 140*u), plain, x+74*u, y, normal*u, c.Mix(white, .25))
	p.drawText(statusMark(line.Bot, line.Away), plain, end+6*u, y+u, tiny*u, faint)
	for i, n := range [...]int{int(r.points), int(r.kills), int(r.deaths), int(r.streak)} {
		face, color := mono, quiet.Mix(white, .5)
		if i == 0 {
			face, color = strong, white
		}
		p.rightText(h.texts.number(n), face, x+scoreColumns[i].x*u, y, normal*u, color)
	}
	if line.Bot {
		p.rightText("–", mono, x+scoreColumns[4].x*u, y, normal*u, faint)
		return
	}
	p.rightText(h.texts.number(line.Ping), mono, x+scoreColumns[4].x*u, y, normal*u, pingColor(line.Ping))
}

// pingColor rates a ping in milliseconds.
func pingColor(ping int) rgba.Color {
	switch {
	case ping > 180:
		return bad
	case ping > 90:
		return render.Energy
	}
	return render.Good
}
