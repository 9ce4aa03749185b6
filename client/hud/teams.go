package hud

import (
	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// DrawTeamBadge marks the team of a player by a shape, for players who cannot tell the colours
// apart: a disc for the own team, a square on its corner for the other.
func (p *Painter) DrawTeamBadge(f *Frame, player sim.PlayerID, x, y, size float32, c rgba.Color) {
	if f.View.Config.TeamOf(player) == viewstate.ViewerTeam(f.View) {
		p.DrawIcon(sprites.Disc, x, y, size*.62, c)
		return
	}
	r := size * .42
	p.AddQuad(sprites.Solid, c, c, x, y-r, x+r, y, x, y+r, x-r, y)
}

// drawTeamScores draws the scores of the two teams, the own team left of the clock. The names
// are beside the scores, or below them if stacked.
func (h *HUD) drawTeamScores(p *Painter, f *Frame, x float32, stacked bool) {
	u := f.Unit
	for i, color := range [...]rgba.Color{render.Friend, render.Foe} {
		to := float32(2*i-1) * u
		edge := x + to*86
		p.DrawTrapezoid(min(edge, edge+to*58), 10*u, 58*u, 38*u, 0)
		p.AddRect(min(edge, edge+to*58), 45*u, 58*u, 3*u, color)
		p.DrawCentredText(h.texts.Number(int(f.Match.Points[i])), strong, edge+to*29, 28*u, huge*u, color.Mix(white, .35))
		at, y := edge+to*70, 28*u
		name := p.ClipText(h.teamName(f, i), strong, Normal*u, teamNameWidth*u)
		if stacked {
			// Below its score, or where it is too long for that in its half.
			at, y = max(4*u, 115*u-p.TextWidth(name, strong, Normal*u)/2), stackedNamesY*u
			at = x + float32(2*i-1)*at
		}
		if i == 0 {
			p.DrawRightText(name, strong, at, y, Normal*u, color)
			continue
		}
		p.DrawText(name, strong, at, y, Normal*u, color)
	}
}

const (
	teamNameWidth  = 142 // HUD units: maximum width of a name
	teamScoresHalf = 156 + teamNameWidth
	stackedNamesY  = 66 // y of the names if they are below the scores
)

// isDuel reports whether a team is one player.
func isDuel(cfg *sim.Config) bool {
	return cfg.Mode != nil && cfg.Mode.Teams == 2 && cfg.Mode.Seats == 2
}

// teamName returns the name of a team: 0 is the own one, 1 the other. In a duel it is the
// name of the player.
func (h *HUD) teamName(f *Frame, team int) string {
	if isDuel(&f.View.Config) {
		for i := range h.scores.rows {
			if player := h.scores.rows[i].Player; (f.View.Config.TeamOf(player) == viewstate.ViewerTeam(f.View)) == (team == 0) {
				return viewstate.PlayerName(f.View, player)
			}
		}
		return lang.T("nobody yet")
	}
	if f.View.Me == sim.NoPlayer {
		return [...]string{lang.T("BLUE"), lang.T("ORANGE")}[team]
	}
	return [...]string{lang.T("WE"), lang.T("THEY")}[team]
}

// drawTeamResult draws how the round ended for the own team.
func (h *HUD) drawTeamResult(p *Painter, f *Frame, y float32) {
	text, color := lang.T("EVEN"), white
	switch ours := viewstate.ViewerTeam(f.View); {
	case f.Match.Victor == sim.NoTeam:
	case f.View.Me == sim.NoPlayer:
		text, color = lang.T("BLUE WINS"), render.Friend
		if f.Match.Victor != ours {
			text, color = lang.T("ORANGE WINS"), render.Foe
		}
	case f.Match.Victor == ours:
		text, color = lang.T("VICTORY"), gold
	default:
		text, color = lang.T("DEFEAT"), render.Foe
	}
	p.DrawGlowText(text, f.W/2, y, huge*f.Unit, WithOpacity(white, 1), WithOpacity(color, 1))
}

const (
	teamBoardWidth = 312 // HUD units: one team's half of the scoreboard
	teamBoardRows  = 8
)

// drawTeamScoreboard draws one panel for each team, the own one at the left.
func (h *HUD) drawTeamScoreboard(p *Painter, f *Frame) {
	u := f.Unit
	height := float32(min(teamBoardRows, f.View.Config.Seats/2)*scoreboardStep+76) * u
	y := max(58*u, f.H/2-height/2) // below the clock
	for team, color := range [...]rgba.Color{render.Friend, render.Foe} {
		x := f.W/2 + (float32(team)*(teamBoardWidth+8)-teamBoardWidth-4)*u
		f.Occupied.Occupy(p.DrawPanel(x, y, teamBoardWidth*u, height, color))
		p.DrawText(p.ClipText(h.teamName(f, team), strong, Large*u, 200*u), strong, x+18*u, y+24*u, Large*u, color.Mix(white, .3))
		p.DrawRightText(h.texts.Number(int(f.Match.Points[team])), strong, x+(teamBoardWidth-18)*u, y+24*u, huge*u, white)
		column := x + teamScoreColumn*u
		p.DrawRightText(lang.T("SCORE"), plain, column, y+48*u, Tiny*u, quiet)
		for i := range h.game.Style().Columns {
			c := &h.game.Style().Columns[i]
			column += c.ShortWidth * u
			p.DrawRightText(lang.T(c.ShortTitle), plain, column, y+48*u, Tiny*u, quiet)
		}
		p.DrawRightText(lang.T("PING"), plain, column+teamPingColumnWidth*u, y+48*u, Tiny*u, quiet)
		n := 0
		for at := range h.scores.rows {
			if r := &h.scores.rows[at]; n < teamBoardRows && (f.View.Config.TeamOf(r.Player) == viewstate.ViewerTeam(f.View)) == (team == 0) {
				h.drawTeamRow(p, f, x, y+(66+float32(n*scoreboardStep))*u, r)
				n++
			}
		}
	}
}

const (
	teamScoreColumn     = 180 // HUD units: right edge of the score; the columns of the game follow
	teamPingColumnWidth = 34
)

// drawTeamRow draws the row of one player at x, y.
func (h *HUD) drawTeamRow(p *Painter, f *Frame, x, y float32, r *sim.Standing) {
	u := f.Unit
	c := render.PlayerColor(f.View, r.Player)
	if r.Player == f.View.Me {
		p.AddRect(x+6*u, y-10*u, (teamBoardWidth-12)*u, 20*u, own.Fade(.13))
	}
	p.DrawTeamBadge(f, r.Player, x+20*u, y, 14*u, c)
	line, known := f.View.Player(r.Player)
	p.DrawText(p.ClipText(viewstate.PlayerName(f.View, r.Player), plain, Normal*u, 122*u), plain, x+32*u, y, Normal*u, c.Mix(white, .3))
	column := x + teamScoreColumn*u
	p.DrawRightText(h.texts.Number(r.Points), mono, column, y, Normal*u, quiet.Mix(white, .5))
	for i := range h.game.Style().Columns {
		if c := &h.game.Style().Columns[i]; c.ShortTitle != "" {
			column += c.ShortWidth * u
			p.DrawRightText(h.texts.Number(r.Columns[i]), mono, column, y, Normal*u, quiet.Mix(white, .5))
		}
	}
	column += teamPingColumnWidth * u
	switch {
	case line.Bot:
		p.DrawRightText(lang.T("BOT"), plain, column, y, Tiny*u, faint)
	case line.Away:
		p.DrawRightText(lang.T("AWAY"), plain, column, y, Tiny*u, faint)
	case !known:
		p.DrawRightText("–", mono, column, y, Normal*u, faint)
	default:
		p.DrawRightText(h.texts.Number(line.Ping), mono, column, y, Normal*u, pingColor(line.Ping))
	}
}
