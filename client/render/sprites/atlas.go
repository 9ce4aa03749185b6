// Package ink is what the match is drawn with: one sheet of sprites, painted
// from distance fields at start, and a Batch that gathers textured triangles for
// it in reused memory. Everything on the sheet is white, so a vertex colour is
// all that tells two ships apart, and one draw call shows a thousand things. Only
// render and hud use it. Building a batch needs no GPU; Ink, which shows it, does.
package sprites

// Sprite names a picture of the sheet.
type Sprite uint8

const (
	Solid  Sprite = iota // solid: lines, bars, polygons
	Beam                 // a soft-edged stroke, across its height
	Dot                  // a light that fades outward
	Disc                 // a hard edge
	Ring                 // a thin circle
	Shock                // a ring that fades inward
	Bubble               // a shield: bright at the rim, clear within
	Flame                // a jet from -X towards +X
	Bolt                 // a shot, flying towards +X
	Smoke
	Shard
	Flare // a four-pointed glint
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
	HullShapes  = 6 // kinds of ship hull
	RockShapes  = 5 // shapes of asteroid
	CrackStages = 3 // stages of breaking
	itemCount   = 4
	weaponCount = 6

	iconWeapon  = iconItem + itemCount
	shipBody    = iconWeapon + weaponCount
	shipLine    = shipBody + HullShapes
	shipGlow    = shipLine + HullShapes
	rockBody    = shipGlow + HullShapes
	rockLine    = rockBody + RockShapes
	rockCrack   = rockLine + RockShapes
	spriteCount = rockCrack + CrackStages
)

// How much larger than the thing itself its tile is: room for the glow.
const (
	ShipTileScale = 1.6
	RockTileScale = 1.25
)

// ItemIcon is the picture of sim's Item n, from 1.
func ItemIcon(n int32) Sprite { return iconItem + Sprite((n-1)&3) }

// WeaponIcon is the picture of sim's Weapon n, from 1.
func WeaponIcon(n int32) Sprite { return iconWeapon + Sprite(max(0, n-1)%weaponCount) }

// ShipBody, ShipLine and ShipGlow are the layers of hull n, from bottom to top.
func ShipBody(n int) Sprite { return shipBody + Sprite(n%HullShapes) }
func ShipLine(n int) Sprite { return shipLine + Sprite(n%HullShapes) }
func ShipGlow(n int) Sprite { return shipGlow + Sprite(n%HullShapes) }

// RockBody and RockLine are the layers of asteroid n; RockCrack lies over them.
func RockBody(n int) Sprite  { return rockBody + Sprite(n%RockShapes) }
func RockLine(n int) Sprite  { return rockLine + Sprite(n%RockShapes) }
func RockCrack(n int) Sprite { return rockCrack + Sprite(min(n, CrackStages-1)) }

const (
	atlasSize = 1024 // texels; all tiles fit, and every GPU since 2005 takes it
	padding   = 2    // texels between tiles, so that filtering never bleeds
)

// tile is where a sprite lies on the sheet, in texels.
type tile struct{ x, y, size int }

// Atlas is the painted sprites. It is immutable.
type Atlas struct {
	Pix   []byte // premultiplied RGBA, sheetSize square
	tiles [spriteCount]tile
}

// Size is the side of the sheet in texels.
func (s *Atlas) Size() int { return atlasSize }

// NewAtlas paints every sprite. It takes some tens of milliseconds.
func NewAtlas() *Atlas {
	s := &Atlas{Pix: make([]byte, atlasSize*atlasSize*4)}
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

// painter gives light and cover of a white picture at a point of its tile, which
// spans -1 to 1; texel is how much one texel is there, for smooth edges.
type painter func(x, y, texel float32) (light, cover float32)

func (s *Atlas) paintSprite(t tile, p painter) {
	texel := 2 / float32(t.size)
	for j := range t.size {
		for i := range t.size {
			l, a := p((float32(i)+.5)*texel-1, (float32(j)+.5)*texel-1, texel)
			at := ((t.y+j)*atlasSize + t.x + i) * 4
			v := byte(clamp(l)*255 + .5)
			s.Pix[at], s.Pix[at+1], s.Pix[at+2], s.Pix[at+3] = v, v, v, byte(clamp(a)*255+.5)
		}
	}
}
