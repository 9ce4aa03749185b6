package hud

import (
	"fmt"
	"strconv"
	"time"

	"perihelion/client/render"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// textCache holds texts of numbers. Formatting them in every frame would create garbage.
type textCache struct {
	numbers [1000]string
	clocks  [600]string
	ranks   [40]string
	tenths  [1000]string
}

// newTextCache formats all cached texts.
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

// number returns n as text; only numbers outside the cache are formatted.
func (w *textCache) number(n int) string {
	if n >= 0 && n < len(w.numbers) {
		return w.numbers[n]
	}
	return strconv.Itoa(n)
}

// clockText returns a number of seconds as m:ss, at most 9:59.
func (w *textCache) clockText(seconds int) string {
	return w.clocks[max(0, min(len(w.clocks)-1, seconds))]
}

// stepsLeft returns how many steps of a countdown are left, rounded up. It is never 0,
// because at 0 the event itself would be shown.
func stepsLeft(left, step time.Duration) int { return max(1, int((left+step-1)/step)) }

// tenthsText returns n tenths as "0.0" to "99.9".
func (w *textCache) tenthsText(n int) string { return w.tenths[max(0, min(len(w.tenths)-1, n))] }

// rankText returns 1st, 2nd, 3rd…
func (w *textCache) rankText(n int) string {
	if n >= 1 && n <= len(w.ranks) {
		return w.ranks[n-1]
	}
	return ordinal(n)
}

// ordinal returns n with its English suffix.
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

// weaponName is the name of w within a sentence.
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

// killPhrase is how the player was killed with w; it follows the name of the killer.
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

// hazardPhrase is how the player died if no other player did it.
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

// titleText returns the name of an award and the unit of its value.
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

// The colours of the HUD. They mean the same as in the world.
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

// withOpacity returns c at opacity k, limited to 0 to 1.
func withOpacity(c rgba.Color, k float32) rgba.Color { return c.Fade(max(0, min(1, k))) }
