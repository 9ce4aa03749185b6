package render

import (
	"perihelion/client/netcode"
	"perihelion/client/render/pose"
	"perihelion/client/tint"
	"perihelion/sim"
)

// The hues of the other players: bright on black, and told apart by people with
// any of the three colour blindnesses (a test holds them to it). Hulls differ as
// well: the counts of hues and of silhouettes share no divisor, so a pair of them
// names one of 42 neighbours.
var hues = [...]tint.Color{
	tint.Hex(0xff9d2e), // orange
	tint.Hex(0x22d3a0), // bluish green
	tint.Hex(0xfff06a), // yellow
	tint.Hex(0x3784ff), // blue
	tint.Hex(0xff4f38), // vermilion
	tint.Hex(0xee8fd0), // pink
	tint.Hex(0xd235ef), // magenta
}

// The colours that mean something wherever they appear.
var (
	Own     = tint.Hex(0x8ff3ff) // the player, on every screen; nobody else has it
	Good    = tint.Hex(0x4be3b0)
	Bad     = tint.Hex(0xff5a4d)
	Energy  = tint.Hex(0xffc861)
	Shield  = tint.Hex(0x5cc8ff)
	Gold    = tint.Hex(0xffd75e)
	White   = tint.Hex(0xf2f6ff)
	Quiet   = tint.Hex(0x8a97b8)
	Panel   = tint.Color{R: .012, G: .016, B: .04, A: .72}
	Sheet   = tint.Color{R: .012, G: .016, B: .04, A: .97} // nothing shines through
	sunfire = tint.Hex(0xff8a3c)
	lattice = tint.Hex(0x3354d8)
	wall    = tint.Hex(0x4f7dff)
)

// The hues of the two sides, where there are sides: blue and orange are as far apart
// for the colour-blind as for anybody. Hulls differ too, by where the seats of a
// side are, and so do the marks of the HUD.
var (
	Friend = hues[3]
	Foe    = hues[0]
)

// HueOf is the colour of p for whoever looks at v.
func HueOf(v *netcode.View, p sim.PlayerID) tint.Color {
	switch {
	case p == sim.NoPlayer:
		return sunfire
	case p == v.Me:
		return Own
	}
	switch side := v.Config.TeamOf(p); side {
	case sim.NoTeam:
		return hues[int(p)%len(hues)]
	case pose.Side(v):
		return Friend
	}
	return Foe
}

// ItemHue is the colour of an item, beside its icon.
func ItemHue(i sim.Item) tint.Color {
	switch i {
	case sim.ItemOvershield:
		return Shield
	case sim.ItemBlink:
		return hues[6]
	case sim.ItemMine:
		return hues[4]
	case sim.ItemSeeker:
		return hues[0]
	}
	return Quiet
}
