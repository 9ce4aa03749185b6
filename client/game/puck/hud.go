package puck

import (
	"cmp"
	"slices"

	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim"
	"perihelion/sim/puck"
)

// hudParts are the parts of the HUD that only this game has.
type hudParts struct {
	goals  [4]goalLine // the latest, newest last
	n      int
	banner float32 // seconds for which the newest goal is announced
	hud.AwardList

	places []hud.Place // scratch of drawNames
}

// goalLine is a goal in words.
type goalLine struct {
	title, text string
	color       rgba.Color
	age         float32
}

const (
	bannerTime = 2.2 // seconds
	bannerTop  = 128 // HUD units: no higher, for there is the clock
	lineTime   = 9
)

var hudStyle = hud.Style{
	Columns: []hud.Column{
		puck.ColumnGoals:   {Title: lang.Key("GOALS"), Width: 66, ShortTitle: lang.Key("G"), ShortWidth: 28, One: lang.Key("goal"), Several: lang.Key("goals")},
		puck.ColumnAssists: {Title: lang.Key("ASSISTS"), Width: 78, ShortTitle: lang.Key("A"), ShortWidth: 28, One: lang.Key("assist"), Several: lang.Key("assists")},
		puck.ColumnSaves:   {Title: lang.Key("SAVES"), Width: 66, ShortTitle: lang.Key("S"), ShortWidth: 28, One: lang.Key("save"), Several: lang.Key("saves")},
	},
	Start: lang.Key("FACE-OFF"),
	ToGo:  [2]string{lang.Key("GOAL TO GO"), lang.Key("GOALS TO GO")},

	NoLeaderboard: true,
}

func (h *hudParts) Style() *hud.Style { return &hudStyle }

func (h *hudParts) Match(v *netcode.View) (m viewstate.MatchState, ok bool) {
	for i := len(v.Seen) - 1; i >= 0; i-- {
		s := &v.Seen[i]
		if s.Kind != puck.KindMatch {
			continue
		}
		w := puck.MatchStateOf(&s.To)
		m = viewstate.MatchState{
			Phase: w.Phase, Round: w.Round, Leader: sim.NoPlayer, Limit: w.Limit, Victor: w.Victor, Sudden: w.Sudden, Points: w.Goals,
		}
		if viewstate.ViewerTeam(v) == 2 {
			m.Points[0], m.Points[1] = m.Points[1], m.Points[0]
		}
		if w.Ends != 0 {
			m.Timed = true
			m.Left = viewstate.TicksToDuration(&v.Config, int64(w.Ends)-int64(v.Tick))
		}
		return m, true
	}
	return viewstate.MatchState{Leader: sim.NoPlayer}, false
}

func (h *hudParts) AppendStandings(dst []sim.Standing, v *netcode.View) []sim.Standing {
	for i := range v.Seen {
		e := &v.Seen[i]
		if e.Kind != puck.KindScore {
			continue
		}
		w := puck.ScoreOf(&e.To)
		s := sim.Standing{Player: puck.Owner(e.ID), Points: int(w.Goals + w.Assists)}
		s.Columns = [sim.MaxColumns]int{puck.ColumnGoals: int(w.Goals), puck.ColumnAssists: int(w.Assists), puck.ColumnSaves: int(w.Saves)}
		dst = append(dst, s)
	}
	slices.SortFunc(dst, func(a, b sim.Standing) int {
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(b.Columns[puck.ColumnGoals], a.Columns[puck.ColumnGoals]),
			cmp.Compare(b.Columns[puck.ColumnSaves], a.Columns[puck.ColumnSaves]), cmp.Compare(a.Player, b.Player))
	})
	return dst
}

// AppendPlaces implements hud.Game: the places are those of the skaters and the puck.
func (h *hudParts) AppendPlaces(dst []hud.Place, v *netcode.View) []hud.Place {
	if playing(v) {
		me := ownSkater(v)
		dst = append(dst, hud.Place{X: me.x, Y: me.y})
	}
	for i := range v.Seen {
		if e := &v.Seen[i]; e.Kind == puck.KindSkater {
			s := skaterOf(v, e)
			dst = append(dst, hud.Place{X: s.x, Y: s.y})
		}
	}
	if d, ok := discOf(v); ok {
		dst = append(dst, hud.Place{X: d.x, Y: d.y})
	}
	return dst
}

