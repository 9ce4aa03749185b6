package scene

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// leaderboardScene shows the leaderboards: one per mode, from the top or around the
// player.
type leaderboardScene struct {
	dialog
	modes     ui.Tabs
	around    ui.Tabs
	season    ui.Button // shows the board of the season before, and after the first that of the present one
	shown     string    // number of the season that is shown; empty: the present one
	list      ui.List
	call      *online.Call[api.Board]
	board     api.Board
	loaded    bool
	modeNames []string // mode names as the server sends them
	requested bool
}

func newLeaderboardScene(deps *Deps) *leaderboardScene {
	s := &leaderboardScene{dialog: newDialog(deps, lang.T("LEADERBOARDS")), around: ui.Tabs{Names: []string{"TOP", "AROUND ME"}}}
	s.list = ui.List{Name: "Leaderboard", Head: []string{lang.Key("RANK"), lang.Key("PLAYER"), lang.Key("SCORE"), lang.Key("WINS"), lang.Key("MATCHES")}}
	s.list.Cells = func(row int) []string { return boardCells(&s.board.Lines[row]) }
	for i := range deps.online.Lobby.Queues {
		q := &deps.online.Lobby.Queues[i]
		if !q.Rated {
			continue
		}
		s.modeNames, s.modes.Names = append(s.modeNames, q.Mode), append(s.modes.Names, queueLabel(q))
	}
	s.season = ui.Button{Label: "EARLIER SEASON"}
	s.widgets = []ui.Widget{&s.modes, &s.around, &s.list, &s.season, &s.back}
	return s
}

func (s *leaderboardScene) Name() string { return "ranks" }

func (s *leaderboardScene) Update(f *frame) transition {
	if !s.requested {
		s.reloadBoard()
	}
	if r, ok := s.call.Result(); ok {
		s.call = nil
		s.addPage(r)
	}
	s.layoutLeaderboard(f)
	if s.call == nil && s.board.Next != "" && s.list.LastRowVisible() {
		s.fetchPage(online.LeaderboardPage{Cursor: s.board.Next, Season: s.shown})
	}
	switch w := s.updateWidgets(f); {
	case w == &s.modes, w == &s.around:
		s.reloadBoard()
	case w == &s.season && s.loaded:
		s.showEarlierSeason()
		s.reloadBoard()
	case w == &s.back, f.in.Cancel:
		s.call.Cancel()
		return pop()
	}
	return transition{}
}

// reloadBoard requests the selected board from its start.
func (s *leaderboardScene) reloadBoard() {
	s.call.Cancel()
	s.requested, s.loaded, s.list.Count = true, false, 0
	s.board = api.Board{}
	s.fetchPage(online.LeaderboardPage{Around: s.around.Selected == 1, Season: s.shown})
}

// showEarlierSeason goes back by a season, and from the first one to the present one.
func (s *leaderboardScene) showEarlierSeason() {
	if n := s.board.Season.Number; n > 0 {
		s.shown = strconv.Itoa(n - 1)
	} else {
		s.shown = ""
	}
}

func (s *leaderboardScene) fetchPage(p online.LeaderboardPage) {
	s.call = s.deps.online.FetchLeaderboard(s.modeNames[s.modes.Selected], p)
}

// addPage appends a page to the board. A page that failed is not requested again; choosing
// another board does that.
func (s *leaderboardScene) addPage(r online.Reply[api.Board]) {
	s.errText = ""
	if r.Err != nil {
		s.errText = online.Explain(r.Err).Text
	}
	if !s.loaded {
		s.loaded, s.list.Selected = true, max(0, slices.IndexFunc(r.Value.Lines, func(l api.BoardLine) bool { return l.Me }))
	}
	if r.Err == nil {
		s.board.Season = r.Value.Season
	}
	if s.season.Label = "EARLIER SEASON"; s.board.Season.Number == 0 {
		s.season.Label = "THIS SEASON"
	}
	s.board.Lines, s.board.Next = append(s.board.Lines, r.Value.Lines...), r.Value.Next
	s.list.Count = len(s.board.Lines)
}

func (s *leaderboardScene) layoutLeaderboard(f *frame) {
	in := s.layoutDialog(f, 760, 640)
	w := in.W*.6 - f.px(6)
	s.modes.Rect = ui.Rect{X: in.X, Y: in.Y, W: w, H: f.targetHeight(38)}
	s.modes.Wrap(f.px(tabWidth))
	s.around.Rect = ui.Rect{X: in.X + w + f.px(12), Y: in.Y, W: in.W - w - f.px(12), H: f.targetHeight(38)}
	s.list.Rect = belowRect(f, in, s.modes.Rect, 32)
	s.list.RowHeight = f.targetHeight(38)
	s.layoutFoot(f, &s.season, &s.back)
}

