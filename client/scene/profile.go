package scene

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lobby"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// profile is who we are for the server: name, ratings, history; and the ways to be
// the same on another device, or to be forgotten.
type profile struct {
	window
	name    ui.Field
	rename  ui.Button
	device  ui.Button
	erase   ui.Button
	list    ui.List
	figures ui.Rect // where the cards are
	abreast int     // how many of them are beside each other
	call    *call[dossier]
	acting  *call[api.Profile]
	got     dossier
	known   bool
}

// dossier is all that a profile shows.
type dossier struct {
	api.Profile
	history lobby.MatchHistory
}

func newProfile(k *Kit) *profile {
	s := &profile{
		window: newWindow(k, "PROFILE"),
		name:   ui.Field{Placeholder: "Your name", Limit: protocol.MaxName, EnterSends: true},
		rename: ui.Button{Label: "RENAME"},
		device: ui.Button{Label: "OTHER DEVICE"},
		erase:  ui.Button{Label: "DELETE MY DATA"},
		list:   ui.List{Name: "Matches"},
	}
	s.widgets = []ui.Widget{&s.name, &s.rename, &s.list, &s.device, &s.erase, &s.back}
	s.fetch()
	return s
}

// fetch asks who we are. Whoever is nobody yet becomes somebody.
func (s *profile) fetch() {
	s.call = ask(s.kit, func(ctx context.Context, l *lobby.Client) (d dossier, err error) {
		if d.Profile, err = l.Profile(ctx, "me"); err != nil {
			return d, err
		}
		d.history, err = l.MatchHistory(ctx, "me")
		return d, err
	})
}

// Name implements Scene.
func (s *profile) Name() string { return "profile" }

// Update implements Scene.
func (s *profile) Update(f *Frame) Move {
	s.listen()
	if !f.Top {
		return Move{}
	}
	s.layout(f)
	switch w := s.act(f); {
	case w == &s.rename, w == &s.name:
		s.renameTo(s.name.Value())
	case w == &s.device:
		return Push(newDevice(s.kit, s.fetch))
	case w == &s.erase:
		return Push(newErase(s.kit))
	case w == &s.back, f.In.Cancel:
		return Pop()
	}
	return Move{}
}

func (s *profile) listen() {
	if r, ok := s.call.done(); ok {
		s.call, s.wrong = nil, ""
		if r.err != nil {
			s.wrong = judge(r.err).text
			return
		}
		s.got, s.known = r.got, true
		s.name.SetValue(r.got.Name)
		s.list.Count = len(r.got.history.Matches)
	}
	if r, ok := s.acting.done(); ok {
		s.acting, s.wrong = nil, ""
		if r.err != nil {
			s.wrong = judge(r.err).text
			return
		}
		s.got.Name = s.kit.self.who().Name
		s.name.SetValue(s.got.Name)
	}
}

func (s *profile) renameTo(name string) {
	clean, err := protocol.CleanName(name)
	if err != nil {
		s.wrong = sentence(err.Error())
		return
	}
	s.kit.present(clean) // asking for anything as somebody of this name renames us
	s.acting = ask(s.kit, func(ctx context.Context, l *lobby.Client) (api.Profile, error) { return api.Profile{}, nil })
}

func (s *profile) layout(f *Frame) {
	in := s.lay(f, 860, 680)
	w := min(f.px(330), in.W*.58)
	s.name.Rect = ui.Rect{X: in.X, Y: in.Y, W: w, H: f.high(42)}
	s.rename.Rect = ui.Rect{X: in.X + w + f.px(10), Y: in.Y, W: f.px(120), H: f.high(42)}
	s.figures = ui.Rect{X: in.X, Y: in.Y + s.name.H + f.px(10), W: in.W, H: f.px(cardHigh)}
	s.abreast = mostCards
	if !f.low() && in.W < f.px(mostCards*cardWide) {
		s.abreast = 3
		s.figures.H += f.px(cardHigh + 8)
	}
	s.list.Rect = under(f, in, s.figures, 28)
	s.list.RowHeight = f.high(36)
	s.foot(f, &s.device, &s.erase, &s.back)
}

const (
	mostCards = 5
	cardWide  = 120 // points that one needs
	cardHigh  = 84
)

var historyPlaces = []float32{.02, .19, .42, .6, -.84, -.98}

