package scene

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/sim"
)

var historyColumns = []float32{.02, .19, .42, .6, -.84, -.98}

// figureNames are the names of the figures of a match, in the order of its game, or
// sorted if the game is not installed here.
func figureNames(games sim.Games, m *api.Match) []string {
	if g, _, ok := games.Mode(m.Mode); ok {
		return g.About().MainColumns()
	}
	if len(m.Lines) == 0 {
		return nil
	}
	return slices.Sorted(maps.Keys(m.Lines[0].Figures))
}

// figuresHead is the head of the column of figures: their initials, such as K / D, if all
// matches have the same ones.
func figuresHead(games sim.Games, matches []api.Match) string {
	names := games[0].About().MainColumns()
	if len(matches) > 0 {
		names = figureNames(games, &matches[0])
	}
	var initials []string
	for _, name := range names {
		initials = append(initials, string([]rune(lang.T(strings.ToUpper(name)))[:min(len(name), 1)]))
	}
	for i := range matches {
		if !slices.Equal(figureNames(games, &matches[i]), names) {
			return lang.T("FIGURES")
		}
	}
	return strings.Join(initials, " / ")
}

// figuresText is the figures of a line of a match, such as 7 / 3.
func figuresText(names []string, l *api.MatchLine) string {
	var texts []string
	for _, name := range names {
		texts = append(texts, fmt.Sprint(l.Figures[name]))
	}
	return strings.Join(texts, " / ")
}

// drawHistoryRow draws one match of the history.
func drawHistoryRow(p *ui.Pen, dst *ebiten.Image, f *frame, games sim.Games, m *api.Match, me string, r ui.Rect) {
	texts, gain := historyCells(games, m, me)
	drawCells(p, dst, r, ui.Style{Size: f.px(15), Color: ui.White.Fade(.85)}, texts[:5], historyColumns)
	if gain != 0 {
		drawRatingChange(p, dst, f, r.X-r.W*historyColumns[5], r.CenterY(), gain)
	}
}

// historyCells are the texts of a match of the history, by column, and its change of the rating.
func historyCells(games sim.Games, m *api.Match, me string) (texts []string, gain float64) {
	texts = []string{lang.T(m.Mode), timeAgo(time.Since(m.EndedAt)), "", "", "", ""}
	for i := range m.Lines {
		l := &m.Lines[i]
		if l.PlayerID != me || me == "" {
			continue
		}
		texts[2] = lang.F("%s of %d", lang.Ordinal(l.Place), len(m.Lines))
		texts[3] = figuresText(figureNames(games, m), l)
		texts[4] = fmt.Sprint(l.Points)
		gain = l.Gain
	}
	if m.Aborted {
		texts[2], texts[3] = lang.T("broken off"), ""
	}
	if gain != 0 {
		texts[5] = fmt.Sprintf("%+.1f", gain)
	}
	return texts, gain
}

// drawRatingChange draws a change of rating in green or red, with its sign for players who
// do not see these colours.
func drawRatingChange(p *ui.Pen, dst *ebiten.Image, f *frame, x, y float32, gain float64) {
	c := ui.Good
	if gain < 0 {
		c = ui.Bad
	}
	p.Text(dst, fmt.Sprintf("%+.1f", gain), x, y, ui.Style{Face: ui.Mono, Size: f.px(16), Color: c, Align: ui.Right})
}

// timeAgo says how long ago something was, roughly.
func timeAgo(d time.Duration) string {
	switch {
	case d < time.Minute:
		return lang.T("just now")
	case d < time.Hour:
		return lang.F("%d min ago", d/time.Minute)
	case d < 48*time.Hour:
		return lang.F("%d h ago", d/time.Hour)
	}
	return lang.F("%d days ago", d/(24*time.Hour))
}
