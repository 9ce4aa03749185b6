package ships

import (
	"perihelion/client/lang"
	"perihelion/sim/ships"
)

// classTexts are the name of each class, and what it is like, in two lines.
var classTexts = [ships.Classes]struct{ name, like, trait string }{
	ships.Scout:  {lang.Key("SCOUT"), lang.Key("quick"), lang.Key("a cheap boost")},
	ships.Lancer: {lang.Key("LANCER"), lang.Key("thin hull"), lang.Key("a fast rail")},
	ships.Bomber: {lang.Key("BOMBER"), lang.Key("slow, thick hull"), lang.Key("makes mines")},
	ships.Warden: {lang.Key("WARDEN"), lang.Key("slow"), lang.Key("a strong shield")},
}

// refitTexts are the name of each refit, and what it does.
var refitTexts = [ships.Refits]struct{ name, does string }{
	ships.RefitForks:     {lang.Key("FORKS"), lang.Key("two weaker bolts at once")},
	ships.RefitBolts:     {lang.Key("LONG BOLTS"), lang.Key("faster, so they reach farther")},
	ships.RefitMirror:    {lang.Key("MIRROR"), lang.Key("your shield throws half back")},
	ships.RefitLens:      {lang.Key("LENS"), lang.Key("more heat and energy of the star")},
	ships.RefitPlating:   {lang.Key("PLATING"), lang.Key("a thicker hull")},
	ships.RefitCapacitor: {lang.Key("CAPACITOR"), lang.Key("rails sooner, for less")},
	ships.RefitSiphon:    {lang.Key("SIPHON"), lang.Key("a kill mends your hull")},
}

// weaponName is the name of w within a sentence.
func weaponName(w ships.Weapon) string {
	switch w {
	case ships.WeaponPulse:
		return lang.T("pulse cannon")
	case ships.WeaponRail:
		return lang.T("rail")
	case ships.WeaponSeeker:
		return lang.T("seeker")
	case ships.WeaponMine:
		return lang.T("mine")
	case ships.WeaponStar:
		return lang.T("the star")
	case ships.WeaponRock:
		return lang.T("an asteroid")
	case ships.WeaponMirror:
		return lang.T("mirror")
	}
	return lang.T("nobody knows what")
}

// killPhrase is how the player was killed with w; it follows the name of the killer.
func killPhrase(w ships.Weapon) string {
	switch w {
	case ships.WeaponPulse:
		return lang.T(" shot you down")
	case ships.WeaponRail:
		return lang.T(" hit you with the rail")
	case ships.WeaponSeeker:
		return lang.T(" caught you with a seeker")
	case ships.WeaponMine:
		return lang.T(" caught you with a mine")
	case ships.WeaponStar:
		return lang.T(" drove you into the star")
	case ships.WeaponRock:
		return lang.T(" drove you into an asteroid")
	case ships.WeaponMirror:
		return lang.T(" threw your own shot back")
	}
	return lang.T(" destroyed you")
}

// hazardPhrase is how the player died if no other player did it.
func hazardPhrase(c *deathCause) string {
	switch c.kill.Weapon {
	case ships.WeaponStar:
		switch {
		case c.black:
			return lang.T("You fell into the black hole")
		case c.touched:
			return lang.T("You flew into the star")
		}
		return lang.T("The corona burnt you")
	case ships.WeaponRock:
		return lang.T("You hit an asteroid")
	case ships.WeaponMine:
		return lang.T("Your own mine took you")
	case ships.WeaponSeeker:
		return lang.T("Your own seeker took you")
	}
	return lang.T("Your ship is lost")
}

// titleText returns the name of an award and the unit of its value.
func titleText(t ships.Title) (title, why string) {
	switch t {
	case ships.TitleWinner:
		return lang.T("Winner"), lang.T("points")
	case ships.TitleAce:
		return lang.T("Ace"), lang.T("kills in one life")
	case ships.TitleSharpest:
		return lang.T("Sharpest eye"), lang.T("% of rails hit")
	case ships.TitleMoth:
		return lang.T("Moth"), lang.T("s in the corona")
	case ships.TitleUntouched:
		return lang.T("Untouched"), lang.T("deaths")
	}
	return lang.T("Honoured"), ""
}