// Draw implements Scene.
func (s *profile) Draw(dst *ebiten.Image, f *Frame) {
	if !f.Top {
		return
	}
	s.layout(f)
	s.ground(dst, f)
	p := s.kit.Pen
	s.cards(dst, f)
	head := ui.Rect{X: s.list.X, Y: s.list.Y - f.px(26), W: s.list.W, H: f.px(22)}
	cells(p, dst, head, ui.Style{Size: f.px(13), Color: ui.Muted}, []string{"MATCH", "WHEN", "PLACE", "K / D", "POINTS", "RATING"}, historyPlaces)
	me := s.kit.self.who().ID
	s.list.DrawRows(dst, p, look(f, &s.form), s.has(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) {
		played(p, dst, f, &s.got.history.Matches[i], me, r)
	})
	switch {
	case !s.known && s.wrong == "":
		spinner(p, dst, s.list.CenterX(), s.list.CenterY(), f.px(24), float64(f.Now.UnixMilli()%1e9)/1000, ui.Cyan)
	case s.known && s.list.Count == 0:
		hollow(s.kit, dst, f, s.list.Rect, "No matches yet. They are kept here once a round has ended.")
	}
	s.paint(dst, f)
}

// cards are the ratings and the totals, side by side.
func (s *profile) cards(dst *ebiten.Image, f *Frame) {
	type card struct{ head, figure, foot string }
	list := []card{
		{"MATCHES", fmt.Sprint(s.got.Matches), fmt.Sprintf("%d won", s.got.Wins)},
		{"KILLS", fmt.Sprint(s.got.Kills), fmt.Sprintf("%d deaths", s.got.Deaths)},
	}
	for _, r := range s.got.Ratings {
		c := card{strings.ToUpper(r.Mode), fmt.Sprintf("%.1f", r.Score), fmt.Sprintf("%.1f ± %.1f", r.Mu, r.Sigma)}
		if r.Rank > 0 {
			c.foot = fmt.Sprintf("number %d", r.Rank)
		}
		list = append(list, c)
	}
	list = list[:min(len(list), mostCards)]
	p, gap := s.kit.Pen, f.px(8)
	w := min(f.px(150), (s.figures.W-gap*float32(s.abreast-1))/float32(s.abreast))
	for i, c := range list {
		x, y := s.figures.X+float32(i%s.abreast)*(w+gap), s.figures.Y+float32(i/s.abreast)*f.px(cardHigh+8)
		r := ui.Rect{X: x, Y: y, W: w, H: f.px(cardHigh)}
		line := ui.Border.Mix(ui.Cyan, .2)
		hue := ui.White
		if i >= 2 {
			line, hue = ui.Accent, ui.Accent
		}
		p.Panel(dst, r, ui.Frame{Fill: ui.PanelFill, Line: line.Fade(.8), Cut: f.px(8), Width: f.px(1)})
		inner := w - f.px(22)
		small := ui.Style{Size: f.px(12), Color: ui.Muted}
		p.Text(dst, c.head, r.X+f.px(12), r.Y+f.px(18), p.ShrinkToFit(c.head, inner, small))
		figure := p.ShrinkToFit(c.figure, inner, ui.Style{Face: ui.Title, Size: f.px(28), Color: hue, Glow: .35})
		p.Text(dst, c.figure, r.X+f.px(12), r.Y+f.px(44), figure)
		p.Text(dst, c.foot, r.X+f.px(12), r.Y+f.px(69), p.ShrinkToFit(c.foot, inner, small))
	}
}

// played is one line of the history.
func played(p *ui.Pen, dst *ebiten.Image, f *Frame, m *api.Match, me string, r ui.Rect) {
	st := ui.Style{Size: f.px(15), Color: ui.White.Fade(.85)}
	texts := []string{m.Mode, ago(time.Since(m.EndedAt)), "", "", "", ""}
	gain := float64(0)
	for i := range m.Lines {
		l := &m.Lines[i]
		if l.PlayerID != me || me == "" {
			continue
		}
		texts[2] = fmt.Sprintf("%s of %d", ordinal(l.Place), len(m.Lines))
		texts[3] = fmt.Sprintf("%d / %d", l.Kills, l.Deaths)
		texts[4] = fmt.Sprint(l.Points)
		gain = l.Gain
	}
	if m.Aborted {
		texts[2], texts[3] = "broken off", ""
	}
	cells(p, dst, r, st, texts[:5], historyPlaces)
	if gain != 0 {
		change(p, dst, f, r.X-r.W*historyPlaces[5], r.CenterY(), gain)
	}
}

// change is how a rating moved, green or red, with a sign for whoever sees neither.
func change(p *ui.Pen, dst *ebiten.Image, f *Frame, x, y float32, gain float64) {
	c := ui.Good
	if gain < 0 {
		c = ui.Bad
	}
	p.Text(dst, fmt.Sprintf("%+.1f", gain), x, y, ui.Style{Face: ui.Mono, Size: f.px(16), Color: c, Align: ui.Right})
}

// ago is a time in the past, roughly.
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", d/time.Minute)
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h ago", d/time.Hour)
	}
	return fmt.Sprintf("%d days ago", d/(24*time.Hour))
}
