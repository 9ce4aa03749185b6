package hud

import (
	"perihelion/client/lang"
	"perihelion/client/render"
)

// LevelGain is the player's level, and what the round has added to it. The zero value is that
// of somebody who has none, and is not shown.
type LevelGain struct {
	Number         int // from 1
	Gained, Needed int // experience since it began, and that it takes
	Round          int // experience that the round gave; 0: nothing, or not known yet
	Up             bool
}

// drawLevel draws the level with a bar, of which the part that the round gave is brighter.
func (h *HUD) drawLevel(p *Painter, f *Frame, x, y float32) {
	u, l := f.Unit, &f.Options.Level
	name, color := lang.T("LEVEL "), own
	if l.Up {
		name, color = lang.T("LEVEL UP · "), gold
		p.AddRect(x+8*u, y-11*u, (f.podiumSpan()-16)*u, 22*u, gold.Fade(.18))
	}
	p.DrawText(h.texts.Number(l.Number), strong, p.DrawText(name, strong, x+56*u, y, Normal*u, color), y, Normal*u, white)
	const from = 196
	wide := f.podiumSpan() - 340
	before := float32(max(l.Gained-l.Round, 0)) / float32(l.Needed)
	now := min(float32(l.Gained)/float32(l.Needed), 1)
	p.AddRect(x+from*u, y-4*u, wide*u, 8*u, white.Fade(.14))
	p.AddRect(x+from*u, y-4*u, wide*before*u, 8*u, color.Fade(.55))
	p.AddRect(x+(from+wide*before)*u, y-4*u, wide*(now-before)*u, 8*u, color)
	at := p.DrawRightText(lang.T(" XP"), plain, x+(f.podiumSpan()-30)*u, y, Small*u, quiet)
	if l.Round > 0 {
		at = p.DrawRightText(h.texts.Number(l.Round), strong, at, y, Normal*u, white)
		p.DrawRightText("+", strong, at, y, Normal*u, render.Energy)
		return
	}
	at = p.DrawRightText(h.texts.Number(l.Needed), plain, at, y, Small*u, quiet)
	at = p.DrawRightText(" / ", plain, at, y, Small*u, quiet)
	p.DrawRightText(h.texts.Number(l.Gained), plain, at, y, Small*u, quiet)
}
