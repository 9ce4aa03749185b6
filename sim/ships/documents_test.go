package ships

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"perihelion/sim"
	"perihelion/sim/ships/layout"
)

// Others write clients from the documents, so the numbers in them must be those of the
// code.
func TestTheDocumentsHaveTheNumbersOfTheCode(t *testing.T) {
	own := ownArenas[0].Layout.(*layout.Arena)
	sun, belt, pads := own.Stars[0], own.Belts[0], own.Pads[0]
	motion, format := "MOTION.md", "../../shared/snapshot/FORMAT.md"
	checkContains(t, motion,
		fmt.Sprintf("sqrt(N(seats)) * %d, at least N(%d), at most N(%d)", own.PerSeat, own.Radius, largestArena),
		fmt.Sprintf("mul(N(%d), sqrt(radius / %d))", sun.Radius, own.Radius),
		fmt.Sprintf("corona = star * %d / 100", coronaSize),
		fmt.Sprintf("mass   = star * %d", sun.Pull),
		fmt.Sprintf("rocks  = %d + (radius >> 16) / %d", belt.Count, belt.Every),
		fmt.Sprintf("pads   = %d + (radius >> 16) / %d", pads.Count, pads.Every),
		fmt.Sprintf("*rate* is the config's, or %d if", sim.DefaultRate),
		fmt.Sprintf("| %d ship | x, y, vx, vy", KindShip), fmt.Sprintf("| %d seeker | x, y:", KindSeeker),
		fmt.Sprintf("x = word << %d;  vx = word << %d", posShift, velShift),
		fmt.Sprintf("(x + %d) >> %d", 1<<(posShift-1), posShift),
		fmt.Sprintf("(vx + %d) >> %d, within -%d and %d", 1<<(velShift-1), velShift, velLimit, velLimit),
		fmt.Sprintf("at most N(%d)\n", maxPull),
		fmt.Sprintf("(r - radius) * %d, r", wallSpring),
		fmt.Sprintf("loss = %d, and if v > N(%d): loss = %d + div((v - N(%d)) * %d / 100, v)",
			(1<<16)*baseDrag/100, cruiseSpeed, (1<<16)*baseDrag/100, cruiseSpeed, cruiseDrag),
		fmt.Sprintf("unit(heading word << %d)", headingShift),
		fmt.Sprintf("p = %d, %d, %d or %d:", classes[0].Thrust, classes[1].Thrust, classes[2].Thrust, classes[3].Thrust),
		fmt.Sprintf("mul(f.x, N(%d))", boostPull),
		fmt.Sprintf("if the flags have %d (boost)", FlagBoost),
		fmt.Sprintf("bounds the speed by %d and the distance by radius + %d", TopSpeed, wallDepth),
		fmt.Sprintf("N(%d + below(%d))", belt.Smallest, belt.Largest-belt.Smallest),
		fmt.Sprintf("entity is %d + *i*, goes round the star for ever", firstRock),
		fmt.Sprintf("entity is %d + *i*, goes round the star once in %d seconds", firstPad, pads.Period),
		fmt.Sprintf("2^32 / (%d * rate)", pads.Period), fmt.Sprintf("radius * (%d + (ringed", pads.Inner/10),
		fmt.Sprintf("sqrt(mass) * %d / 100", belt.Pace),
		fmt.Sprintf("%d × (100 + %d × heat) / 100", classes[Scout].pulseDamage, hotDamage),
		fmt.Sprintf("n      = tick / ticks(%d)", flarePeriod),
		fmt.Sprintf("tick * (2^32 / (%d * rate))", goalTurn),
		fmt.Sprintf("below(ticks(%d) - ticks(%d) - ticks(%d))", flarePeriod, FlareNotice, flareTime),
		fmt.Sprintf("begin  = notice + ticks(%d);   end = begin + ticks(%d)", FlareNotice, flareTime),
		fmt.Sprintf("the corona is %s as large", times[FlareSize]),
		fmt.Sprintf("(tick - born) mod %d", BirthPeriod), fmt.Sprintf("its age reaches ticks(%d)", pulseLife),
	)
	checkContains(t, "RULES.md", ruleLines()...)
	checkContains(t, "RULES.md", classLines()...)
	checkContains(t, "RULES.md", goalLines()...)
	checkContains(t, "RULES.md", powerupLines()...)
	checkContains(t, format, idLines()...)
	checkContains(t, format, numberLines()...)
	checkContains(t, format, ownLines()...)
	checkContains(t, format, fmt.Sprintf("0 it is destroyed, %d its player edits", ownEdits))
	checkContains(t, filepath.Join(filepath.Dir(format), "..", "protocol", "PROTOCOL.md"), fmt.Sprintf("%d and %d start and end [editing]", StartEditing, StopEditing),
		fmt.Sprintf("the *class* %d takes your ship out of play, and one with %d brings it back: in between [own word %d](../snapshot/FORMAT.md#own-words) is %d",
			StartEditing, StopEditing, OwnAlive, ownEdits))
	interest, _ := about.Distances()
	checkContains(t, format,
		fmt.Sprintf("of the area of\n%d by %d units and of the shape of the client's window, which is from %d to %d thousandths as wide as high", 2*ViewHalfWidth, 2*ViewHalfHeight, minViewAspect, maxViewAspect),
		fmt.Sprintf("√(%d · %d · aspect / 1000)", ViewHalfWidth, ViewHalfHeight),
		fmt.Sprintf("comes into sight within %d units of the view; it is lost beyond %d,", interest.EnterMargin, interest.LeaveMargin),
	)
}