func (h *hudParts) UpdateHUD(v *netcode.View, dt float32) {
	h.banner = max(0, h.banner-dt)
	for i := range h.goals[:h.n] {
		h.goals[i].age += dt
	}
	for i := range v.Events {
		if g, ok := puck.GoalOf(&v.Events[i]); ok {
			h.addGoal(v, &g)
		}
		if a, ok := puck.AwardOf(&v.Events[i]); ok {
			h.addAward(v, &a)
		}
	}
	if m, ok := h.Match(v); ok && m.Phase != sim.PhasePodium {
		h.ClearAwards()
	}
}

// titles are the names of awards, and the units of their values, of one and of several.
var titles = map[puck.Title]struct{ name, one, several string }{
	puck.TitleGolden:    {lang.Key("Golden goal"), lang.Key("goal"), lang.Key("goals")},
	puck.TitleScorer:    {lang.Key("Top scorer"), lang.Key("goal"), lang.Key("goals")},
	puck.TitlePlaymaker: {lang.Key("Playmaker"), lang.Key("assist"), lang.Key("assists")},
	puck.TitleWall:      {lang.Key("Wall"), lang.Key("save"), lang.Key("saves")},
	puck.TitleThief:     {lang.Key("Thief"), lang.Key("puck taken"), lang.Key("pucks taken")},
	puck.TitleMagnet:    {lang.Key("Magnet"), lang.Key("s with the puck"), lang.Key("s with the puck")},
}

// addAward puts an award into words.
func (h *hudParts) addAward(v *netcode.View, a *puck.Award) {
	t := titles[a.Title]
	h.AddAward(v, a.Player, lang.T(t.name), lang.N(int(a.Value), t.one, t.several), a.Value)
}

// addGoal puts a goal into words.
func (h *hudParts) addGoal(v *netcode.View, goal *puck.Goal) {
	g := goalLine{title: lang.T("GOAL"), color: teamColor(v, goal.Team)}
	switch {
	case goal.Scorer == sim.NoPlayer && goal.Last == sim.NoPlayer:
		g.text = lang.T("Own goal")
	case goal.Scorer == sim.NoPlayer:
		g.text = lang.F("Own goal of %s", viewstate.PlayerName(v, goal.Last))
	case goal.Assist == sim.NoPlayer:
		g.text = lang.F("%s scores", viewstate.PlayerName(v, goal.Scorer))
	default:
		g.text = lang.F("%s scores, %s assists", viewstate.PlayerName(v, goal.Scorer), viewstate.PlayerName(v, goal.Assist))
	}
	if !goal.Counts {
		g.title = lang.T("GOAL, FOR PRACTICE")
	}
	if h.n == len(h.goals) {
		copy(h.goals[:], h.goals[1:])
		h.n--
	}
	h.goals[h.n] = g
	h.n++
	h.banner = bannerTime
}

func (h *hudParts) DrawPart(part hud.Part, f *hud.Frame) {
	switch part {
	case hud.PartGauges:
		drawEnergy(f)
	case hud.PartNews:
		h.drawGoals(f)
	case hud.PartLabels:
		h.drawNames(f)
		drawPuckArrow(f)
	}
}

// drawEnergy draws the energy as an arc below the own skater.
func drawEnergy(f *hud.Frame) {
	if !playing(f.View) {
		return
	}
	me := ownSkater(f.View)
	x, y := f.Camera.ToScreen(me.x, me.y)
	r := (puck.SkaterRadius+20)*f.Camera.Scale + 2*f.Unit
	const from, to = .25 * 3.14159, .75 * 3.14159
	f.World.AddArc(x, y, r, from, to, 6*f.Unit, render.Panel)
	f.World.AddArc(x, y, r, to-(to-from)*me.energy, to, 4*f.Unit, render.Energy.Fade(.95))
}

