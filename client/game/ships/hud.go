package ships

import (
	"cmp"
	"slices"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// hudParts are the parts of the HUD that only this game has.
type hudParts struct {
	bodies []shipstate.Body // the stars of the arena, in this frame
	gates  []shipstate.Gate
	votes  voteCards
	time   float32
	frame  frame

	killFeed   killFeed
	damage     damageIndicators
	hitMarkers hitMarkers
	recap      deathRecap
	hud.AwardList

	cards   classCards
	refits  refitCards
	race    raceLine
	classes [sim.MaxPlayers]ships.Class // of the ships, as the scores say
	fitted  [sim.MaxPlayers]uint8       // how many refits they have
}

// frame is the frame of the HUD that is being built, with the own ship.
type frame struct {
	*hud.Frame
	own   shipstate.Ship
	alive bool
}

// Columns of a sim.Standing of AppendStandings.
const (
	columnKills = iota
	columnDeaths
	columnStreak
	columnPassed // in a race: the tick of the last checkpoint; it is not shown
)

var hudStyle = hud.Style{
	Columns: []hud.Column{
		columnKills:  {Title: lang.Key("KILLS"), Width: 66, ShortTitle: lang.Key("K"), ShortWidth: 32, One: lang.Key("kill"), Several: lang.Key("kills")},
		columnDeaths: {Title: lang.Key("DEATHS"), Width: 72, ShortTitle: lang.Key("D"), ShortWidth: 30, One: lang.Key("death"), Several: lang.Key("deaths")},
		columnStreak: {Title: lang.Key("STREAK"), Width: 74},
	},
	Start: lang.Key("FIGHT"),
	ToGo:  [2]string{lang.Key("POINT TO GO"), lang.Key("POINTS TO GO")},
}

func (h *hudParts) Style() *hud.Style { return &hudStyle }

func (h *hudParts) Match(v *netcode.View) (m viewstate.MatchState, ok bool) {
	return shipstate.Match(v)
}

func (h *hudParts) AppendStandings(dst []sim.Standing, v *netcode.View) []sim.Standing {
	for i := range v.Seen {
		e := &v.Seen[i]
		if e.Kind != ships.KindScore {
			continue
		}
		score := ships.ScoreOf(&e.To)
		s := sim.Standing{Player: ships.Owner(e.ID), Points: int(score.Points)}
		s.Columns[columnKills], s.Columns[columnDeaths] = int(score.Kills), int(score.Deaths)
		s.Columns[columnStreak] = int(score.Streak)
		h.classes[s.Player], h.fitted[s.Player] = score.Class, uint8(score.Refits)
		if r, ok := shipstate.RacerOf(v, s.Player); ok {
			s.Columns[columnPassed] = int(r.Passed)
		}
		dst = append(dst, s)
	}
	slices.SortFunc(dst, compareStandings)
	return dst
}

// compareStandings sorts by more points, then who had them first in a race, then fewer deaths, then
// the lower player id.
func compareStandings(a, b sim.Standing) int {
	return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Columns[columnPassed], b.Columns[columnPassed]), cmp.Compare(a.Columns[columnDeaths], b.Columns[columnDeaths]), cmp.Compare(a.Player, b.Player))
}

// AppendPlaces implements hud.Game: the places are those of the ships.
func (h *hudParts) AppendPlaces(dst []hud.Place, v *netcode.View) []hud.Place {
	if own, alive := shipstate.OwnShip(v); alive {
		dst = append(dst, hud.Place{X: own.X, Y: own.Y})
	}
	for i := range v.Seen {
		if e := &v.Seen[i]; e.Kind == ships.KindShip {
			x, y := shipstate.Position(e)
			dst = append(dst, hud.Place{X: x, Y: y})
		}
	}
	return dst
}

func (h *hudParts) UpdateHUD(v *netcode.View, dt float32) {
	h.time += dt
	h.cards.shown, h.refits.shown, h.votes.shown = false, false, false // until they are drawn
	h.recap.receipt.rect = ui.Rect{}
	h.killFeed.ageLines(dt)
	h.damage.ageIndicators(dt)
	h.hitMarkers.ageMarkers(dt)
	for i := range v.Events {
		h.handleEvent(v, &v.Events[i])
	}
	for i := range v.Outcomes {
		h.hitMarkers.onOutcome(&v.Outcomes[i])
	}
	h.recap.updateLife(v)
	if v.Config.Mode == ships.Race {
		h.race.updateRace(v)
	}
	if m, ok := shipstate.Match(v); ok && m.Phase != sim.PhasePodium {
		h.ClearAwards()
	}
}

// handleEvent passes an event to the parts of the HUD that show it.
func (h *hudParts) handleEvent(v *netcode.View, e *sim.Event) {
	if hit, ok := ships.HitOf(e); ok {
		h.damage.addHit(v, &hit)
		h.hitMarkers.onHit(v, &hit)
		h.recap.onHit(v, &hit, e.Tick)
	}
	if rail, ok := ships.RailOf(e); ok {
		h.hitMarkers.onRail(v, e.Tick, &rail)
	}
	if kill, ok := ships.KillOf(e); ok {
		h.killFeed.addKill(v, kill)
		h.hitMarkers.onKill(v, kill)
		h.recap.onKill(v, kill)
	}
	if award, ok := ships.AwardOf(e); ok {
		title, unit := titleText(award.Title)
		h.AddAward(v, award.Player, title, unit, award.Value)
	}
}

func (h *hudParts) DrawPart(part hud.Part, hf *hud.Frame) {
	f := &h.frame
	f.Frame = hf
	f.own, f.alive = shipstate.OwnShip(hf.View)
	switch part {
	case hud.PartCover:
		if !f.alive && f.View.Me != sim.NoPlayer {
			h.recap.drawRecap(f.Cover, f, f.Texts)
		}
		h.cards.drawCards(f.Cover, f)
	case hud.PartGauges:
		h.drawGauges(f.Panel, f)
		h.refits.drawOffer(f.Panel, f)
		h.refits.drawFitted(f.Panel, f)
	case hud.PartMap:
		h.votes.drawVote(f.Panel, f)
		h.drawMinimap(f.Panel, f)
	case hud.PartNews:
		h.hitMarkers.drawHitMarkers(f.World, f)
		h.drawFlareLine(f.Panel, f)
		drawGoalLine(f.Panel, f)
		h.race.drawRaceLine(f.Panel, f)
		drawPowerupLine(f.Panel, f)
		h.killFeed.drawKillFeed(f.Panel, f)
	case hud.PartLabels:
		drawReceiptLabel(f.World, f)
		if !f.View.Watching {
			h.drawVignette(f.World, f)
		}
		h.drawNameTags(f.World, f)
		h.drawOffscreenArrows(f.World, f)
		drawGoalArrow(f.World, f)
		drawCheckpointArrow(f.World, f)
		drawPowerupArrow(f.World, f)
		if !f.View.Watching {
			h.drawShipGauges(f.World, f)
			h.damage.drawIndicators(f.World, f)
		}
	}
}

// The faces, sizes and colours of the HUD, as in package hud.
const (
	plain  = ui.Text
	strong = ui.Title

	tiny   = hud.Tiny // HUD units
	small  = hud.Small
	normal = hud.Normal
	large  = hud.Large
)

var (
	panel = render.Panel
	white = render.White
	quiet = render.Quiet
	faint = render.Quiet.Fade(.55)
	own   = render.Own
	bad   = render.Bad
	gold  = render.Gold
)
