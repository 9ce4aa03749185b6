package scene

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lobby"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// ranks are the leaderboards: one for each mode, from the top or around us.
type ranks struct {
	window
	modes  ui.Tabs
	around ui.Tabs
	list   ui.List
	call   *call[api.Board]
	board  api.Board
	known  bool
	names  []string // of the modes, as the server says them
	asked  bool
}

func newRanks(k *Kit) *ranks {
	s := &ranks{window: newWindow(k, "LEADERBOARDS"), list: ui.List{Name: "Leaderboard"}, around: ui.Tabs{Names: []string{"TOP", "AROUND ME"}}}
	for i := range k.lounge.queues {
		q := &k.lounge.queues[i]
		s.names, s.modes.Names = append(s.names, q.Mode), append(s.modes.Names, label(q))
	}
	s.widgets = []ui.Widget{&s.modes, &s.around, &s.list, &s.back}
	return s
}

// Name implements Scene.
func (s *ranks) Name() string { return "ranks" }

// Update implements Scene.
func (s *ranks) Update(f *Frame) Move {
	if !s.asked {
		s.turn()
	}
	if r, ok := s.call.done(); ok {
		s.call = nil
		s.take(r)
	}
	s.layout(f)
	if s.call == nil && s.board.Next != "" && s.list.LastRowVisible() {
		s.fetch(lobby.LeaderboardPage{Cursor: s.board.Next})
	}
	switch w := s.act(f); {
	case w == &s.modes, w == &s.around:
		s.turn()
	case w == &s.back, f.In.Cancel:
		s.call.drop()
		return Pop()
	}
	return Move{}
}

// turn asks for another board.
func (s *ranks) turn() {
	s.call.drop()
	s.asked, s.known, s.list.Count = true, false, 0
	s.board = api.Board{}
	s.fetch(lobby.LeaderboardPage{Around: s.around.Selected == 1})
}

func (s *ranks) fetch(p lobby.LeaderboardPage) {
	mode := s.names[s.modes.Selected]
	s.call = peek(s.kit, patience, func(ctx context.Context, l *lobby.Client) (api.Board, error) { return l.Leaderboard(ctx, mode, p) })
}

// take adds a page to those that are shown. One that did not come is not asked for
// again: another board is a press away.
func (s *ranks) take(r reply[api.Board]) {
	s.wrong = ""
	if r.err != nil {
		s.wrong = judge(r.err).text
	}
	if !s.known {
		s.known, s.list.Selected = true, max(0, slices.IndexFunc(r.got.Lines, func(l api.BoardLine) bool { return l.Me }))
	}
	s.board.Lines, s.board.Next = append(s.board.Lines, r.got.Lines...), r.got.Next
	s.list.Count = len(s.board.Lines)
}

func (s *ranks) layout(f *Frame) {
	in := s.lay(f, 760, 640)
	w := in.W*.6 - f.px(6)
	s.modes.Rect = ui.Rect{X: in.X, Y: in.Y, W: w, H: f.high(38)}
	s.around.Rect = ui.Rect{X: in.X + w + f.px(12), Y: in.Y, W: in.W - w - f.px(12), H: f.high(38)}
	s.list.Rect = under(f, in, s.modes.Rect, 32)
	s.list.RowHeight = f.high(38)
	s.foot(f, &s.back)
}

// rankPlaces are where the columns begin, or with a minus end, in parts of a row.
var rankPlaces = []float32{-.09, .13, -.63, -.79, -.97}

// Draw implements Scene.
func (s *ranks) Draw(dst *ebiten.Image, f *Frame) {
	s.layout(f)
	s.ground(dst, f)
	p := s.kit.Pen
	head := ui.Rect{X: s.list.X, Y: s.list.Y - f.px(28), W: s.list.W, H: f.px(24)}
	cells(p, dst, head, ui.Style{Size: f.px(13), Color: ui.Muted}, []string{"RANK", "PILOT", "SCORE", "WINS", "MATCHES"}, rankPlaces)
	s.list.DrawRows(dst, p, look(f, &s.form), s.has(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) { s.row(dst, f, &s.board.Lines[i], r) })
	switch {
	case !s.known:
		spinner(p, dst, s.list.CenterX(), s.list.CenterY(), f.px(24), float64(f.Now.UnixMilli()%1e9)/1000, ui.Cyan)
	case len(s.board.Lines) == 0 && s.around.Selected == 1:
		hollow(s.kit, dst, f, s.list.Rect, "You are not on this board yet: play a rated "+strings.ToLower(s.names[s.modes.Selected])+".")
	case len(s.board.Lines) == 0:
		hollow(s.kit, dst, f, s.list.Rect, "Nobody has played this rated yet. Be the first.")
	}
	s.paint(dst, f)
}

func (s *ranks) row(dst *ebiten.Image, f *Frame, line *api.BoardLine, r ui.Rect) {
	p := s.kit.Pen
	c := ui.White.Fade(.92)
	if line.Me {
		p.Gradient(dst, r, ui.Cyan.Fade(.2), ui.Cyan.Glow(.04))
		c = ui.Cyan
	}
	rank := ui.Style{Face: ui.Title, Size: f.px(17), Color: medal(line.Rank), Align: ui.Right}
	if line.Rank <= 3 {
		rank.Glow = .5
	}
	p.Text(dst, fmt.Sprint(line.Rank), r.X-r.W*rankPlaces[0], r.CenterY(), rank)
	name := ui.Style{Face: ui.Title, Size: f.px(16), Color: c}
	p.Text(dst, p.Truncate(line.Name, r.W*.36, name), r.X+r.W*rankPlaces[1], r.CenterY(), name)
	st := ui.Style{Face: ui.Mono, Size: f.px(16), Color: c}
	cells(p, dst, r, st, []string{fmt.Sprintf("%.1f", line.Score), fmt.Sprint(line.Wins), fmt.Sprint(line.Matches)}, rankPlaces[2:])
}

// medal is gold, silver, bronze, and then nothing in particular.
func medal(rank int) rgba.Color {
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
