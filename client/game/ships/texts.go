package ships

import "perihelion/sim/ships"

// classTexts are the name of each class, and what it is like, in two lines.
var classTexts = [ships.Classes]struct{ name, like, trait string }{
	ships.Scout:  {"SCOUT", "quick", "a cheap boost"},
	ships.Lancer: {"LANCER", "thin hull", "a fast rail"},
	ships.Bomber: {"BOMBER", "slow, thick hull", "makes mines"},
	ships.Warden: {"WARDEN", "slow", "a strong shield"},
}

// refitTexts are the name of each refit, and what it does.
var refitTexts = [ships.Refits]struct{ name, does string }{
	ships.RefitForks:     {"FORKS", "two weaker bolts at once"},
	ships.RefitBolts:     {"LONG BOLTS", "faster, so they reach farther"},
	ships.RefitMirror:    {"MIRROR", "your shield throws half back"},
	ships.RefitLens:      {"LENS", "more heat and energy of the star"},
	ships.RefitPlating:   {"PLATING", "a thicker hull"},
	ships.RefitCapacitor: {"CAPACITOR", "rails sooner, for less"},
	ships.RefitSiphon:    {"SIPHON", "a kill mends your hull"},
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
	case ships.WeaponMirror:
		return "mirror"
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
	case ships.WeaponMirror:
		return " threw your own shot back"
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
