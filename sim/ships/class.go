package ships

// Class is a kind of ship. A player chooses one for each life, with AxisClass.
type Class uint8

const (
	Scout Class = iota
	Lancer
	Bomber
	Warden

	Classes // how many there are
)

// Stats are the numbers of a ship.
type Stats struct {
	Thrust               int64 // units per second², above the strongest pull of the star
	Hull, Shield, Energy int   // when full; a shield refills by itself up to here

	boostCost    int   // energy per second
	shieldPause  int64 // ms without damage until the shield refills
	shieldRefill int   // per second

	pulseWait   int64 // ms between two shots
	pulseDamage int32
	RailWait    int64 // ms between two shots
	RailCost    int   // energy
	railDamage  int32

	mineTime int64 // ms in which an empty bay makes a mine; 0: it makes none

	Bolts      int32 // pulses of a shot
	PulseSpeed int   // units per second, on top of the ship's own
	starGain   int   // percent of the heat and energy that the star gives
	Mirror     int32 // percent of what the shield takes that goes back to the shooter
	Siphon     int   // hull that a kill gives
}

// classes are the ships to choose from. Hull and shield, with all that can be added, stay
// within 7 bits.
var classes = [Classes]Stats{
	Scout: {
		Thrust: 460, Hull: 90, Shield: 50, Energy: 110, boostCost: 24, shieldPause: 3_000, shieldRefill: 12,
		pulseWait: 200, pulseDamage: 10, RailWait: 1_200, RailCost: 25, railDamage: 45,
		Bolts: 1, PulseSpeed: PulseSpeed, starGain: 100,
	},
	Lancer: {
		Thrust: 420, Hull: 90, Shield: 50, Energy: 110, boostCost: 34, shieldPause: 3_000, shieldRefill: 12,
		pulseWait: 220, pulseDamage: 10, RailWait: 950, RailCost: 22, railDamage: 45,
		Bolts: 1, PulseSpeed: PulseSpeed, starGain: 100,
	},
	Bomber: {
		Thrust: 400, Hull: 110, Shield: 50, Energy: 100, boostCost: 34, shieldPause: 3_000, shieldRefill: 12,
		pulseWait: 200, pulseDamage: 10, RailWait: 1_200, RailCost: 25, railDamage: 45, mineTime: 9_000,
		Bolts: 1, PulseSpeed: PulseSpeed, starGain: 100,
	},
	Warden: {
		Thrust: 405, Hull: 90, Shield: 75, Energy: 100, boostCost: 34, shieldPause: 2_300, shieldRefill: 16,
		pulseWait: 200, pulseDamage: 10, RailWait: 1_200, RailCost: 25, railDamage: 45,
		Bolts: 1, PulseSpeed: PulseSpeed, starGain: 100,
	},
}

// StatsOf is the numbers of a class.
func StatsOf(c Class) Stats { return classes[c%Classes] }

// classOf is the class that a word names.
func classOf(n int32) Class { return Class(uint32(n) % uint32(Classes)) }

// Choose is what AxisClass is to say from a player who has chosen one class and wants another:
// nothing if they are the same, which costs least to send.
func Choose(chosen, wanted Class) int32 {
	if chosen == wanted {
		return 0
	}
	return int32(wanted) + 1
}

// chooseClass takes the class that the player wants, as AxisClass says. It is that of the next
// life, and of this one while the ship is still protected: then it is as new.
func (b *body) chooseClass(axis int32) {
	if axis > 0 && axis <= int32(Classes) {
		b.choice = Class(axis - 1)
	}
	if b.protected == 0 || b.class == b.choice {
		return
	}
	b.class, b.mineWait = b.choice, 0
	b.refill()
}

// makeMine puts a mine into the bay of a ship that makes some, when it has been empty for
// long enough.
func (b *body) makeMine(a *arena) {
	every := b.stats().mineTime
	if every == 0 || b.item != NoItem {
		b.mineWait = 0
		return
	}
	if b.mineWait++; b.mineWait >= a.ticks(every) {
		b.item, b.mineWait = ItemMine, 0
	}
}
