package scene

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// finding is the way from the title to a seat: it says what is happening, shows
// what the matchmaker does, tries again where that makes sense, and can be
// cancelled at any time.
type finding struct {
	menu
	want   want
	errand *errand // nil: between two tries, or given up
	tries  int
	note   string // why we are here again

	fault  verdict
	next   time.Time // of the next try; zero: not by itself
	begun  time.Time
	cancel ui.Button
	retry  ui.Button
	watch  ui.Button // where there is no seat
	full   bool
	scope  scope
	left   string // seconds until the next try
	second int
}

func newFinding(k *Kit, w want) *finding {
	return &finding{menu: menu{kit: k}, want: w, cancel: ui.Button{Label: "CANCEL"}, retry: ui.Button{Label: "TRY AGAIN", Primary: true}, watch: ui.Button{Label: "WATCH MEANWHILE"}}
}

// Name implements Scene.
func (s *finding) Name() string { return "finding" }

// Update implements Scene.
func (s *finding) Update(f *Frame) Move {
	if s.begun.IsZero() {
		s.begun = f.Now
		s.next = f.Now
		if s.tries > 0 {
			s.next = f.Now.Add(pause(s.tries))
		}
	}
	s.layout(f)
	if s.errand == nil && !s.next.IsZero() && !f.Now.Before(s.next) {
		s.set()
	}
	if s.errand != nil {
		s.scope.update(s.errand.ticket.Load(), f)
		if o, ok := s.errand.Done(); ok {
			return s.arrive(f, o)
		}
	}
	return s.buttons(f)
}

// set sets out.
func (s *finding) set() {
	s.next = time.Time{}
	s.tries++
	s.scope = scope{}
	s.errand = s.kit.seek(s.want)
}

// arrive ends one try.
func (s *finding) arrive(f *Frame, o outcome) Move {
	s.errand = nil
	s.kit.settle()
	if o.err == nil {
		return Swap(newMatch(s.kit, o, s.want, s.tries))
	}
	s.fault = judge(o.err)
	s.full = s.want.room != "" && !s.want.watch && is(o.err, http.StatusConflict)
	s.kit.Log.Info("no seat", "err", o.err, "try", s.tries)
	var over *fruitless
	if s.fault.again && s.tries < mostTries && !errors.As(o.err, &over) {
		s.next = f.Now.Add(max(s.fault.wait, pause(s.tries)))
	}
	return Move{}
}

func (s *finding) buttons(f *Frame) Move {
	s.widgets = s.widgets[:0]
	if s.stuck() {
		s.widgets = append(s.widgets, &s.retry)
	}
	if s.full {
		s.widgets = append(s.widgets, &s.watch)
	}
	s.widgets = append(s.widgets, &s.cancel)
	switch w := s.act(f); {
	case w == &s.retry:
		s.tries, s.note = 0, ""
		s.fault = verdict{}
		s.set()
	case w == &s.watch:
		return Swap(newFinding(s.kit, want{room: s.want.room, watch: true}))
	case w == &s.cancel, f.In.Cancel:
		return Pop()
	}
	return Move{}
}

// leave implements leaver.
func (s *finding) leave() {
	if s.errand != nil {
		s.errand.Abandon()
		s.errand = nil
	}
}

// stuck reports whether it is the player's turn.
func (s *finding) stuck() bool { return s.errand == nil && s.next.IsZero() }

// searching reports whether the matchmaker has something to explain.
func (s *finding) searching() bool { return s.errand != nil && s.scope.ticket != nil }

func (s *finding) layout(f *Frame) {
	all := f.high(44)
	if s.stuck() {
		all += f.high(56) + f.px(12)
	}
	if s.full {
		all += f.high(44) + f.px(12)
	}
	last := float32(f.H) - all - f.px(12)
	y := min(float32(f.H)*.62, last)
	if s.searching() {
		y = min(s.scope.place(f, last-f.px(12))+f.px(14), last)
	}
	c := newColumn(f, y, 300)
	if s.stuck() {
		s.retry.Rect = c.next(f.high(56))
	}
	if s.full {
		s.watch.Rect = c.next(f.high(44))
	}
	s.cancel.Rect = c.next(f.high(44))
	s.cancel.Label = "CANCEL"
	if s.stuck() {
		s.cancel.Label = "BACK"
	}
}

// Draw implements Scene.
func (s *finding) Draw(dst *ebiten.Image, f *Frame) {
	p, x := s.kit.Pen, float32(f.W)/2
	head := ui.Style{Face: ui.Title, Size: f.px(28), Color: ui.White, Glow: .4, Align: ui.Center}
	s.layout(f)
	switch {
	case s.stuck() && s.fault.text != "":
		y := s.explain(dst, f, s.fault.text, ui.Accent)
		p.Text(dst, "No match", x, y-f.px(44), head)
	case s.searching():
		s.scope.draw(s.kit, dst, f)
	default:
		y := s.explain(dst, f, s.why(), ui.Muted)
		spinner(p, dst, x, y-f.px(120), f.px(38), f.Now.Sub(s.begun).Seconds(), ui.Cyan)
		p.Text(dst, s.doing(f), x, y-f.px(44), head)
	}
	s.paint(dst, f)
}

// explain writes why we are where we are above the buttons, and returns where its
// first line is.
func (s *finding) explain(dst *ebiten.Image, f *Frame, why string, c rgba.Color) (y float32) {
	st := ui.Style{Size: f.px(16), Color: c}
	wide := min(f.px(560), float32(f.W)-f.px(30))
	n := len(s.kit.Pen.Wrap(why, wide, 0, st))
	top := s.cancel.Y
	if s.full {
		top = s.watch.Y
	}
	if s.stuck() {
		top = s.retry.Y
	}
	y = min(float32(f.H)*.38+f.px(90), top-f.px(12)-lead*st.Size*float32(n))
	if why != "" {
		paragraph(s.kit.Pen, dst, why, float32(f.W)/2, y, wide, st)
	}
	return y
}

func (s *finding) doing(f *Frame) string {
	switch {
	case s.errand != nil && s.want.back != nil:
		return "Back to your match"
	case s.errand != nil && s.want.open && stage(s.errand.stage.Load()) == stageTicket:
		return "Opening your room"
	case s.errand != nil:
		return stages[s.errand.stage.Load()]
	}
	if n := int(s.next.Sub(f.Now)/time.Second) + 1; n != s.second {
		s.second, s.left = n, "Trying again in "+strconv.Itoa(n)+" s"
	}
	return s.left
}

func (s *finding) why() string {
	if s.fault.text != "" {
		return s.fault.text
	}
	return s.note
}

// explained is what the matchmaker says of the search, in one line for programs.
func (s *finding) explained() string {
	if !s.searching() {
		return ""
	}
	return strings.Join(s.scope.lines, " ")
}
