package scene

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// scope shows a search as it goes: the ring of opponents whom we would take widens
// with the wait; whoever came closest to a match is a blip outside of it.
type scope struct {
	ticket *search
	lines  []string // the explanation, in plain words
	said   time.Time

	window float32 // as drawn: it follows the matchmaker's smoothly
	blip   float32 // distance of the nearest miss, in rating
	angle  float64 // of the beam
	disc   ui.Rect
	words  ui.Rect
}

const (
	farthest  = 16 // rating points at the rim
	perSecond = 1.1
)

// update takes in what the matchmaker last said.
func (s *scope) update(t *search, f *Frame) {
	if t == nil || t.Search == nil {
		s.ticket = nil
		return
	}
	if s.ticket == nil {
		s.window = float32(t.Search.Window) * .6
	}
	s.ticket = t
	k := float32(min(1, f.DT*2.5))
	s.window += (float32(t.Search.Window) - s.window) * k
	s.angle = math.Mod(s.angle+f.DT*perSecond, tau)
	s.blip = 0
	if n := t.Search.Nearest; n != nil && n.Why == "rating" {
		s.blip = float32(t.Search.Window + n.By)
	}
	if s.said.IsZero() || f.Now.Sub(s.said) > time.Second/2 {
		s.said = f.Now
		s.lines = explain(t, f.Now.Sub(t.at), t.Search)
	}
}

// explain is a search in plain words, some time after it was told.
func explain(t *search, later time.Duration, s *api.Search) (lines []string) {
	if s.Place > 0 {
		lines = append(lines, fmt.Sprintf("%s of %d in the queue.", ordinal(s.Place), max(s.Queued, s.Place)))
	}
	if s.Window > 0 {
		lines = append(lines, fmt.Sprintf("Opponents within ±%.1f of your skill of %.1f are welcome.", s.Window, s.Rating))
	}
	if s.Nearest != nil {
		lines = append(lines, missed(s.Nearest, later))
	}
	if e := s.Expect; e != nil {
		lines = append(lines, fmt.Sprintf("Half of all find a match within %s, nine of ten within %s.", span(e.P50MS), span(e.P90MS)))
	}
	if in := time.Duration(s.BotsInMS)*time.Millisecond - later; s.BotsInMS > 0 && in > 0 {
		lines = append(lines, fmt.Sprintf("Bots fill the empty seats in %s.", span(int(in/time.Millisecond))))
	}
	if left := t.ExpiresAt.Sub(t.at) - later; left > 0 && s.BotsInMS == 0 {
		lines = append(lines, fmt.Sprintf("We look for another %s.", span(int(left/time.Millisecond))))
	}
	return lines
}

// missed says what kept the best candidate from a match.
func missed(m *api.Miss, later time.Duration) (line string) {
	switch m.Why {
	case "rating":
		line = fmt.Sprintf("The closest pilot is %.1f outside of that", m.By)
	case "latency":
		line = fmt.Sprintf("The closest pilot is %.0f ms too far away", m.By)
	case "size":
		line = "The parties that wait do not fill the sides"
	case "players":
		line = fmt.Sprintf("%.0f more pilots are needed", m.By)
		if m.By == 1 {
			line = "One more pilot is needed"
		}
	}
	if opens := time.Duration(m.OpensMS)*time.Millisecond - later; m.OpensMS > 0 && opens > 0 {
		line += ", and in reach in " + span(int(opens/time.Millisecond))
	}
	return line + "."
}

// span is a time to wait in words.
func span(ms int) string {
	s := (ms + 999) / 1000
	if s < 90 {
		return fmt.Sprintf("%d s", s)
	}
	return fmt.Sprintf("%d min", (s+30)/60)
}

func ordinal(n int) string {
	suffix := "th"
	if n/10%10 != 1 && n%10 >= 1 && n%10 <= 3 {
		suffix = [...]string{"", "st", "nd", "rd"}[n%10]
	}
	return fmt.Sprintf("%d%s", n, suffix)
}

// place lays the picture beside the words, or above them, and returns where both
// end: not below last.
func (s *scope) place(f *Frame, last float32) float32 {
	w, h := float32(f.W), float32(f.H)
	switch {
	case f.low() && w > h:
		side := min(h*.62, w*.36)
		s.disc = ui.Rect{X: f.px(14), Y: f.px(24), W: side, H: side}
		x := s.disc.X + side + f.px(18)
		s.words = ui.Rect{X: x, Y: f.px(6), W: min(f.px(470), w-x-f.px(12)), H: last - f.px(6)}
		return last
	case w > h:
		side := min(f.px(400), h*.68, w*.42)
		x, y := w/2-side-f.px(10), max(f.px(16), h*.42-side/2)
		s.disc = ui.Rect{X: x, Y: y, W: side, H: side}
		s.words = ui.Rect{X: w/2 + f.px(30), Y: y, W: min(f.px(430), w/2-f.px(50)), H: last - y}
		if side < f.px(380) {
			return last // the words may be higher than the picture
		}
		s.words.H = side
		return y + side
	}
	side := min(f.px(400), w-f.px(60), h*.36)
	s.disc = ui.Rect{X: (w - side) / 2, Y: h * .05, W: side, H: side}
	y := s.disc.Y + side + f.px(10)
	s.words = ui.Rect{X: f.px(30), Y: y, W: w - f.px(60), H: last - y}
	return last
}

