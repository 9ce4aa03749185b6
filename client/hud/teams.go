package hud

import (
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// drawTeamBadge marks the team of a player by a shape, for players who cannot tell the colours
// apart: a disc for the own team, a square on its corner for the other.
func (p *painter) drawTeamBadge(f *frame, player sim.PlayerID, x, y, size float32, c rgba.Color) {
	if f.v.Config.TeamOf(player) == viewstate.ViewerTeam(f.v) {
		p.drawIcon(sprites.Disc, x, y, size*.62, c)
		return
	}
	r := size * .42
	p.AddQuad(sprites.Solid, c, c, x, y-r, x+r, y, x, y+r, x-r, y)
}

// drawTeamScores draws the scores of the two teams, the own team left of the clock. The names
// are beside the scores, or below them if stacked.
func (h *HUD) drawTeamScores(p *painter, f *frame, x float32, stacked bool) {
	u := f.u
	for i, color := range [...]rgba.Color{render.Friend, render.Foe} {
		to := float32(2*i-1) * u
		edge := x + to*86
		p.trapezoid(min(edge, edge+to*58), 10*u, 58*u, 38*u, 0)
		p.AddRect(min(edge, edge+to*58), 45*u, 58*u, 3*u, color)
		p.centreText(h.texts.number(int(f.match.Points[i])), strong, edge+to*29, 28*u, huge*u, color.Mix(white, .35))
		at, y := edge+to*70, 28*u
		if stacked {
			at, y = x+to*4, stackedNamesY*u
		}
		name := p.clipText(h.teamName(f, i), strong, normal*u, teamNameWidth*u)
		if i == 0 {
			p.rightText(name, strong, at, y, normal*u, color)
			continue
		}
		p.drawText(name, strong, at, y, normal*u, color)
	}
}

const (
	teamNameWidth  = 142 // HUD units: maximum width of a name
	teamScoresHalf = 156 + teamNameWidth
	stackedNamesY  = 66 // y of the names if they are below the scores
)

// teamName returns the name of a team: 0 is the own one, 1 the other. In a duel it is the
// name of the player.
func (h *HUD) teamName(f *frame, team int) string {
	if f.v.Config.Mode == ships.Duel {
		for i := range h.scores.rows {
			if player := h.scores.rows[i].player; (f.v.Config.TeamOf(player) == viewstate.ViewerTeam(f.v)) == (team == 0) {
				return viewstate.PlayerName(f.v, player)
			}
		}
		return "nobody yet"
	}
	if f.v.Watching {
		return [...]string{"BLUE", "ORANGE"}[team]
	}
	return [...]string{"WE", "THEY"}[team]
}

// drawTeamResult draws how the round ended for the own team.
func (h *HUD) drawTeamResult(p *painter, f *frame, y float32) {
	text, color := "EVEN", white
	switch ours := viewstate.ViewerTeam(f.v); {
	case f.match.Victor == sim.NoTeam:
	case f.v.Watching:
		text, color = "BLUE WINS", render.Friend
		if f.match.Victor != ours {
			text, color = "ORANGE WINS", render.Foe
		}
	case f.match.Victor == ours:
		text, color = "VICTORY", gold
	default:
		text, color = "DEFEAT", render.Foe
	}
	p.glowText(text, f.w/2, y, huge*f.u, withOpacity(white, 1), withOpacity(color, 1))
}

const (
	teamBoardWidth = 306 // HUD units: one team's half of the scoreboard
	teamBoardRows  = 8
)

// drawTeamScoreboard draws one panel for each team, the own one at the left.
func (h *HUD) drawTeamScoreboard(p *painter, f *frame) {
	u := f.u
	height := float32(teamBoardRows*scoreboardStep+76) * u
	if f.v.Config.Mode == ships.Duel {
		height = float32(scoreboardStep+76) * u
	}
	y := max(58*u, f.h/2-height/2) // below the clock
	for team, color := range [...]rgba.Color{render.Friend, render.Foe} {
		x := f.w/2 + (float32(team)*(teamBoardWidth+8)-teamBoardWidth-4)*u
		f.occupied.occupy(p.drawPanel(x, y, teamBoardWidth*u, height, color))
		p.drawText(p.clipText(h.teamName(f, team), strong, large*u, 200*u), strong, x+18*u, y+24*u, large*u, color.Mix(white, .3))
		p.rightText(h.texts.number(int(f.match.Points[team])), strong, x+(teamBoardWidth-18)*u, y+24*u, huge*u, white)
		for i, title := range [...]string{"SCORE", "K", "D", "PING"} {
			p.rightText(title, plain, x+teamColumns[i]*u, y+48*u, tiny*u, quiet)
		}
		n := 0
		for at := range h.scores.rows {
			if r := &h.scores.rows[at]; n < teamBoardRows && (f.v.Config.TeamOf(r.player) == viewstate.ViewerTeam(f.v)) == (team == 0) {
				h.drawTeamRow(p, f, x, y+(66+float32(n*scoreboardStep))*u, r)
				n++
			}
		}
	}
}

// teamColumns are the right edges of the columns, in HUD units.
var teamColumns = [...]float32{190, 222, 252, 292}

// drawTeamRow draws the row of one player at x, y.
func (h *HUD) drawTeamRow(p *painter, f *frame, x, y float32, r *scoreRow) {
	u := f.u
	c := render.PlayerColor(f.v, r.player)
	if r.player == f.v.Me {
		p.AddRect(x+6*u, y-10*u, (teamBoardWidth-12)*u, 20*u, own.Fade(.13))
	}
	p.drawTeamBadge(f, r.player, x+20*u, y, 14*u, c)
	line, _ := f.v.Player(r.player)
	p.drawText(p.clipText(line.Name, plain, normal*u, 122*u), plain, x+32*u, y, normal*u, c.Mix(white, .3))
	for i, n := range [...]int{int(r.points), int(r.kills), int(r.deaths)} {
		p.rightText(h.texts.number(n), mono, x+teamColumns[i]*u, y, normal*u, quiet.Mix(white, .5))
	}
	switch {
	case line.Bot:
		p.rightText("BOT", plain, x+teamColumns[3]*u, y, tiny*u, faint)
	case line.Away:
		p.rightText("AWAY", plain, x+teamColumns[3]*u, y, tiny*u, faint)
	default:
		p.rightText(h.texts.number(line.Ping), mono, x+teamColumns[3]*u, y, normal*u, pingColor(line.Ping))
	}
}
