package scene

import (
	"context"
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lobby"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// pilots are who flies in our match: whom we would rather not hear, and who ought
// to be reported.
type pilots struct {
	window
	m      *match
	list   ui.List
	mute   ui.Button
	report ui.Button
	why    ui.Tabs
	call   *call[struct{}]
	shown  []protocol.Player
	done   string // what has been done
}

// reasons of a report, as the lobby names them.
var reasons = []string{"abuse", "cheating", "name", "other"}

func newPilots(m *match) *pilots {
	s := &pilots{
		window: newWindow(m.kit, "PILOTS"), m: m,
		list:   ui.List{Name: "Pilots"},
		mute:   ui.Button{Label: "MUTE"},
		report: ui.Button{Label: "REPORT"},
		why:    ui.Tabs{Names: []string{"ABUSE", "CHEATING", "NAME", "OTHER"}},
	}
	s.widgets = []ui.Widget{&s.list, &s.why, &s.mute, &s.report, &s.back}
	return s
}

// Name implements Scene.
func (s *pilots) Name() string { return "pilots" }

// Update implements Scene.
func (s *pilots) Update(f *Frame) Move {
	s.gather()
	if r, ok := s.call.done(); ok {
		s.call, s.wrong, s.done = nil, "", "Reported. Somebody will look at it."
		if r.err != nil {
			s.wrong, s.done = judge(r.err).text, ""
		}
	}
	s.layout(f)
	w := s.act(f)
	if w == &s.back || f.In.Cancel {
		return Pop()
	}
	s.mute.Disabled, s.report.Disabled = s.list.Count == 0, s.list.Count == 0 || s.call != nil
	if s.list.Count == 0 {
		return Move{}
	}
	p := &s.shown[s.list.Selected]
	s.mute.Label = "MUTE"
	if s.kit.mutes(p.Account) {
		s.mute.Label = "UNMUTE"
	}
	switch w {
	case &s.mute, &s.list:
		s.kit.mute(p.Account)
	case &s.report:
		s.accuse(p)
	}
	return Move{}
}

// gather lists the people who fly here beside us: bots have neither mouths nor
// shame.
func (s *pilots) gather() {
	s.shown = s.shown[:0]
	if v := s.m.view; v != nil {
		for _, p := range v.Roster {
			if !p.Bot && p.ID != v.Me {
				s.shown = append(s.shown, p)
			}
		}
	}
	s.list.Count = len(s.shown)
	s.list.Selected = max(0, min(s.list.Selected, s.list.Count-1))
}

// accuse reports a pilot.
func (s *pilots) accuse(p *protocol.Player) {
	seat := int(p.ID)
	r := api.NewReport{RoomID: s.m.view.Room, Seat: &seat, Reason: reasons[s.why.Selected], Text: "called " + p.Name}
	s.call = ask(s.kit, func(ctx context.Context, l *lobby.Client) (struct{}, error) {
		return struct{}{}, l.ReportPlayer(ctx, r)
	})
}

func (s *pilots) layout(f *Frame) {
	in := s.lay(f, 620, 560)
	h := f.high(38)
	s.why.Rect = ui.Rect{X: in.X, Y: in.Y + in.H - h, W: in.W, H: h}
	s.list.Rect = ui.Rect{X: in.X, Y: in.Y, W: in.W, H: in.H - h - f.px(38)}
	s.list.RowHeight = f.high(40)
	s.foot(f, &s.mute, &s.report, &s.back)
}

// Draw implements Scene.
func (s *pilots) Draw(dst *ebiten.Image, f *Frame) {
	s.layout(f)
	s.ground(dst, f)
	p := s.kit.Pen
	s.list.DrawRows(dst, p, look(f, &s.form), s.has(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) {
		l := &s.shown[i]
		name := ui.Style{Face: ui.Title, Size: f.px(16), Color: ui.White}
		p.Text(dst, p.Truncate(l.Name, r.W-f.px(100), name), r.X+f.px(14), r.CenterY(), name)
		st := ui.Style{Size: f.px(14), Color: ui.Muted, Align: ui.Right}
		right := fmt.Sprintf("%d ms", l.Ping)
		if s.kit.mutes(l.Account) {
			right, st.Color = "MUTED", ui.Accent
		}
		p.Text(dst, right, r.X+r.W-f.px(14), r.CenterY(), st)
	})
	if s.list.Count == 0 {
		hollow(s.kit, dst, f, s.list.Rect, "Nobody but bots flies with you.")
	}
	line := "What is it about?"
	if s.done != "" {
		line = s.done
	}
	p.Text(dst, line, s.why.X, s.why.Y-f.px(16), ui.Style{Size: f.px(15), Color: ui.Muted})
	s.paint(dst, f)
}
