package render

import (
	"perihelion/client/netcode"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// PlayerColors are the colours of the other players. They are bright on black and differ
// for people with any of the three kinds of colour blindness (a test checks that).
var PlayerColors = [...]rgba.Color{
	rgba.Hex(0xff9d2e), // orange
	rgba.Hex(0x22d3a0), // bluish green
	rgba.Hex(0xfff06a), // yellow
	rgba.Hex(0x3784ff), // blue
	rgba.Hex(0xff4f38), // vermilion
	rgba.Hex(0xee8fd0), // pink
	rgba.Hex(0xd235ef), // magenta
}

// Colours with a fixed meaning.
var (
	Own         = rgba.Hex(0x8ff3ff) // the player, on every screen; no other player has it
	Good        = rgba.Hex(0x4be3b0)
	Bad         = rgba.Hex(0xff5a4d)
	Energy      = rgba.Hex(0xffc861)
	Shield      = rgba.Hex(0x5cc8ff)
	Gold        = rgba.Hex(0xffd75e)
	White       = rgba.Hex(0xf2f6ff)
	Quiet       = rgba.Hex(0x8a97b8)
	Panel       = rgba.Color{R: .012, G: .016, B: .04, A: .72}
	OpaquePanel = rgba.Color{R: .012, G: .016, B: .04, A: .97} // nothing below is visible
	Fire        = rgba.Hex(0xff8a3c)
	GridLine    = rgba.Hex(0x3354d8)
)

// The colours of the two teams: blue and orange are easy to tell apart with any kind of
// colour blindness. The marks of the teams, beside names and in the HUD, differ in shape too.
var (
	Friend = PlayerColors[3]
	Foe    = PlayerColors[0]
)

// PlayerColor returns the colour of p on the screen of the viewer of v.
func PlayerColor(v *netcode.View, p sim.PlayerID) rgba.Color {
	switch {
	case p == sim.NoPlayer:
		return Fire
	case p == v.Me:
		return Own
	}
	switch side := v.Config.TeamOf(p); side {
	case sim.NoTeam:
		return PlayerColors[int(p)%len(PlayerColors)]
	case viewstate.ViewerTeam(v):
		return Friend
	}
	return Foe
}
