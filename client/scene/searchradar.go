package scene

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// searchRadar shows the matchmaker's search: the circle of acceptable opponents grows with
// the wait, and the closest candidate outside of it is a dot.
type searchRadar struct {
	status      *online.TicketStatus
	lines       []string // the explanation, as text
	explainedAt time.Time

	shownWindow float32 // as drawn: it moves smoothly to the matchmaker's value
	nearestMiss float32 // rating distance of the closest candidate; 0: none
	beamAngle   float64 // of the turning beam, in radians
	discRect    ui.Rect
	textRect    ui.Rect
}

const (
	maxRadarRating = 16 // rating distance at the edge
	beamSpeed      = 1.1
)

// updateSearch takes the newest status of the ticket.
func (s *searchRadar) updateSearch(status *online.TicketStatus, f *frame) {
	if status == nil || status.Search == nil {
		s.status = nil
		return
	}
	if s.status == nil {
		s.shownWindow = float32(status.Search.Window) * .6
	}
	s.status = status
	k := float32(min(1, f.dt*2.5))
	s.shownWindow += (float32(status.Search.Window) - s.shownWindow) * k
	s.beamAngle = math.Mod(s.beamAngle+f.dt*beamSpeed, tau)
	s.nearestMiss = 0
	if n := status.Search.Nearest; n != nil && n.Why == "rating" {
		s.nearestMiss = float32(status.Search.Window + n.By)
	}
	if s.explainedAt.IsZero() || f.now.Sub(s.explainedAt) > time.Second/2 {
		s.explainedAt = f.now
		s.lines = explainSearch(status, f.now.Sub(status.At), status.Search)
	}
}

// explainSearch describes a search in plain words; later is the time since the status was
// received.
func explainSearch(status *online.TicketStatus, later time.Duration, s *api.Search) (lines []string) {
	if s.Place > 0 {
		lines = append(lines, lang.F("%s of %d in the queue.", lang.Ordinal(s.Place), max(s.Queued, s.Place)))
	}
	if s.Window > 0 {
		lines = append(lines, lang.F("Opponents within ±%.1f of your skill of %.1f are welcome.", s.Window, s.Rating))
	}
	if len(status.Regions) > 0 && s.LatencyMS > 0 {
		nearest := status.Regions[0]
		lines = append(lines, lang.F("The nearest region is %s, %d ms away. Others are welcome within %d ms.", nearest.ID, nearest.Latency.Milliseconds(), s.LatencyMS))
	}
	if s.Nearest != nil {
		lines = append(lines, explainMiss(s.Nearest, later))
	}
	if e := s.Expect; e != nil {
		lines = append(lines, lang.F("Half of all find a match within %s, nine of ten within %s.", waitText(e.P50MS), waitText(e.P90MS)))
	}
	if in := time.Duration(s.BotsInMS)*time.Millisecond - later; s.BotsInMS > 0 && in > 0 {
		lines = append(lines, lang.F("Bots fill the empty seats in %s.", waitText(int(in/time.Millisecond))))
	}
	if left := status.ExpiresAt.Sub(status.At) - later; left > 0 && s.BotsInMS == 0 {
		lines = append(lines, lang.F("We look for another %s.", waitText(int(left/time.Millisecond))))
	}
	return lines
}

// explainMiss says what kept the closest candidate from a match.
func explainMiss(m *api.Miss, later time.Duration) (line string) {
	switch m.Why {
	case "rating":
		line = lang.F("The closest player is %.1f outside of that", m.By)
	case "latency":
		line = lang.F("The closest player is %.0f ms too far away", m.By)
	case "size":
		line = lang.T("The parties that wait do not fill the sides")
	case "players":
		line = lang.F("%.0f more players are needed", m.By)
		if m.By == 1 {
			line = lang.T("One more player is needed")
		}
	}
	if opens := time.Duration(m.OpensMS)*time.Millisecond - later; m.OpensMS > 0 && opens > 0 {
		line += lang.F(", and in reach in %s", waitText(int(opens/time.Millisecond)))
	}
	return line + "."
}

// waitText is a waiting time as text.
func waitText(ms int) string {
	s := (ms + 999) / 1000
	if s < 90 {
		return fmt.Sprintf("%d s", s)
	}
	return lang.F("%d min", (s+30)/60)
}

// layoutRadar places the picture beside the text or above it, and returns the y at which
// both end, at most last.
func (s *searchRadar) layoutRadar(f *frame, last float32) float32 {
	w, h := float32(f.w), float32(f.h)
	switch {
	case f.isLow() && w > h:
		side := min(h*.62, w*.36)
		s.discRect = ui.Rect{X: f.px(14), Y: f.px(24), W: side, H: side}
		x := s.discRect.X + side + f.px(18)
		s.textRect = ui.Rect{X: x, Y: f.px(6), W: min(f.px(470), w-x-f.px(12)), H: last - f.px(6)}
		return last
	case w > h:
		side := min(f.px(400), h*.68, w*.42)
		x, y := w/2-side-f.px(10), max(f.px(16), h*.42-side/2)
		s.discRect = ui.Rect{X: x, Y: y, W: side, H: side}
		s.textRect = ui.Rect{X: w/2 + f.px(30), Y: y, W: min(f.px(430), w/2-f.px(50)), H: last - y}
		if side < f.px(380) {
			return last // the text may be higher than the picture
		}
		s.textRect.H = side
		return y + side
	}
	side := min(f.px(400), w-f.px(60), h*.36)
	s.discRect = ui.Rect{X: (w - side) / 2, Y: h * .05, W: side, H: side}
	y := s.discRect.Y + side + f.px(10)
	s.textRect = ui.Rect{X: f.px(30), Y: y, W: w - f.px(60), H: last - y}
	return last
}

