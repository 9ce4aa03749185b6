package ships

import (
	"perihelion/client/hud"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// DrawAvatar implements hud.Game: it draws the hull of the player.
func (h *hudParts) DrawAvatar(p *hud.Painter, who sim.PlayerID, x, y, size float32, c rgba.Color, onPodium bool) {
	n := int(h.classes[who])
	if !onPodium {
		p.AddSprite(sprites.ShipLine(n), x, y, size, size, 0, -1, c.Glow(1))
		return
	}
	p.AddSprite(sprites.ShipGlow(n), x, y, size, size, 0, -1, c.Glow(.9))
	p.AddSprite(sprites.ShipLine(n), x, y, size, size, 0, -1, c.Mix(white, .4).Glow(1))
}
