package hud

import (
	"fmt"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/render/pose"
	"perihelion/sim"
)

// receipt is how fair the last hit of a life was, in one line of plain words: who
// and with what, how far back in time it was judged, and how far away both were.
func receipt(v *netcode.View, d *debit) string {
	if d.shooter == sim.NoPlayer || d.shooter == v.Me {
		return ""
	}
	return fmt.Sprintf("%s · %s · %s (%s)", pose.Name(v, d.shooter), weaponName(d.weapon), judged(v, d), pings(v, d.shooter))
}

// judged is which moment decided. A beam is judged where its shooter saw us; a
// pulse starts as far ahead as its shooter's screen is behind.
func judged(v *netcode.View, d *debit) string {
	if d.rewind == 0 {
		return "judged on the spot"
	}
	back := int(pose.Span(&v.Config, int64(d.rewind)) / time.Millisecond)
	line := fmt.Sprintf("judged %d ms ago", back)
	if d.weapon == sim.WeaponPulse {
		line = fmt.Sprintf("caught up by %d ms", back)
	}
	if d.capped {
		line += ", more was not granted"
	}
	return line
}

func pings(v *netcode.View, shooter sim.PlayerID) string {
	yours := ms(v.Stats.RTT)
	if me, ok := v.Player(v.Me); ok && me.Ping > 0 {
		yours = me.Ping
	}
	their, ok := v.Player(shooter)
	switch {
	case ok && their.Bot:
		return fmt.Sprintf("a bot; your ping %d", yours)
	case ok && their.Ping > 0:
		return fmt.Sprintf("their ping %d, yours %d", their.Ping, yours)
	}
	return fmt.Sprintf("your ping %d", yours)
}
