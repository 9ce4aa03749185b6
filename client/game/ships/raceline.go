package ships

import (
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// raceLine says in a line how far the player is in a race.
type raceLine struct {
	racer shipstate.Racer // as the text says
	round int32
	gap   int32 // ticks to who was ahead at the last checkpoint; 0: nobody was
	text  string

	// passed is when the last player but the own one passed each checkpoint, in turn.
	passed [raceMemory]sim.Tick
}

const raceMemory = 128 // checkpoints by which two racers are apart, at most, for their gap to be known

// updateRace notes who passed when. The gap is measured where both have been.
func (l *raceLine) updateRace(v *netcode.View) {
	m, _ := shipstate.Match(v)
	if m.Round != l.round {
		*l = raceLine{round: m.Round}
	}
	for i := range v.Seen {
		e := &v.Seen[i]
		if e.Kind != ships.KindRacer || e.ID == ships.RacerID(v.Me) {
			continue
		}
		if r, ok := shipstate.RacerOf(v, ships.Owner(e.ID)); ok && r.Points > 0 {
			at := &l.passed[r.Points%raceMemory]
			*at = max(*at, r.Passed)
		}
	}
	r, ok := shipstate.RacerOf(v, v.Me)
	if !ok || r == l.racer && l.text != "" {
		return
	}
	if r.Points != l.racer.Points {
		l.gap = 0
		if before := l.passed[max(r.Points, 0)%raceMemory]; before > 0 && before < r.Passed {
			l.gap = int32(r.Passed - before)
		}
	}
	l.racer = r
	l.text = l.format(v)
}

// format is the text of the line.
func (l *raceLine) format(v *netcode.View) string {
	lap := ships.Checkpoints(&v.Config)
	limit := int32(v.Config.Limit())
	text := lang.F("LAP %d OF %d", l.racer.Points/lap+1, (limit+lap-1)/lap)
	if l.racer.Points >= limit {
		text = lang.T("FINISHED")
	}
	rate := int32(v.Config.TicksPerSecond())
	if l.gap > 0 {
		text += "  +" + lang.F("%d.%d s", l.gap/rate, l.gap%rate*10/rate)
	}
	if best := l.racer.BestLap; best > 0 {
		text += "  " + lang.F("BEST LAP %d.%d s", best/rate, best%rate*10/rate)
	}
	return text
}

func (l *raceLine) drawRaceLine(p *hud.Painter, f *frame) {
	if f.View.Config.Mode != ships.Race || f.Match.Phase != sim.PhaseLive || l.text == "" {
		return
	}
	line := statusLine{text: l.text, color: render.Own}
	line.drawLine(p, f)
}
