package render

import (
	"perihelion/client/netcode"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// The hues of the other players: bright on black, and told apart by people with
// any of the three colour blindnesses (a test holds them to it). Hulls differ as
// well: the counts of hues and of silhouettes share no divisor, so a pair of them
// names one of 42 neighbours.
var playerColors = [...]rgba.Color{
	rgba.Hex(0xff9d2e), // orange
	rgba.Hex(0x22d3a0), // bluish green
	rgba.Hex(0xfff06a), // yellow
	rgba.Hex(0x3784ff), // blue
	rgba.Hex(0xff4f38), // vermilion
	rgba.Hex(0xee8fd0), // pink
	rgba.Hex(0xd235ef), // magenta
}

// The colours that mean something wherever they appear.
var (
	Own         = rgba.Hex(0x8ff3ff) // the player, on every screen; nobody else has it
	Good        = rgba.Hex(0x4be3b0)
	Bad         = rgba.Hex(0xff5a4d)
	Energy      = rgba.Hex(0xffc861)
	Shield      = rgba.Hex(0x5cc8ff)
	Gold        = rgba.Hex(0xffd75e)
	White       = rgba.Hex(0xf2f6ff)
	Quiet       = rgba.Hex(0x8a97b8)
	Panel       = rgba.Color{R: .012, G: .016, B: .04, A: .72}
	OpaquePanel = rgba.Color{R: .012, G: .016, B: .04, A: .97} // nothing shines through
	fireColor   = rgba.Hex(0xff8a3c)
	gridColor   = rgba.Hex(0x3354d8)
	wallColor   = rgba.Hex(0x4f7dff)
)

// The hues of the two sides, where there are sides: blue and orange are as far apart
// for the colour-blind as for anybody. Hulls differ too, by where the seats of a
// side are, and so do the marks of the HUD.
var (
	Friend = playerColors[3]
	Foe    = playerColors[0]
)

// PlayerColor is the colour of p for whoever looks at v.
func PlayerColor(v *netcode.View, p sim.PlayerID) rgba.Color {
	switch {
	case p == sim.NoPlayer:
		return fireColor
	case p == v.Me:
		return Own
	}
	switch side := v.Config.TeamOf(p); side {
	case sim.NoTeam:
		return playerColors[int(p)%len(playerColors)]
	case viewstate.ViewerTeam(v):
		return Friend
	}
	return Foe
}

// ItemColor is the colour of an item, beside its icon.
func ItemColor(i sim.Item) rgba.Color {
	switch i {
	case sim.ItemOvershield:
		return Shield
	case sim.ItemBlink:
		return playerColors[6]
	case sim.ItemMine:
		return playerColors[4]
	case sim.ItemSeeker:
		return playerColors[0]
	}
	return Quiet
}