// drawSeason says which season is shown, and how long it lasts, if there is no error to say.
func (s *leaderboardScene) drawSeason(dst *ebiten.Image, f *frame) {
	if !s.loaded || s.errText != "" {
		return
	}
	text := lang.F("Season %d", s.board.Season.Number)
	switch days := int(s.board.Season.EndsAt.Sub(f.now)/(24*time.Hour)) + 1; {
	case s.board.Season.Number == 0:
		text = lang.T("Before the first season")
	case s.board.Season.Present:
		text = fmt.Sprintf(lang.N(days, "Season %d, %d more day", "Season %d, %d more days"), s.board.Season.Number, days)
	}
	st := ui.Style{Size: f.px(14), Color: ui.Muted, Align: ui.Right}
	s.deps.pen.Text(dst, text, s.sheet.X+s.sheet.W-f.px(22), s.sheet.Y+f.px(22), st)
}

// emptyText says why there is nobody on the board.
func (s *leaderboardScene) emptyText() string {
	mode := lang.T(strings.ToLower(s.modeNames[s.modes.Selected]))
	switch {
	case s.around.Selected == 1 && s.shown == "" && s.board.Season.Placement > 0:
		n := s.board.Season.Placement
		return fmt.Sprintf(lang.N(n, "You are not on this board yet: play %d rated round of %s in this season.", "You are not on this board yet: play %d rated rounds of %s in this season."), n, mode)
	case s.around.Selected == 1 && s.shown == "":
		return lang.F("You are not on this board yet: play a rated %s.", mode)
	case s.around.Selected == 1:
		return lang.T("You had no rank in that season.")
	case s.shown == "":
		return lang.T("Nobody has a rank in this season yet. Be the first.")
	}
	return lang.T("Nobody had a rank in that season.")
}

// leaderboardColumns are the places of the columns; see drawCells.
var leaderboardColumns = []float32{-.09, .13, -.63, -.79, -.97}

func (s *leaderboardScene) Draw(dst *ebiten.Image, f *frame) {
	s.layoutLeaderboard(f)
	s.drawBackground(dst, f)
	s.drawSeason(dst, f)
	p := s.deps.pen
	head := ui.Rect{X: s.list.X, Y: s.list.Y - f.px(28), W: s.list.W, H: f.px(24)}
	drawCells(p, dst, head, ui.Style{Size: f.px(13), Color: ui.Muted}, s.list.HeadTexts(), leaderboardColumns)
	s.list.DrawRows(dst, p, widgetStyle(f, &s.form), s.hasFocus(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) { s.drawLine(dst, f, &s.board.Lines[i], r) })
	switch {
	case !s.loaded:
		drawSpinner(p, dst, s.list.CenterX(), s.list.CenterY(), f.px(24), float64(f.now.UnixMilli()%1e9)/1000, ui.Cyan)
	case len(s.board.Lines) == 0:
		drawEmptyText(s.deps, dst, f, s.list.Rect, s.emptyText())
	}
	s.drawWidgets(dst, f)
}

func (s *leaderboardScene) drawLine(dst *ebiten.Image, f *frame, line *api.BoardLine, r ui.Rect) {
	p := s.deps.pen
	c := ui.White.Fade(.92)
	if line.Me {
		c = ui.Cyan
	}
	drawRank(p, dst, f, line.Rank, line.Me, r, leaderboardColumns[0])
	name := ui.Style{Face: ui.Title, Size: f.px(16), Color: c}
	p.Text(dst, p.Truncate(line.Name, r.W*.36, name), r.X+r.W*leaderboardColumns[1], r.CenterY(), name)
	st := ui.Style{Face: ui.Mono, Size: f.px(16), Color: c}
	drawCells(p, dst, r, st, boardCells(line)[2:], leaderboardColumns[2:])
}

// boardCells are the texts of a line, by column.
func boardCells(line *api.BoardLine) []string {
	return []string{fmt.Sprint(line.Rank), line.Name, fmt.Sprintf("%.1f", line.Score), fmt.Sprint(line.Wins), fmt.Sprint(line.Matches)}
}

// drawRank draws the rank of a row, at the place of its column, and marks the row that is ours.
func drawRank(p *ui.Pen, dst *ebiten.Image, f *frame, rank int, me bool, r ui.Rect, place float32) {
	if me {
		p.Gradient(dst, r, ui.Cyan.Fade(.2), ui.Cyan.Glow(.04))
	}
	st := ui.Style{Face: ui.Title, Size: f.px(17), Color: medalColor(rank)}
	if rank <= 3 {
		st.Glow = .5
	}
	drawCells(p, dst, r, st, []string{fmt.Sprint(rank)}, []float32{place})
}

// medalColor is gold, silver or bronze for the first three, then a plain colour.
func medalColor(rank int) rgba.Color {
	switch rank {
	case 1:
		return rgba.Hex(0xffd75e)
	case 2:
		return rgba.Hex(0xd5def0)
	case 3:
		return rgba.Hex(0xe59a5c)
	}
	return ui.Muted
}