// times is how often something is, in words.
var times = map[int]string{2: "twice"}

func ruleLines() []string {
	return []string{
		fmt.Sprintf("| gravity | %d,%03d /s² at the star's surface, falling with the distance, never above %d |", 1_000/1000, 1_000%1000, maxPull),
		fmt.Sprintf("| heat | within %d star radii a ship heats up,", heatReach),
		fmt.Sprintf("up to %d per second at the corona; it cools in %d s outside", heatGain, coolTime),
		fmt.Sprintf("Each of %d steps of a full heat of %d makes pulse and rail %d %% stronger, and a rail %d energy cheaper", HeatSteps, FullHeat, hotDamage, hotRail),
		fmt.Sprintf("for %d s in each %d the corona is %s as large, announced %d s ahead", flareTime/1000, flarePeriod/1000, times[FlareSize], FlareNotice/1000),
		fmt.Sprintf("%s as much if killer or victim is in the corona, and %s as much for a victim under a bounty", times[coronaKill], times[bountyKill]),
		fmt.Sprintf("It turns %d° a second.", (TurnRate*360+1<<15)>>16),
		fmt.Sprintf("Nothing flies %d in a tick", Leap),
		fmt.Sprintf("| pulse | %d /s on top of the ship's own speed, bent by gravity, %d damage", PulseSpeed, classes[Scout].pulseDamage),
		fmt.Sprintf("| rail | at once, %d,%03d long, %d damage, %d energy, every %.1f s |", RailReach/1000, RailReach%1000, classes[Scout].railDamage, classes[Scout].RailCost, float64(classes[Scout].RailWait)/1000),
		fmt.Sprintf("bursts when an enemy is within %d, %d damage", MineTrigger, mineDamage),
		fmt.Sprintf("| blink | %d forward at once", BlinkDistance),
		fmt.Sprintf("A player sees %d up and down and %d to the sides in a window of 16 by 9, and the same area in every other", ViewHalfHeight, ViewHalfWidth),
		fmt.Sprintf("to %d and %d toward the aim. A bot sees the same as in that window.", ViewLeanX, ViewLeanY),
	}
}