func (s *scope) draw(k *Kit, dst *ebiten.Image, f *Frame) {
	s.radar(k.Pen, dst, f)
	p, r, t := k.Pen, s.words, s.ticket
	dense := float32(1)
	if f.low() {
		dense = .72
	}
	px := func(n float32) float32 { return f.px(n) * dense }
	y := r.Y + px(28)
	p.Text(dst, "LOOKING FOR A MATCH", r.X, y, ui.Style{Face: ui.Title, Size: px(24), Color: ui.White, Glow: .4})
	what := strings.ToUpper(t.Queue)
	if t.Players > 1 {
		what += fmt.Sprintf("   ·   PARTY OF %d", t.Players)
	}
	p.Text(dst, what, r.X, y+px(34), ui.Style{Face: ui.Title, Size: max(px(15), f.px(13)), Color: ui.Accent})
	waited := time.Duration(t.Search.WaitedMS)*time.Millisecond + f.Now.Sub(t.at)
	clock := fmt.Sprintf("%d:%02d", int(waited/time.Minute), int(waited/time.Second)%60)
	p.Text(dst, clock, r.X, y+px(90), ui.Style{Face: ui.Mono, Size: px(58), Color: ui.Cyan, Glow: .45})
	s.tell(p, dst, f, y+px(144))
}

// tell writes the explanation from y down, as much of it as there is room for.
func (s *scope) tell(p *ui.Pen, dst *ebiten.Image, f *Frame, y float32) {
	st := ui.Style{Size: f.px(16), Color: ui.White.Fade(.88)}
	if f.low() {
		st.Size = f.px(14)
	}
	step := lead * st.Size
	for i, line := range s.lines {
		if i > 0 {
			st.Color = ui.Muted.Mix(ui.White, .35)
		}
		for _, part := range p.Wrap(line, s.words.W, 0, st) {
			if y+step/2 > s.words.Y+s.words.H {
				return
			}
			p.Text(dst, part, s.words.X, y, st)
			y += step
		}
		y += f.px(4)
	}
}

// radar is the picture: we are in the middle, skill is the distance from us.
func (s *scope) radar(p *ui.Pen, dst *ebiten.Image, f *Frame) {
	x, y := s.disc.CenterX(), s.disc.CenterY()
	rim := s.disc.W / 2 * .94
	at := func(rating float32) float32 { return rim * min(1, rating/farthest) }
	p.Disc(dst, x, y, rim, ui.Border.Fade(.16), ui.Border.Fade(.05))
	for i := float32(1); i <= 4; i++ {
		p.Ring(dst, x, y, rim*i/4, f.px(1), 0, tau, ui.Border.Fade(.35))
	}
	s.beam(p, dst, f, x, y, rim)
	window := at(s.window)
	breath := float32(math.Sin(float64(f.Now.UnixMilli()%2000)/2000*tau))*.5 + .5
	p.Disc(dst, x, y, window, ui.Cyan.Glow(.05), ui.Cyan.Glow(.16+.08*breath))
	p.Ring(dst, x, y, window, f.px(2.5), 0, tau, ui.Cyan)
	p.Ring(dst, x, y, window+f.px(3), f.px(7), 0, tau, ui.Cyan.Glow(.14+.1*breath))
	p.Disc(dst, x, y, f.px(26), ui.Accent.Glow(.6), rgba.Color{})
	p.Disc(dst, x, y, f.px(6), ui.White, ui.Accent)
	p.Text(dst, fmt.Sprintf("±%.1f", s.window), x, y-window-f.px(15), ui.Style{Face: ui.Title, Size: f.px(15), Color: ui.Cyan, Glow: .5, Align: ui.Center})
	if s.blip > 0 {
		s.mark(p, dst, f, x, y, at(s.blip))
	}
}

// beam turns and leaves a trail.
func (s *scope) beam(p *ui.Pen, dst *ebiten.Image, f *Frame, x, y, rim float32) {
	const slices = 18
	for i := range slices {
		a := float32(s.angle) - float32(i)*.055
		p.Ring(dst, x, y, rim/2, rim, a-.055, a, ui.Cyan.Glow(.11*(1-float32(i)/slices)))
	}
	sn, cs := math.Sincos(s.angle)
	p.Disc(dst, x+rim*float32(cs), y+rim*float32(sn), f.px(9), ui.Cyan.Glow(.8), rgba.Color{})
}

// mark is the pilot whom we nearly met.
func (s *scope) mark(p *ui.Pen, dst *ebiten.Image, f *Frame, x, y, r float32) {
	const where = -.62 // radians: out of the way of what is written
	sn, cs := math.Sincos(where)
	bx, by := x+r*float32(cs), y+r*float32(sn)
	since := math.Mod(s.angle-where+2*tau, tau) / tau // after the beam went over
	k := float32(1 - since*.7)
	p.Disc(dst, bx, by, f.px(20), ui.Accent.Glow(.7*k), rgba.Color{})
	p.Disc(dst, bx, by, f.px(5), ui.White.Fade(k), ui.Accent.Fade(k))
	p.Ring(dst, bx, by, f.px(11), f.px(1.5), 0, tau, ui.Accent.Fade(k))
}
