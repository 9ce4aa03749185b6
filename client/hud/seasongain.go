package hud

import (
	"math"

	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
)

// SeasonGain is how the player stands in the season of the mode after a round. The zero value is
// that of a round whose result is not known yet, and is not shown.
type SeasonGain struct {
	Known     bool
	Rated     bool // the round has changed the rating; without other players it does not
	Season    int
	Played    int // rated rounds in the season,
	Placement int // and how many of them it takes to have a rank
	Rank      int // 0: none yet
}

// placedNow reports whether the round was the last one of the placement.
func (s *SeasonGain) placedNow() bool { return s.Rated && s.Rank > 0 && s.Played == s.Placement }

// drawSeason draws the rank in the season, or how far the placement is. The round that ends the
// placement is celebrated.
func (h *HUD) drawSeason(p *Painter, f *Frame, x, y float32) {
	u, s := f.Unit, &f.Options.Season
	if !s.Rated {
		at := p.DrawText(lang.T("NOT RATED"), strong, x+56*u, y, Normal*u, quiet)
		p.DrawText(lang.T("it counts for your level"), plain, at+12*u, y, Normal*u, white)
		return
	}
	color := own
	if s.placedNow() {
		color = gold
		pulse := .5 + .5*float32(math.Sin(float64(h.time)*5))
		p.AddRect(x+8*u, y-12*u, (f.podiumSpan()-16)*u, 24*u, gold.Fade(.16+.16*pulse))
		p.DrawIcon(sprites.Flare, x+38*u, y, (26+10*pulse)*u, gold.Glow(1))
	}
	at := p.DrawText(lang.T("SEASON "), strong, x+56*u, y, Normal*u, color)
	end := p.DrawText(h.texts.Number(s.Season), strong, at, y, Normal*u, white)
	if s.Rank == 0 {
		h.drawPlacement(p, f, x, y)
		return
	}
	at = p.DrawRightText(h.texts.rankText(s.Rank), strong, x+(f.podiumSpan()-30)*u, y, Normal*u, rankColor(s.Rank))
	at = p.DrawRightText(lang.T("rank "), plain, at, y, Normal*u, quiet)
	if done := lang.T("PLACEMENT DONE"); s.placedNow() && at-end > p.TextWidth(done, strong, Normal*u)+32*u {
		p.DrawRightText(done, strong, at-16*u, y, Normal*u, gold)
	}
}

// drawPlacement draws a pip for each round of the placement.
func (h *HUD) drawPlacement(p *Painter, f *Frame, x, y float32) {
	const pip = 20
	u, s := f.Unit, &f.Options.Season
	at := p.DrawRightText(h.texts.Number(s.Placement), strong, x+(f.podiumSpan()-30)*u, y, Normal*u, white)
	at = p.DrawRightText("/", plain, at-1.5*u, y, Normal*u, quiet)
	at = p.DrawRightText(h.texts.Number(s.Played), strong, at-1.5*u, y, Normal*u, white)
	at = p.DrawRightText(lang.T("placement "), plain, at, y, Normal*u, quiet)
	for i := range s.Placement {
		c := white.Fade(.2)
		if i < s.Played {
			c = render.Energy
		}
		p.DrawIcon(sprites.Disc, at-(14+pip*float32(s.Placement-1-i))*u, y, 9*u, c)
	}
}
