package scene

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/sim"
)

// private is the way into rooms that only friends find: one of our own, as we want it,
// or one by its code.
type private struct {
	window
	mode   ui.Tabs
	bots   ui.Tabs
	points ui.Tabs
	time   ui.Tabs
	create ui.Button
	code   ui.Field
	join   ui.Button

	chosen int // the mode that the other tabs are for; -1: none yet
}

const maxCode = 8 // letters of a code; the server's have fewer

// codeRune holds for what codes are made of.
func codeRune(r rune) bool { return r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' }

// roomMinutes are what a round may be asked to last.
var roomMinutes = [...]int{2, 4, 6, 10}

func newPrivate(k *Kit) *private {
	s := &private{
		window: newWindow(k, "PRIVATE ROOM"),
		bots:   ui.Tabs{Names: []string{"BOTS FILL IT", "NO BOTS"}},
		create: ui.Button{Label: "OPEN A ROOM", Primary: true},
		code:   ui.Field{Placeholder: "CODE", Limit: maxCode, Uppercase: true, Big: true, EnterSends: true, Allow: codeRune},
		join:   ui.Button{Label: "JOIN"},
		chosen: -1,
	}
	for i := range k.lounge.queues {
		if name := label(&k.lounge.queues[i]); !slices.Contains(s.mode.Names, name) {
			s.mode.Names = append(s.mode.Names, name)
		}
	}
	for _, m := range roomMinutes {
		s.time.Names = append(s.time.Names, strconv.Itoa(m)+" MIN")
	}
	s.widgets = []ui.Widget{&s.mode, &s.bots, &s.points, &s.time, &s.create, &s.code, &s.join, &s.back}
	s.offer()
	s.focus(&s.code)
	return s
}

// Name implements Scene.
func (s *private) Name() string { return "private" }

// rules are what a round of the chosen mode is like as a rule; of a mode that we do not
// know, what a skirmish is.
func (s *private) rules() sim.Config {
	mode, _ := sim.ModeOf(s.modeName())
	return sim.Config{Mode: mode}
}

func (s *private) modeName() string { return strings.ToLower(s.mode.Names[s.mode.Selected]) }

// offer puts the choices together that a mode has: what it is played for as a rule, half
// of that and twice as much. A duel is for a friend, so no bot sits in their seat.
func (s *private) offer() {
	if s.chosen == s.mode.Selected {
		return
	}
	s.chosen = s.mode.Selected
	usual := s.rules()
	s.points.Names = s.points.Names[:0]
	for _, n := range s.limits() {
		s.points.Names = append(s.points.Names, strconv.Itoa(n))
	}
	s.points.Selected = 1
	s.bots.Selected = 0
	if usual.Alone() {
		s.bots.Selected = 1
	}
	minutes := int(usual.RoundTicks()) / usual.TicksPerSecond() / 60
	s.time.Selected = max(0, slices.Index(roomMinutes[:], minutes))
}

func (s *private) limits() [3]int {
	usual := s.rules().Limit()
	return [3]int{usual / 2, usual, 2 * usual}
}

// wanted is the room that we open.
func (s *private) wanted() api.NewRoom {
	bots := s.bots.Selected == 0
	return api.NewRoom{
		Mode: s.modeName(), Bots: &bots,
		Points: s.limits()[s.points.Selected], Seconds: 60 * roomMinutes[s.time.Selected],
	}
}

// Update implements Scene.
func (s *private) Update(f *Frame) Move {
	if !f.Top {
		return Move{}
	}
	s.layout(f)
	s.join.Disabled = s.code.Value() == ""
	switch w := s.act(f); {
	case w == &s.mode:
		s.offer()
	case w == &s.create:
		return Push(newFinding(s.kit, want{open: true, as: s.wanted()}))
	case w == &s.code && !s.join.Disabled, w == &s.join:
		return Push(newFinding(s.kit, want{room: s.code.Value()}))
	case w == &s.back, f.In.Cancel:
		return Pop()
	}
	return Move{}
}

const privateLabel = .2 // of the width is for what a row of choices is about

// rows are the choices of a room of our own, and what each is about.
func (s *private) rows() [4]struct {
	what string
	tabs *ui.Tabs
} {
	return [...]struct {
		what string
		tabs *ui.Tabs
	}{{"Mode", &s.mode}, {"Seats", &s.bots}, {"First to", &s.points}, {"At most", &s.time}}
}

func (s *private) layout(f *Frame) {
	in := s.lay(f, 540, 500)
	c := column{x: in.X, y: in.Y, w: in.W, gap: f.px(8)}
	if f.low() {
		c.gap = f.px(6)
	}
	for _, row := range s.rows() {
		r := c.next(f.high(40))
		row.tabs.Rect = ui.Rect{X: r.X + r.W*privateLabel, Y: r.Y, W: r.W * (1 - privateLabel), H: r.H}
	}
	if !f.low() {
		s.create.Rect = c.next(f.high(50))
	}
	c.y += f.px(24)
	line := c.next(f.high(48))
	if f.low() { // both ways in beside each other
		s.create.Rect = ui.Rect{X: line.X, Y: line.Y, W: line.W * .42, H: line.H}
		line.X, line.W = line.X+line.W*.45, line.W*.55
	}
	s.code.Rect = ui.Rect{X: line.X, Y: line.Y, W: line.W * .64, H: line.H}
	s.join.Rect = ui.Rect{X: line.X + line.W*.64 + c.gap, Y: line.Y, W: line.W*.36 - c.gap, H: line.H}
	s.foot(f, &s.back)
}

// Draw implements Scene.
func (s *private) Draw(dst *ebiten.Image, f *Frame) {
	if !f.Top {
		return
	}
	s.layout(f)
	s.ground(dst, f)
	st := ui.Style{Size: f.px(16), Color: ui.Muted.Mix(ui.White, .4)}
	for _, row := range s.rows() {
		s.kit.Pen.Text(dst, row.what, s.create.X, row.tabs.CenterY(), st)
	}
	s.kit.Pen.Text(dst, "A friend gave you a code?", s.code.X, s.code.Y-f.px(17), st)
	s.paint(dst, f)
}
