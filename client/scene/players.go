package scene

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/deeds"
	"perihelion/shared/protocol"
)

// playersScene lists the players of our match, to mute or report them.
type playersScene struct {
	dialog
	match    *matchScene
	list     ui.List
	mute     ui.Button
	report   ui.Button
	friend   ui.Button
	reason   ui.Tabs
	call     *online.Call[struct{}]
	players  []protocol.Player
	doneText string // result of the last action
	asking   bool   // somebody is being asked to be a friend
}

// reportReasons are the reasons that the lobby accepts, in the order of the tabs.
var reportReasons = []string{"abuse", "cheating", "name", "other"}

func newPlayersScene(m *matchScene) *playersScene {
	s := &playersScene{
		dialog: newDialog(m.deps, lang.T("PLAYERS")), match: m,
		list:   ui.List{Name: "Players", Head: []string{lang.Key("PLAYER"), lang.Key("PING")}},
		mute:   ui.Button{Label: "MUTE"},
		report: ui.Button{Label: "REPORT"},
		friend: ui.Button{Label: "ADD FRIEND"},
		reason: ui.Tabs{Names: []string{"ABUSE", "CHEATING", "NAME", "OTHER"}},
	}
	s.list.Cells = func(row int) []string { return []string{s.players[row].Name, s.linkText(&s.players[row])} }
	s.widgets = []ui.Widget{&s.list, &s.reason, &s.friend, &s.mute, &s.report, &s.back}
	return s
}

func (s *playersScene) Name() string { return "players" }

func (s *playersScene) Update(f *frame) transition {
	s.listPlayers()
	if r, ok := s.call.Result(); ok {
		s.call, s.errText, s.doneText = nil, "", lang.T("Reported. Somebody will look at it.")
		if r.Err != nil {
			s.errText, s.doneText = online.Explain(r.Err).Text, ""
		}
	}
	if l := &s.deps.online.Friends; s.asking && !l.Busy() {
		s.asking, s.errText, s.doneText = false, l.ErrText, ""
		if l.ErrText == "" {
			s.doneText = lang.T("Asked. They find it under FRIENDS.")
		}
	}
	s.layoutPlayers(f)
	w := s.updateWidgets(f)
	if w == &s.back || f.in.Cancel {
		return pop()
	}
	s.mute.Disabled, s.report.Disabled = s.list.Count == 0, s.list.Count == 0 || s.call != nil
	s.friend.Disabled = s.list.Count == 0 || s.asking
	if s.list.Count == 0 {
		return transition{}
	}
	p := &s.players[s.list.Selected]
	s.mute.Label = "MUTE"
	if s.deps.online.IsMuted(p.Account) {
		s.mute.Label = "UNMUTE"
	}
	switch w {
	case &s.mute, &s.list:
		s.deps.online.ToggleMute(p.Account)
	case &s.report:
		s.reportPlayer(p)
	case &s.friend:
		s.deps.online.Friends.Add(api.NewFriend{Name: p.Name})
		s.asking = true
	}
	return transition{}
}

// linkText is the ping of a player, or that they are muted.
func (s *playersScene) linkText(p *protocol.Player) string {
	if s.deps.online.IsMuted(p.Account) {
		return lang.T("MUTED")
	}
	return fmt.Sprintf("%d ms", p.Ping)
}

// listPlayers lists the other players, without bots. Whoever is selected stays so, and in the list
// when they leave: what is pressed then is not for the next one.
func (s *playersScene) listPlayers() {
	v, selected := s.match.view, protocol.Player{}
	listed := v != nil && s.list.Selected < len(s.players)
	if listed {
		selected = s.players[s.list.Selected]
	}
	s.players = s.players[:0]
	if v != nil {
		for _, p := range v.Roster {
			if !p.Bot && p.ID != v.Me {
				s.players = append(s.players, p)
			}
		}
	}
	if listed {
		i := slices.IndexFunc(s.players, func(p protocol.Player) bool { return p.ID == selected.ID && p.Account == selected.Account })
		if i < 0 {
			i = min(s.list.Selected, len(s.players))
			s.players = slices.Insert(s.players, i, selected)
		}
		s.list.Selected = i
	}
	s.list.Count = len(s.players)
	s.list.Selected = max(0, min(s.list.Selected, s.list.Count-1))
}

// reportPlayer sends a report.
func (s *playersScene) reportPlayer(p *protocol.Player) {
	seat := int(p.ID)
	account := strconv.FormatUint(uint64(p.Account), 10)
	r := api.NewReport{RoomID: s.match.view.Room, Seat: &seat, Account: account, Reason: reportReasons[s.reason.Selected], Text: "called " + p.Name}
	s.call = s.deps.online.ReportPlayer(r)
}

func (s *playersScene) layoutPlayers(f *frame) {
	in := s.layoutDialog(f, 620, 560)
	h := f.targetHeight(38)
	s.reason.Rect = ui.Rect{X: in.X, Y: in.Y + in.H - h, W: in.W, H: h}
	s.list.Rect = ui.Rect{X: in.X, Y: in.Y, W: in.W, H: in.H - h - f.px(38)}
	s.list.RowHeight = f.targetHeight(40)
	s.layoutFoot(f, &s.friend, &s.mute, &s.report, &s.back)
}

func (s *playersScene) Draw(dst *ebiten.Image, f *frame) {
	s.layoutPlayers(f)
	s.drawBackground(dst, f)
	p := s.deps.pen
	s.list.DrawRows(dst, p, widgetStyle(f, &s.form), s.hasFocus(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) {
		l := &s.players[i]
		name := ui.Style{Face: ui.Title, Size: f.px(16), Color: ui.White}
		w := p.Text(dst, p.Truncate(l.Name, r.W-f.px(100), name), r.X+f.px(14), r.CenterY(), name)
		if title, known := deeds.Find(deeds.Titles, int(l.Looks.Title)); known && w+p.Width(lang.T(title.Name), ui.Style{Size: f.px(14)}) < r.W-f.px(120) {
			p.Text(dst, lang.T(title.Name), r.X+f.px(24)+w, r.CenterY(), ui.Style{Size: f.px(14), Color: ui.Accent})
		}
		st := ui.Style{Size: f.px(14), Color: ui.Muted, Align: ui.Right}
		if s.deps.online.IsMuted(l.Account) {
			st.Color = ui.Accent
		}
		p.Text(dst, s.linkText(l), r.X+r.W-f.px(14), r.CenterY(), st)
	})
	if s.list.Count == 0 {
		drawEmptyText(s.deps, dst, f, s.list.Rect, lang.T("Nobody but bots flies with you."))
	}
	line := lang.T("What is it about?")
	if s.doneText != "" {
		line = s.doneText
	}
	p.Text(dst, line, s.reason.X, s.reason.Y-f.px(16), ui.Style{Size: f.px(15), Color: ui.Muted})
	s.drawWidgets(dst, f)
}