func (s *searchRadar) drawSearch(deps *Deps, dst *ebiten.Image, f *frame) {
	s.drawRadar(deps.pen, dst, f)
	p, r, status := deps.pen, s.textRect, s.status
	dense := float32(1)
	if f.isLow() {
		dense = .72
	}
	px := func(n float32) float32 { return f.px(n) * dense }
	y := r.Y + px(28)
	p.Text(dst, lang.T("LOOKING FOR A MATCH"), r.X, y, ui.Style{Face: ui.Title, Size: px(24), Color: ui.White, Glow: .4})
	what := lang.T(strings.ToUpper(status.Queue))
	if status.Players > 1 {
		what += "   ·   " + lang.F("PARTY OF %d", status.Players)
	}
	p.Text(dst, what, r.X, y+px(34), ui.Style{Face: ui.Title, Size: max(px(15), f.px(13)), Color: ui.Accent})
	waited := time.Duration(status.Search.WaitedMS)*time.Millisecond + f.now.Sub(status.At)
	clock := fmt.Sprintf("%d:%02d", int(waited/time.Minute), int(waited/time.Second)%60)
	p.Text(dst, clock, r.X, y+px(90), ui.Style{Face: ui.Mono, Size: px(58), Color: ui.Cyan, Glow: .45})
	s.drawExplanation(p, dst, f, y+px(144))
}

// drawExplanation draws as many lines as fit, from y down.
func (s *searchRadar) drawExplanation(p *ui.Pen, dst *ebiten.Image, f *frame, y float32) {
	st := ui.Style{Size: f.px(16), Color: ui.White.Fade(.88)}
	if f.isLow() {
		st.Size = f.px(14)
	}
	step := lineSpacing * st.Size
	for i, line := range s.lines {
		if i > 0 {
			st.Color = ui.Muted.Mix(ui.White, .35)
		}
		for _, part := range p.Wrap(line, s.textRect.W, 0, st) {
			if y+step/2 > s.textRect.Y+s.textRect.H {
				return
			}
			p.Text(dst, part, s.textRect.X, y, st)
			y += step
		}
		y += f.px(4)
	}
}

// drawRadar draws the picture: the player is in the middle, and distance is difference in
// skill.
func (s *searchRadar) drawRadar(p *ui.Pen, dst *ebiten.Image, f *frame) {
	x, y := s.discRect.CenterX(), s.discRect.CenterY()
	rim := s.discRect.W / 2 * .94
	at := func(rating float32) float32 { return rim * min(1, rating/maxRadarRating) }
	p.Disc(dst, x, y, rim, ui.Border.Fade(.16), ui.Border.Fade(.05))
	for i := float32(1); i <= 4; i++ {
		p.Ring(dst, x, y, rim*i/4, f.px(1), 0, tau, ui.Border.Fade(.35))
	}
	s.drawBeam(p, dst, f, x, y, rim)
	window := at(s.shownWindow)
	breath := float32(math.Sin(float64(f.now.UnixMilli()%2000)/2000*tau))*.5 + .5
	p.Disc(dst, x, y, window, ui.Cyan.Glow(.05), ui.Cyan.Glow(.16+.08*breath))
	p.Ring(dst, x, y, window, f.px(2.5), 0, tau, ui.Cyan)
	p.Ring(dst, x, y, window+f.px(3), f.px(7), 0, tau, ui.Cyan.Glow(.14+.1*breath))
	p.Disc(dst, x, y, f.px(26), ui.Accent.Glow(.6), rgba.Color{})
	p.Disc(dst, x, y, f.px(6), ui.White, ui.Accent)
	p.Text(dst, fmt.Sprintf("±%.1f", s.shownWindow), x, y-window-f.px(15), ui.Style{Face: ui.Title, Size: f.px(15), Color: ui.Cyan, Glow: .5, Align: ui.Center})
	if s.nearestMiss > 0 {
		s.drawNearest(p, dst, f, x, y, at(s.nearestMiss))
	}
}

// drawBeam draws the turning beam and its trail.
func (s *searchRadar) drawBeam(p *ui.Pen, dst *ebiten.Image, f *frame, x, y, rim float32) {
	const slices = 18
	for i := range slices {
		a := float32(s.beamAngle) - float32(i)*.055
		p.Ring(dst, x, y, rim/2, rim, a-.055, a, ui.Cyan.Glow(.11*(1-float32(i)/slices)))
	}
	sn, cs := math.Sincos(s.beamAngle)
	p.Disc(dst, x+rim*float32(cs), y+rim*float32(sn), f.px(9), ui.Cyan.Glow(.8), rgba.Color{})
}

// drawNearest draws the closest candidate.
func (s *searchRadar) drawNearest(p *ui.Pen, dst *ebiten.Image, f *frame, x, y, r float32) {
	const where = -.62 // radians: away from the text on the picture
	sn, cs := math.Sincos(where)
	bx, by := x+r*float32(cs), y+r*float32(sn)
	since := math.Mod(s.beamAngle-where+2*tau, tau) / tau // fraction of a turn since the beam passed
	k := float32(1 - since*.7)
	p.Disc(dst, bx, by, f.px(20), ui.Accent.Glow(.7*k), rgba.Color{})
	p.Disc(dst, bx, by, f.px(5), ui.White.Fade(k), ui.Accent.Fade(k))
	p.Ring(dst, bx, by, f.px(11), f.px(1.5), 0, tau, ui.Accent.Fade(k))
}