// classLines are the rows of the classes, and the traits that they end with.
func classLines() (lines []string) {
	for c, name := range [Classes]string{"scout", "lancer", "bomber", "warden"} {
		s := &classes[c]
		lines = append(lines, fmt.Sprintf("| %s | %d | %d | %d | %d |", name, s.Thrust, s.Hull, s.Shield, s.Energy))
	}
	lines = append(lines,
		fmt.Sprintf("two bolts %d° apart, each of %d less damage", (boltSpread*360+1<<15)>>16, -refits[RefitForks].pulseDamage),
		fmt.Sprintf("%d /s faster", refits[RefitBolts].PulseSpeed),
		fmt.Sprintf("%d %% of what the shield takes", refits[RefitMirror].Mirror),
		fmt.Sprintf("%d %% more heat and energy", refits[RefitLens].starGain),
		fmt.Sprintf("%d more hull", refits[RefitPlating].Hull),
		fmt.Sprintf("%d energy less, and %v s sooner", -refits[RefitCapacitor].RailCost, -float64(refits[RefitCapacitor].RailWait)/1000),
		fmt.Sprintf("%d hull for a kill", refits[RefitSiphon].Siphon),
	)
	seconds := func(ms int64) float64 { return float64(ms) / 1000 }
	usual, lancer, warden := &classes[Bomber], &classes[Lancer], &classes[Warden]
	return append(lines,
		fmt.Sprintf("takes %d energy per second, others %d", classes[Scout].boostCost, usual.boostCost),
		fmt.Sprintf("a rail every %v s for %d energy, others every %v s for %d", seconds(lancer.RailWait), lancer.RailCost, seconds(usual.RailWait), usual.RailCost),
		fmt.Sprintf("a pulse every %v s, others every %v s", seconds(lancer.pulseWait), seconds(usual.pulseWait)),
		fmt.Sprintf("has been empty for %v s", seconds(usual.mineTime)),
		fmt.Sprintf("at %d per second after %v s in peace, that of others at %d after %v s", warden.shieldRefill, seconds(warden.shieldPause), usual.shieldRefill, seconds(usual.shieldPause)),
	)
}

func goalLines() []string {
	return []string{
		fmt.Sprintf("a zone %d wide to each side", BeaconRadius),
		fmt.Sprintf("within %d of it", cometRadius+ShipRadius), fmt.Sprintf("is worth %d points", cometPoints),
		fmt.Sprintf("a point for each %d s", crownEvery/1000),
		fmt.Sprintf("is %d points at first and one more for every %d s, %d at most", crownBounty, crownGrowth*crownEvery/1000, crownMost),
		fmt.Sprintf("goes round the star once in %d s", goalTurn),
		fmt.Sprintf("| Beacon | any even number; usually 2 × 8 | %d, of a team together |", Beacon.Points),
		fmt.Sprintf("or %d s after the first", raceGrace/1000), fmt.Sprintf("is back after %d s", raceRespawn/1000),
		fmt.Sprintf("| Race | 1 to 2,048 | %d checkpoints, each |", Race.Points),
		fmt.Sprintf("| Comet | 1 to 2,048 | %d |", Comet.Points), fmt.Sprintf("| Crown | 1 to 2,048 | %d |", Crown.Points),
	}
}

func powerupLines() []string {
	return []string{
		fmt.Sprintf("Once in each %d s there is one", powerupPeriod/1000), fmt.Sprintf("announced to all %d s before it opens", PowerupNotice/1000),
		fmt.Sprintf("within %d of it, alone or with friends, for %v s", PowerupRadius, float64(powerupCapture)/1000),
		fmt.Sprintf("Nobody's after %d s", powerupOpen/1000),
		fmt.Sprintf("a heat of %d, which is full for %d s", mostHeat, coolTime*(mostHeat-FullHeat)/FullHeat),
		fmt.Sprintf("| salvo | %d seekers, %v s between", powerupGifts[PowerupSalvo].count, float64(itemPause)/1000), fmt.Sprintf("| minefield | %d mines, ", powerupGifts[PowerupMinefield].count),
	}
}

