package hud

import (
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/deeds"
	"perihelion/sim"
)

// scoreTable holds the scores, sorted by rank.
type scoreTable struct {
	rows   []sim.Standing
	since  float32 // seconds since the last sorting
	myRank int     // the player's rank, from 1; 0: not playing
}

const sortEvery = .2 // seconds: often enough for the eye, cheaper than every frame

// updateScores advances by dt seconds and asks the game for the scores when it is time.
func (t *scoreTable) updateScores(g Game, v *netcode.View, dt float32) {
	if t.since += dt; t.since < sortEvery && len(t.rows) > 0 {
		return
	}
	t.since, t.myRank = 0, 0
	t.rows = g.AppendStandings(t.rows[:0], v)
	for i := range t.rows {
		if t.rows[i].Player == v.Me {
			t.myRank = i + 1
		}
	}
}

const (
	leaderboardTop   = MapY + MapRadius + 30 // HUD units, like the next two
	leaderboardWidth = 176
	leaderboardStep  = 19
	leaderboardLines = 4 // at most, beside the player's own line
)

// drawLeaderboard draws the best players and the player's own line below the minimap: as
// many lines as there is room for.
func (h *HUD) drawLeaderboard(p *Painter, f *Frame) {
	u := f.Unit
	for maxLines := leaderboardLines; maxLines > 0; maxLines-- {
		lines := min(len(h.scores.rows), maxLines)
		if h.scores.myRank > maxLines {
			lines++
		}
		box := ui.Rect{X: 12 * u, Y: leaderboardTop * u, W: leaderboardWidth * u, H: (float32(lines)*leaderboardStep + 8) * u}
		if lines == 0 || !f.Occupied.TryOccupy(box) {
			continue
		}
		from := p.DrawnSoFar()
		p.AddRect(box.X, box.Y, box.W, box.H, panel.Fade(.8))
		y := box.Y + (4+leaderboardStep/2)*u
		for i := range h.scores.rows {
			if i < maxLines || i+1 == h.scores.myRank {
				h.drawLeaderboardRow(p, f, y, i)
				y += leaderboardStep * u
			}
		}
		p.FadeSince(from, f.PanelOpacity(box))
		return
	}
}

// drawLeaderboardRow draws row i at height y.
func (h *HUD) drawLeaderboardRow(p *Painter, f *Frame, y float32, i int) {
	u, r := f.Unit, &h.scores.rows[i]
	c, k := render.PlayerColor(f.View, r.Player), float32(.8)
	if r.Player == f.View.Me {
		k = 1
		p.AddRect(12*u, y-9*u, leaderboardWidth*u, 18*u, own.Fade(.12))
	}
	p.DrawRightText(h.texts.Number(i+1), mono, 30*u, y, Small*u, faint)
	p.DrawText(p.ClipText(viewstate.PlayerName(f.View, r.Player), plain, Small*u, 110*u), plain, 36*u, y, Small*u, WithOpacity(c.Mix(white, .2), k))
	p.DrawRightText(h.texts.Number(r.Points), strong, 182*u, y, Normal*u, WithOpacity(white, k))
}

const (
	titleMargin    = 36 // units that a title keeps from the right edge of the score
	scoreboardRows = 16
	scoreboardStep = 22
)

// drawScoreboard draws all players; if there are too many, the best ones and the player.
func (h *HUD) drawScoreboard(p *Painter, f *Frame) {
	l := newScoreboardLayout(f)
	u := l.unit
	n := min(len(h.scores.rows), scoreboardRows)
	height := float32(n*scoreboardStep+70) * u
	x, y := f.W/2-l.width/2*u, max(58*f.Unit, f.H/2-height/2) // below the clock
	f.Occupied.Occupy(p.DrawPanel(x, y, l.width*u, height, own))
	p.DrawText(lang.T("SCOREBOARD"), strong, x+20*u, y+24*u, Large*u, white)
	if f.matchKnown && f.Match.Limit > 0 {
		end := p.DrawRightText(h.texts.Number(int(f.Match.Limit)), strong, x+(l.width-20)*u, y+24*u, Normal*u, white)
		p.DrawRightText(lang.T("first to "), plain, end, y+24*u, Normal*u, quiet)
	}
	at := float32(scoreColumn)
	p.DrawRightText(lang.T("SCORE"), plain, x+at*u, y+48*u, Tiny*u, quiet)
	for i := range h.game.Style().Columns {
		if title, width, ok := l.column(&h.game.Style().Columns[i]); ok {
			at += width
			p.DrawRightText(title, plain, x+at*u, y+48*u, Tiny*u, quiet)
		}
	}
	p.DrawRightText(lang.T("PING"), plain, x+(at+l.ping)*u, y+48*u, Tiny*u, quiet)
	y += 68 * u
	for i := range n {
		at := i
		if i == n-1 && h.scores.myRank > n {
			at = h.scores.myRank - 1
		}
		h.drawScoreboardRow(p, f, &l, x, y+float32(i*scoreboardStep)*u, at)
	}
}

// drawScoreboardRow draws row number at.
func (h *HUD) drawScoreboardRow(p *Painter, f *Frame, l *scoreboardLayout, x, y float32, at int) {
	u := l.unit
	r := &h.scores.rows[at]
	c := render.PlayerColor(f.View, r.Player)
	if r.Player == f.View.Me {
		p.AddRect(x+6*u, y-10*u, (l.width-12)*u, 20*u, own.Fade(.13))
	}
	p.DrawRightText(h.texts.Number(at+1), mono, x+34*u, y, Small*u, quiet)
	h.game.DrawAvatar(p, r.Player, x+54*u, y, 36*u, c, false)
	if r.Player == f.Match.Leader {
		p.DrawIcon(sprites.Crown, x+54*u, y-9*u, 11*u, gold.Glow(1))
	}
	line, known := f.View.Player(r.Player)
	end := p.DrawText(p.ClipText(viewstate.PlayerName(f.View, r.Player), plain, Normal*u, 140*u), plain, x+74*u, y, Normal*u, c.Mix(white, .25))
	if mark := StatusMark(line.Bot, line.Away); mark != "" {
		end = p.DrawText(mark, plain, end+6*u, y+u, Tiny*u, faint)
	}
	column := x + scoreColumn*u
	if title, known := deeds.Find(deeds.Titles, int(line.Looks.Title)); known {
		if text := lang.T(title.Name); end+12*u+p.TextWidth(text, plain, Tiny*u) < column-titleMargin*u {
			p.DrawText(text, plain, end+6*u, y+u, Tiny*u, gold.Mix(white, .3))
		}
	}
	p.DrawRightText(h.texts.Number(r.Points), strong, column, y, Normal*u, white)
	for i := range h.game.Style().Columns {
		if _, width, ok := l.column(&h.game.Style().Columns[i]); ok {
			column += width * u
			p.DrawRightText(h.texts.Number(r.Columns[i]), mono, column, y, Normal*u, quiet.Mix(white, .5))
		}
	}
	column += l.ping * u
	if line.Bot || !known {
		p.DrawRightText("–", mono, column, y, Normal*u, faint)
		return
	}
	p.DrawRightText(h.texts.Number(line.Ping), mono, column, y, Normal*u, pingColor(line.Ping))
}

// StatusMark returns the mark of a bot or of a player who is away.
func StatusMark(bot, away bool) string {
	switch {
	case bot:
		return lang.T("BOT")
	case away:
		return lang.T("AWAY")
	}
	return ""
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
