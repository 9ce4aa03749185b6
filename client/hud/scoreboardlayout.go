package hud

import "perihelion/client/lang"

const (
	scoreColumn     = 300 // right edge of the score in units from the left; the columns of the game follow
	pingColumnWidth = 66
	scoreboardWidth = 600

	// In an upright window the scoreboard is as wide in pixels, but has fewer and narrower
	// columns, so that all in it is larger.
	uprightWidth     = 456
	uprightPingWidth = 50
)

// scoreboardLayout is how large the scoreboard is and which columns it has.
type scoreboardLayout struct {
	unit    float32 // pixels per unit
	width   float32 // units, as all others
	ping    float32 // width of the column of the ping
	upright bool
}

func newScoreboardLayout(f *Frame) scoreboardLayout {
	if f.W < f.H {
		return scoreboardLayout{f.Unit * scoreboardWidth / uprightWidth, uprightWidth, uprightPingWidth, true}
	}
	return scoreboardLayout{f.Unit, scoreboardWidth, pingColumnWidth, false}
}

// column is the title and the width of a column of the game; ok is false if there is no room for it.
func (l *scoreboardLayout) column(c *Column) (title string, width float32, ok bool) {
	if l.upright {
		return lang.T(c.ShortTitle), c.ShortWidth, c.ShortTitle != ""
	}
	return lang.T(c.Title), c.Width, true
}
