package hud

import (
	"strconv"

	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render/viewstate"
)

// Scoreboard returns the scoreboard as a table of texts, for programs that read the screen.
func (h *HUD) Scoreboard(v *netcode.View) (label string, head []string, rows [][]string) {
	head = []string{lang.T("RANK"), lang.T("PLAYER"), lang.T("SCORE")}
	columns := h.game.Style().Columns
	for i := range columns {
		head = append(head, lang.T(columns[i].Title))
	}
	head, rows = append(head, lang.T("PING")), [][]string{}
	for i := range h.scores.rows {
		r := &h.scores.rows[i]
		line, known := v.Player(r.Player)
		name, ping := viewstate.PlayerName(v, r.Player), strconv.Itoa(line.Ping)
		if mark := StatusMark(line.Bot, line.Away); mark != "" {
			name += " " + mark
		}
		if line.Bot || !known {
			ping = "–"
		}
		row := []string{strconv.Itoa(i + 1), name, strconv.Itoa(r.Points)}
		for n := range columns {
			row = append(row, strconv.Itoa(r.Columns[n]))
		}
		rows = append(rows, append(row, ping))
	}
	return lang.T("SCOREBOARD"), head, rows
}
