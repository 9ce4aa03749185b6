package scene

import (
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// seasonsScene shows the ranks of a player in the present season and in past ones.
type seasonsScene struct {
	dialog
	list ui.List
	rows []seasonRow
}

// seasonRow is the rating of a mode in a season.
type seasonRow struct {
	api.PastRating
	present   bool
	placement int // rated rounds that a rank takes; 0: not known
}

func newSeasonsScene(deps *Deps, profile *api.Profile) *seasonsScene {
	s := &seasonsScene{dialog: newDialog(deps, lang.T("SEASONS")), list: ui.List{Name: "Seasons", Head: seasonHead}}
	s.list.Cells = func(row int) []string { return s.rows[row].cells() }
	for _, r := range profile.Ratings {
		s.rows = append(s.rows, seasonRow{api.PastRating{
			Season: r.Season, Mode: r.Mode, Score: r.Score, Matches: r.Matches, Rank: r.Rank, BestRank: r.BestRank,
		}, true, r.Placement})
	}
	for _, r := range profile.Seasons {
		s.rows = append(s.rows, seasonRow{PastRating: r})
	}
	s.list.Count = len(s.rows)
	s.widgets = []ui.Widget{&s.list, &s.back}
	return s
}

func (s *seasonsScene) Name() string { return "seasons" }

func (s *seasonsScene) Update(f *frame) transition {
	s.layoutSeasons(f)
	if s.updateWidgets(f) == &s.back || f.in.Cancel {
		return pop()
	}
	return transition{}
}

func (s *seasonsScene) layoutSeasons(f *frame) {
	in := s.layoutDialog(f, 640, 560)
	s.list.Rect = ui.Rect{X: in.X, Y: in.Y + f.px(28), W: in.W, H: in.H - f.px(28)}
	s.list.RowHeight = f.targetHeight(36)
	s.layoutFoot(f, &s.back)
}

var seasonHead = []string{lang.Key("SEASON"), lang.Key("MODE"), lang.Key("RANK"), lang.Key("BEST"), lang.Key("MATCHES")}

// seasonColumns are the places of the columns; see drawCells.
var seasonColumns = []float32{.02, .2, -.62, -.78, -.98}

func (s *seasonsScene) Draw(dst *ebiten.Image, f *frame) {
	s.layoutSeasons(f)
	s.drawBackground(dst, f)
	p := s.deps.pen
	head := ui.Rect{X: s.list.X, Y: s.list.Y - f.px(26), W: s.list.W, H: f.px(22)}
	drawCells(p, dst, head, ui.Style{Size: f.px(13), Color: ui.Muted}, s.list.HeadTexts(), seasonColumns)
	s.list.DrawRows(dst, p, widgetStyle(f, &s.form), s.hasFocus(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) {
		st := ui.Style{Size: f.px(16), Color: ui.White.Fade(.85)}
		if s.rows[i].present {
			st.Color = ui.Cyan
		}
		drawCells(p, dst, r, st, s.rows[i].cells(), seasonColumns)
	})
	if len(s.rows) == 0 {
		drawEmptyText(s.deps, dst, f, s.list.Rect, lang.T("No rated rounds yet. They need other players; rounds against bots count for your level."))
	}
	s.drawWidgets(dst, f)
}

// cells are the texts of the row.
func (r *seasonRow) cells() []string {
	number, rank, best := lang.T("before"), "-", "-"
	if r.Season > 0 {
		number = fmt.Sprint(r.Season)
	}
	switch {
	case r.Rank > 0:
		rank = fmt.Sprint(r.Rank)
	case r.present && r.placement > 0:
		rank = lang.F("placement %d/%d", r.Matches, r.placement)
	}
	if r.BestRank > 0 {
		best = fmt.Sprint(r.BestRank)
	}
	return []string{number, lang.T(r.Mode), rank, best, fmt.Sprint(r.Matches)}
}