// drawGoals announces the newest goal, and lists the latest below the clock.
func (h *hudParts) drawGoals(f *hud.Frame) {
	u := f.Unit
	if h.n > 0 && h.banner > 0 {
		g := &h.goals[h.n-1]
		k := min(1, h.banner*2)
		y := max(.2*f.H, bannerTop*u)
		box := ui.Rect{X: f.W/2 - 240*u, Y: y - 40*u, W: 480 * u, H: 96 * u}
		if f.Occupied.TryOccupy(box) {
			f.Cover.DrawGlowText(g.title, f.W/2, y, 46*u, hud.WithOpacity(render.White, k), g.color.Glow(k))
			f.Cover.DrawCentredText(g.text, ui.Title, f.W/2, y+38*u, hud.Large*u, hud.WithOpacity(g.color.Mix(render.White, .5), k))
		}
	}
	y := 96 * u
	for i := h.n - 1; i >= 0; i-- {
		g := &h.goals[i]
		if g.age > lineTime || i == h.n-1 && h.banner > 0 {
			continue
		}
		width := f.Panel.TextWidth(g.text, ui.Text, hud.Small*u)
		box := hud.TextRect(f.W-24*u-width, y, width, hud.Small*u)
		if f.Occupied.TryOccupy(box) {
			f.Panel.DrawRightText(g.text, ui.Text, f.W-24*u, y, hud.Small*u, hud.WithOpacity(g.color.Mix(render.White, .4), min(1, lineTime-g.age)))
		}
		y += 18 * u
	}
}

// drawNames writes the names below the skaters.
func (h *hudParts) drawNames(f *hud.Frame) {
	u := f.Unit
	h.places = h.AppendPlaces(h.places[:0], f.View)
	for i := range f.View.Seen {
		e := &f.View.Seen[i]
		if e.Kind != puck.KindSkater {
			continue
		}
		s := skaterOf(f.View, e)
		line, known := f.View.Player(s.player)
		if !known || !f.Camera.IsVisible(s.x, s.y, 60) {
			continue
		}
		x, y := f.Camera.ToScreen(s.x, s.y)
		y += 2*puck.SkaterRadius*f.Camera.Scale + 9*u // far enough below its own skater
		width := f.World.TextWidth(line.Name, ui.Text, hud.Small*u)
		box := hud.TextRect(x-width/2, y, width, hud.Small*u)
		if f.InsideWindow(box) && h.isFree(f, box) && f.Occupied.TryOccupy(box) {
			f.World.DrawText(line.Name, ui.Text, x-width/2, y, hud.Small*u, skaterColor(f.View, &s).Mix(render.White, .45))
		}
	}
}

// isFree reports whether nothing that moves is below a name at r.
func (h *hudParts) isFree(f *hud.Frame, r ui.Rect) bool {
	r = r.Inset(-puck.SkaterRadius * f.Camera.Scale)
	for _, at := range h.places {
		if r.Contains(f.Camera.ToScreen(at.X, at.Y)) {
			return false
		}
	}
	return true
}

// drawPuckArrow points to the puck where the window does not show it.
func drawPuckArrow(f *hud.Frame) {
	d, ok := discOf(f.View)
	if !ok || f.Camera.IsVisible(d.x, d.y, 0) {
		return
	}
	x, y := f.Camera.ToScreen(d.x, d.y)
	edge := 26 * f.Unit
	at := min(max(x, edge), f.W-edge)
	cos := float32(1)
	if x < 0 {
		cos = -1
	}
	f.World.AddSprite(sprites.Chevron, at, min(max(y, edge), f.H-edge), 22*f.Unit, 20*f.Unit, cos, 0, render.White.Glow(.9))
}

// DrawAvatar implements hud.Game: it draws the body of the player's skater.
func (h *hudParts) DrawAvatar(p *hud.Painter, _ sim.PlayerID, x, y, size float32, c rgba.Color, onPodium bool) {
	if onPodium {
		size *= .7 // its name is just below
	}
	p.AddUpright(sprites.Disc, x, y, size*.8, size*.8, c)
	p.AddUpright(sprites.Disc, x, y, size*.58, size*.58, c.Mix(rgba.Hex(0x060a14), .72))
	p.AddUpright(sprites.Disc, x, y-size*.1, size*.24, size*.24, c.Mix(render.White, .3))
	if onPodium {
		p.AddUpright(sprites.Dot, x, y, size*1.6, size*1.6, c.Glow(.3))
	}
}
