package ships

// Item is what a pad offers and a ship carries, one at a time.
type Item uint8

const (
	NoItem Item = iota
	ItemOvershield
	ItemBlink
	ItemMine
	ItemSeeker

	items
)

// Weapon is what did damage.
type Weapon uint8

const (
	WeaponNone Weapon = iota
	WeaponPulse
	WeaponRail
	WeaponSeeker
	WeaponMine
	WeaponStar
	WeaponRock
	WeaponMirror // a shield that throws back

	Weapons // how many there are, none included
)

// weaponNames are the names of weapons in the live feed and in logs.
var weaponNames = [...]string{
	WeaponNone: "none", WeaponPulse: "pulse", WeaponRail: "rail", WeaponSeeker: "seeker",
	WeaponMine: "mine", WeaponStar: "star", WeaponRock: "rock", WeaponMirror: "mirror",
}

// String is the weapon's name.
func (w Weapon) String() string {
	if int(w) < len(weaponNames) {
		return weaponNames[w]
	}
	return "unknown"
}

// Title is an award on the podium.
type Title uint8

const (
	TitleWinner    Title = iota + 1
	TitleAce             // the longest streak
	TitleSharpest        // the best share of rails that hit
	TitleMoth            // the most seconds in the corona
	TitleUntouched       // the fewest deaths
)
