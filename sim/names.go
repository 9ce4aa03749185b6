package sim

// Names of modes, phases and weapons, as the lobby, logs and the store write them.
var (
	modeNames   = [...]string{Skirmish: "skirmish", Teams: "teams", Duel: "duel"}
	phaseNames  = [...]string{PhaseWarmup: "warmup", PhaseCountdown: "countdown", PhaseLive: "live", PhasePodium: "podium"}
	weaponNames = [...]string{
		WeaponNone: "none", WeaponPulse: "pulse", WeaponRail: "rail", WeaponSeeker: "seeker",
		WeaponMine: "mine", WeaponStar: "star", WeaponRock: "rock",
	}
)

func (m Mode) String() string   { return nameOf(modeNames[:], int(m)) }
func (p Phase) String() string  { return nameOf(phaseNames[:], int(p)) }
func (w Weapon) String() string { return nameOf(weaponNames[:], int(w)) }

func nameOf(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return "unknown"
}

// ModeOf is the mode of that name.
func ModeOf(name string) (m Mode, ok bool) {
	for i, n := range modeNames {
		if n == name {
			return Mode(i), true
		}
	}
	return 0, false
}
