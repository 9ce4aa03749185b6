package ships

import (
	"fmt"
	"time"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// explainHit explains in one sentence, to players who do not know lag compensation, why
// the last hit was fair. by is the killer.
func explainHit(v *netcode.View, d *damageEntry, by sim.PlayerID) string {
	if by == sim.NoPlayer || by == v.Me || d.shooter != by {
		return ""
	}
	ago := viewstate.TicksToDuration(&v.Config, int64(d.rewind))
	line := lang.T("You were where they aimed")
	switch {
	case ago < noticeableRewind:
	case d.weapon == ships.WeaponPulse:
		line = lang.T("Their shot was set ahead by the time that their connection takes")
	default:
		line = lang.F("They hit you where they saw you, %.1f seconds earlier", ago.Seconds())
	}
	if d.capped {
		line += lang.T(". Their connection is so slow that it was not made up for in full")
	}
	if p, ok := v.Player(by); ok && p.Bot {
		line = lang.T("A bot: it sees and does no more than you can")
	}
	return line
}

const noticeableRewind = 50 * time.Millisecond // a smaller difference between two screens is not mentioned

// hitDetails describes the last hit in technical terms, in one line: shooter, weapon, how far it
// was rewound, and the pings of both players.
func hitDetails(v *netcode.View, d *damageEntry) string {
	if d.shooter == sim.NoPlayer || d.shooter == v.Me {
		return ""
	}
	return fmt.Sprintf("%s · %s · %s (%s)", shipstate.PlayerName(v, d.shooter), weaponName(d.weapon), rewindText(v, d), pingText(v, d.shooter))
}

// rewindText says for which moment the hit was calculated. A rail is rewound to what its
// shooter saw; a pulse starts further ahead by the delay of its shooter's screen.
func rewindText(v *netcode.View, d *damageEntry) string {
	if d.rewind == 0 {
		return lang.T("judged on the spot")
	}
	back := int(viewstate.TicksToDuration(&v.Config, int64(d.rewind)) / time.Millisecond)
	line := lang.F("judged %d ms ago", back)
	if d.weapon == ships.WeaponPulse {
		line = lang.F("caught up by %d ms", back)
	}
	if d.capped {
		line += lang.T(", more was not granted")
	}
	return line
}

// pingText returns the pings of the shooter and of the player.
func pingText(v *netcode.View, shooter sim.PlayerID) string {
	yours := int(v.Stats.RTT.Round(time.Millisecond) / time.Millisecond)
	if me, ok := v.Player(v.Me); ok && me.Ping > 0 {
		yours = me.Ping
	}
	their, ok := v.Player(shooter)
	switch {
	case ok && their.Bot:
		return lang.F("a bot; your ping %d", yours)
	case ok && their.Ping > 0:
		return lang.F("their ping %d, yours %d", their.Ping, yours)
	}
	return lang.F("your ping %d", yours)
}
