package sim

// Modes, phases and weapons are called by the same words wherever a program reads
// them: in the lobby, in logs, in the store.
var (
	modeNames   = [...]string{Skirmish: "skirmish", Teams: "teams", Duel: "duel"}
	phaseNames  = [...]string{PhaseWarmup: "warmup", PhaseCountdown: "countdown", PhaseLive: "live", PhasePodium: "podium"}
	weaponNames = [...]string{
		WeaponNone: "none", WeaponPulse: "pulse", WeaponRail: "rail", WeaponSeeker: "seeker",
		WeaponMine: "mine", WeaponStar: "star", WeaponRock: "rock",
	}
)

func (m Mode) String() string   { return called(modeNames[:], int(m)) }
func (p Phase) String() string  { return called(phaseNames[:], int(p)) }
func (w Weapon) String() string { return called(weaponNames[:], int(w)) }

func called(names []string, i int) string {
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