func idLines() []string {
	return []string{
		fmt.Sprintf("| %d ship | local | seat |", KindShip),
		fmt.Sprintf("| %d pulse | local | %d + %d × seat + number of the shot modulo %d |", KindPulse, firstProjectile, pulsesPerPlayer, pulsesPerPlayer),
		fmt.Sprintf("| %d seeker | local | %d + %d × seat + number of the release modulo %d |", KindSeeker, firstDrop, dropsPerPlayer, dropsPerPlayer),
		fmt.Sprintf("| %d mine | local | as a seeker's", KindMine),
		fmt.Sprintf("| %d scrap | local | %d and up", KindScrap, firstScrap),
		fmt.Sprintf("| %d rock | Global | %d + number", KindRock, firstRock),
		fmt.Sprintf("| %d pad | Global | %d + number", KindPad, firstPad),
		fmt.Sprintf("| %d score | Global | %d + seat |", KindScore, firstScore),
		fmt.Sprintf("| %d match | Global | %d:", KindMatch, matchID),
		fmt.Sprintf("| %d goal | Global | %d:", KindGoal, GoalID),
		fmt.Sprintf("| %d racer | Global | %d + seat", KindRacer, firstRacer),
		fmt.Sprintf("| %d powerup | Global | %d:", KindPowerup, PowerupID), fmt.Sprintf("| %d powerup | everyone", EventPowerup),
		fmt.Sprintf("| %d rail |", EventRail), fmt.Sprintf("| %d hit |", EventHit), fmt.Sprintf("| %d kill |", EventKill),
		fmt.Sprintf("| %d spawn |", EventSpawn), fmt.Sprintf("| %d blast |", EventBlast), fmt.Sprintf("| %d pickup |", EventPickup),
		fmt.Sprintf("| %d item used |", EventItemUse), fmt.Sprintf("| %d honour |", EventAward),
	}
}

func numberLines() []string {
	return []string{
		fmt.Sprintf("| weapon | %d none, %d pulse, %d rail, %d seeker, %d mine, %d star, %d rock, %d mirror |",
			WeaponNone, WeaponPulse, WeaponRail, WeaponSeeker, WeaponMine, WeaponStar, WeaponRock, WeaponMirror),
		fmt.Sprintf("| class | %d scout, %d lancer, %d bomber, %d warden |", Scout, Lancer, Bomber, Warden),
		fmt.Sprintf("| refit | %d none, %d forks, %d long bolts, %d mirror, %d lens, %d plating, %d capacitor, %d siphon |",
			NoRefit, RefitForks, RefitBolts, RefitMirror, RefitLens, RefitPlating, RefitCapacitor, RefitSiphon),
		fmt.Sprintf("| item | %d none, %d overshield, %d blink, %d mine, %d seeker |",
			NoItem, ItemOvershield, ItemBlink, ItemMine, ItemSeeker),
		fmt.Sprintf("| gives, of a powerup | %d overdrive, %d salvo, %d minefield |", PowerupOverdrive, PowerupSalvo, PowerupMinefield),
		fmt.Sprintf("| phase | %d warm-up, %d countdown, %d live, %d podium |", sim.PhaseWarmup, sim.PhaseCountdown, sim.PhaseLive, sim.PhasePodium),
		fmt.Sprintf("| title | %d winner (value: points), %d longest streak (kills), %d sharpest rail (per cent of hits), %d longest in the corona (seconds), %d fewest deaths (deaths) |",
			TitleWinner, TitleAce, TitleSharpest, TitleMoth, TitleUntouched),
		fmt.Sprintf("| flags of a ship | %d it boosts, %d it is protected, %d it leads, %d it burns in the corona, %d it flies under a bounty |", FlagBoost, FlagProtected, FlagLeader, FlagBurning, FlagBounty),
		fmt.Sprintf("| no player | %d |", sim.NoPlayer),
	}
}

func ownLines() (lines []string) {
	for word, name := range map[int]string{
		OwnAlive: "alive", OwnX: "x", OwnY: "y", OwnVX: "vx", OwnVY: "vy", OwnHeading: "heading",
		OwnHull: "hull", OwnShield: "shield", OwnEnergy: "energy",
		OwnPulseWait: "pulse wait", OwnRailWait: "rail wait", OwnShieldWait: "shield wait",
		OwnShots: "shots", OwnDrops: "drops", OwnItem: "item",
		OwnProtected: "protected", OwnRespawn: "respawn", OwnHeld: "held", OwnHeat: "heat", OwnClass: "class", OwnChoice: "choice", OwnMineWait: "mine wait", OwnRefits: "refits", OwnOffer: "offer",
	} {
		lines = append(lines, fmt.Sprintf("| %d | %s |", word, name))
	}
	return lines
}

func checkContains(t *testing.T, file string, wants ...string) {
	t.Helper()
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range wants {
		if !strings.Contains(string(page), want) {
			t.Errorf("%s does not say %q", file, want)
		}
	}
}
