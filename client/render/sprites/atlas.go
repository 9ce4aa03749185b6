// Package sprites holds the pictures that a match is drawn with: one texture atlas that
// is painted from distance fields at start, and a Batch that collects textured triangles
// in reused memory. All sprites are white; the vertex colours give them their colour, so
// that one draw call can show thousands of them. Only render and hud use it. Building a
// Batch needs no GPU, drawing it with a Renderer does.
package sprites

import "perihelion/client/rgba"

// Sprite identifies a picture of the atlas.
type Sprite uint8

const (
	Solid  Sprite = iota // a filled square: for lines, bars, polygons
	Beam                 // a line with soft edges, along X
	Dot                  // a light that fades outward
	Disc                 // a circle with a hard edge
	Ring                 // a thin circle
	Shock                // a ring that fades inward
	Bubble               // a shield: bright at the edge, clear inside
	Flame                // from -X (the nozzle) towards +X
	Bolt                 // a shot that flies towards +X
	Smoke
	Shard
	Flare // a star with four points
	Crown
	Chevron // an arrow head towards +X
	Mine
	Seeker
	Scrap
	Pad
	Hit // the hit marker
	iconItem
)

const (
	HullShapes  = 4 // shapes of ship
	rockShapes  = 5 // shapes of asteroid
	crackStages = 3 // stages of damage of an asteroid
	itemCount   = 4
	weaponCount = 7

	iconWeapon  = iconItem + itemCount
	shipBody    = iconWeapon + weaponCount
	shipLine    = shipBody + HullShapes
	shipGlow    = shipLine + HullShapes
	rockBody    = shipGlow + HullShapes
	rockLine    = rockBody + rockShapes
	rockCrack   = rockLine + rockShapes
	spriteCount = rockCrack + crackStages
)

// The size of a tile relative to the ship or rock in it; the rest is room for the glow.
const (
	ShipTileScale = 1.6
	RockTileScale = 1.25
)

// ItemIcon returns the icon of ships.Item n, from 1.
func ItemIcon(n int32) Sprite { return iconItem + Sprite((n-1)&3) }

// WeaponIcon returns the icon of ships.Weapon n, from 1.
func WeaponIcon(n int32) Sprite { return iconWeapon + Sprite(max(0, n-1)%weaponCount) }

// ShipBody, ShipLine and ShipGlow return the layers of hull shape n: the opaque body, the
// bright outline, and the light around it.
func ShipBody(n int) Sprite { return shipBody + Sprite(n%HullShapes) }
func ShipLine(n int) Sprite { return shipLine + Sprite(n%HullShapes) }
func ShipGlow(n int) Sprite { return shipGlow + Sprite(n%HullShapes) }

// RockBody and RockLine return the layers of rock shape n; RockCrack, by stage of damage,
// is drawn above them.
func RockBody(n int) Sprite  { return rockBody + Sprite(n%rockShapes) }
func RockLine(n int) Sprite  { return rockLine + Sprite(n%rockShapes) }
func RockCrack(n int) Sprite { return rockCrack + Sprite(min(n, crackStages-1)) }

const (
	atlasSize = 1024 // texels; every GPU since 2005 supports this size
	padding   = 2    // texels between tiles, so that filtering does not mix them
)

// tile is the square of a sprite in the atlas, in texels.
type tile struct{ x, y, size int }

// Atlas is the painted sprites. It does not change after NewAtlas.
type Atlas struct {
	Filter *rgba.Filter // of the colours of all batches; nil: none

	pix   []byte // premultiplied RGBA, atlasSize by atlasSize
	tiles [spriteCount]tile
}

// size returns the width and height of the atlas in texels.
func (s *Atlas) size() int { return atlasSize }

// NewAtlas paints all sprites. It takes some tens of milliseconds.
func NewAtlas() *Atlas {
	s := &Atlas{pix: make([]byte, atlasSize*atlasSize*4)}
	x, y, shelf := padding, padding, 0
	for i := range s.tiles {
		size := tileSize(Sprite(i))
		if x+size+padding > atlasSize {
			x, y, shelf = padding, y+shelf+padding, 0
		}
		s.tiles[i] = tile{x, y, size}
		x, shelf = x+size+padding, max(shelf, size)
	}
	if y+shelf > atlasSize {
		panic("sprites: the atlas is full")
	}
	for i := range Sprite(spriteCount) {
		s.paintSprite(s.tiles[i], painterOf(i))
	}
	return s
}

// tileSize returns the width and height of the tile of s in texels.
func tileSize(s Sprite) int {
	switch {
	case s == Solid:
		return 8
	case s == Dot, s == Ring, s == Shock, s == Bubble, s >= shipBody && s < rockBody:
		return 128
	case s >= rockBody:
		return 144
	}
	return 64
}

// painter returns brightness and alpha of a white picture at a point of its tile, whose
// coordinates go from -1 to 1. texel is the size of one texel, for smooth edges.
type painter func(x, y, texel float32) (light, cover float32)

// paintSprite fills tile t with what p returns.
func (s *Atlas) paintSprite(t tile, p painter) {
	texel := 2 / float32(t.size)
	for j := range t.size {
		for i := range t.size {
			l, a := p((float32(i)+.5)*texel-1, (float32(j)+.5)*texel-1, texel)
			at := ((t.y+j)*atlasSize + t.x + i) * 4
			v := byte(clamp(l)*255 + .5)
			s.pix[at], s.pix[at+1], s.pix[at+2], s.pix[at+3] = v, v, v, byte(clamp(a)*255+.5)
		}
	}
}
