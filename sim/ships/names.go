package ships

// weaponNames are the names of weapons as the live feed and logs write them.
var weaponNames = [...]string{
	WeaponNone: "none", WeaponPulse: "pulse", WeaponRail: "rail", WeaponSeeker: "seeker",
	WeaponMine: "mine", WeaponStar: "star", WeaponRock: "rock",
}

// String is the weapon's name.
func (w Weapon) String() string {
	if int(w) < len(weaponNames) {
		return weaponNames[w]
	}
	return "unknown"
}
