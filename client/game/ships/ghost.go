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

// drawGhost adds the ghost to the batch above all ships.
func (s *frameBuilder) drawGhost(v *netcode.View, cam render.Camera) {
	p, ok := ghostShip(v)
	if !ok || !cam.IsVisible(p.X, p.Y, 90) {
		return
	}
	s.drawGhostShip(p.Class, pose{x: p.X, y: p.Y, cos: p.Cos, sin: p.Sin}, cam)
}

// pose is where a ship is, in world units, and the unit vector of its heading.
type pose struct{ x, y, cos, sin float32 }

// drawGhostShip draws an outline without flames or shield, that nobody takes for a ship.
func (s *frameBuilder) drawGhostShip(class ships.Class, at pose, cam render.Camera) {
	x, y := cam.ToScreen(at.x, at.y)
	n, size := int(class), shipSize*2*sprites.ShipTileScale*cam.Scale
	s.front.AddSprite(sprites.ShipGlow(n), x, y, size, size, at.cos, at.sin, ghostColor.Glow(.4*ghostOpacity))
	s.front.AddSprite(sprites.ShipLine(n), x, y, size, size, at.cos, at.sin, ghostColor.Glow(ghostOpacity))
}
