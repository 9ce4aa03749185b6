package hud

import (
	"fmt"
	"strconv"
	"time"

	"perihelion/client/render"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// words are the texts that change from frame to frame, spelled once: a HUD that
// formats numbers sixty times a second feeds the garbage collector.
type textCache struct {
	numbers [1000]string
	clocks  [600]string
	ranks   [40]string
	tenths  [1000]string
}

func newTextCache() textCache {
	var w textCache
	for i := range w.numbers {
		w.numbers[i] = strconv.Itoa(i)
	}
	for i := range w.clocks {
		w.clocks[i] = fmt.Sprintf("%d:%02d", i/60, i%60)
	}
	for i := range w.ranks {
		w.ranks[i] = ordinal(i + 1)
	}
	for i := range w.tenths {
		w.tenths[i] = fmt.Sprintf("%d.%d", i/10, i%10)
	}
	return w
}

// figure is n in digits; only rare ones are spelled anew.
func (w *textCache) number(n int) string {
	if n >= 0 && n < len(w.numbers) {
		return w.numbers[n]
	}
	return strconv.Itoa(n)
}

// clock is a number of seconds as m:ss, up to ten minutes.
func (w *textCache) clockText(seconds int) string {
	return w.clocks[max(0, min(len(w.clocks)-1, seconds))]
}

// stepsLeft is how many steps are left of a countdown, the one that runs included: it
// never shows 0, for what it counts to would then be there.
func stepsLeft(left, step time.Duration) int { return max(1, int((left+step-1)/step)) }

// tenth is a number of tenths, up to a hundred.
func (w *textCache) tenthsText(n int) string { return w.tenths[max(0, min(len(w.tenths)-1, n))] }

// place is 1st, 2nd, 3rd…
func (w *textCache) rankText(n int) string {
	if n >= 1 && n <= len(w.ranks) {
		return w.ranks[n-1]
	}
	return ordinal(n)
}

func ordinal(n int) string {
	suffix := "th"
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

func weaponName(w sim.Weapon) string {
	switch w {
	case sim.WeaponPulse:
		return "pulse cannon"
	case sim.WeaponRail:
		return "rail"
	case sim.WeaponSeeker:
		return "seeker"
	case sim.WeaponMine:
		return "mine"
	case sim.WeaponStar:
		return "the star"
	case sim.WeaponRock:
		return "an asteroid"
	}
	return "nobody knows what"
}

// killPhrase is what somebody has done to the player with a weapon, behind their name.
func killPhrase(w sim.Weapon) string {
	switch w {
	case sim.WeaponPulse:
		return " shot you down"
	case sim.WeaponRail:
		return " hit you with the rail"
	case sim.WeaponSeeker:
		return " caught you with a seeker"
	case sim.WeaponMine:
		return " caught you with a mine"
	case sim.WeaponStar:
		return " drove you into the star"
	case sim.WeaponRock:
		return " drove you into an asteroid"
	}
	return " destroyed you"
}

// hazardPhrase is what the player died of without anybody else.
func hazardPhrase(w sim.Weapon) string {
	switch w {
	case sim.WeaponStar:
		return "The star took you"
	case sim.WeaponRock:
		return "You hit an asteroid"
	case sim.WeaponMine:
		return "Your own mine took you"
	case sim.WeaponSeeker:
		return "Your own seeker took you"
	}
	return "Your ship is lost"
}

func titleText(t sim.Title) (title, why string) {
	switch t {
	case sim.TitleWinner:
		return "Winner", "points"
	case sim.TitleAce:
		return "Ace", "kills in one life"
	case sim.TitleSharpest:
		return "Sharpest eye", "% of rails hit"
	case sim.TitleMoth:
		return "Moth", "s in the corona"
	case sim.TitleUntouched:
		return "Untouched", "deaths"
	}
	return "Honoured", ""
}

// The colours of the HUD; what means something in the world means it here.
var (
	panel       = render.Panel
	opaquePanel = render.OpaquePanel
	white       = render.White
	quiet       = render.Quiet
	faint       = render.Quiet.Fade(.55)
	own         = render.Own
	bad         = render.Bad
	gold        = render.Gold
)

// withOpacity is c at k of its opacity.
func withOpacity(c rgba.Color, k float32) rgba.Color { return c.Fade(max(0, min(1, k))) }
