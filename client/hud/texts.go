package hud

import (
	"fmt"
	"strconv"
	"time"

	"perihelion/client/render"
	"perihelion/client/rgba"
	"perihelion/sim/ships"
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
func weaponName(w ships.Weapon) string {
	switch w {
	case ships.WeaponPulse:
		return "pulse cannon"
	case ships.WeaponRail:
		return "rail"
	case ships.WeaponSeeker:
		return "seeker"
	case ships.WeaponMine:
		return "mine"
	case ships.WeaponStar:
		return "the star"
	case ships.WeaponRock:
		return "an asteroid"
	}
	return "nobody knows what"
}

// killPhrase is how the player was killed with w; it follows the name of the killer.
func killPhrase(w ships.Weapon) string {
	switch w {
	case ships.WeaponPulse:
		return " shot you down"
	case ships.WeaponRail:
		return " hit you with the rail"
	case ships.WeaponSeeker:
		return " caught you with a seeker"
	case ships.WeaponMine:
		return " caught you with a mine"
	case ships.WeaponStar:
		return " drove you into the star"
	case ships.WeaponRock:
		return " drove you into an asteroid"
	}
	return " destroyed you"
}

// hazardPhrase is how the player died if no other player did it.
func hazardPhrase(w ships.Weapon) string {
	switch w {
	case ships.WeaponStar:
		return "The star took you"
	case ships.WeaponRock:
		return "You hit an asteroid"
	case ships.WeaponMine:
		return "Your own mine took you"
	case ships.WeaponSeeker:
		return "Your own seeker took you"
	}
	return "Your ship is lost"
}

// titleText returns the name of an award and the unit of its value.
func titleText(t ships.Title) (title, why string) {
	switch t {
	case ships.TitleWinner:
		return "Winner", "points"
	case ships.TitleAce:
		return "Ace", "kills in one life"
	case ships.TitleSharpest:
		return "Sharpest eye", "% of rails hit"
	case ships.TitleMoth:
		return "Moth", "s in the corona"
	case ships.TitleUntouched:
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
