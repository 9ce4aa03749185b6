package ships

import (
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim/ships"
)

// ghostColor is none that a player has.
var ghostColor = rgba.Hex(0xbfd4ff)

const ghostOpacity = .5

// SetGhost implements game.Ghoster.
func (p *Play) SetGhost(v *netcode.View) { p.ghost = v }

// GhostPlace implements game.Ghoster.
func (p *Play) GhostPlace(cam render.Camera) (x, y float32, ok bool) {
	s, ok := ghostShip(p.ghost)
	if !ok || !cam.IsVisible(s.X, s.Y, 0) {
		return 0, 0, false
	}
	x, y = cam.ToScreen(s.X, s.Y)
	return x, y - 2*shipSize*cam.Scale, true
}

// ghostShip is the ship that v follows; ok is false while it is dead.
func ghostShip(v *netcode.View) (s shipstate.Ship, ok bool) {
	if v == nil {
		return s, false
	}
	e, ok := v.Find(ships.ShipID(v.Follow))
	if !ok {
		return s, false
	}
	return shipstate.ShipOf(e), true
}

// drawGhost adds the ghost to the batch above all ships: an outline without flames or shield,
// that nobody takes for a ship.
func (s *frameBuilder) drawGhost(v *netcode.View, cam render.Camera) {
	p, ok := ghostShip(v)
	if !ok || !cam.IsVisible(p.X, p.Y, 90) {
		return
	}
	x, y := cam.ToScreen(p.X, p.Y)
	n, size := int(p.Class), shipSize*2*sprites.ShipTileScale*cam.Scale
	s.front.AddSprite(sprites.ShipGlow(n), x, y, size, size, p.Cos, p.Sin, ghostColor.Glow(.4*ghostOpacity))
	s.front.AddSprite(sprites.ShipLine(n), x, y, size, size, p.Cos, p.Sin, ghostColor.Glow(ghostOpacity))
}
