package ships

import (
	"math"

	"perihelion/client/audio"
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// powerupLooks are the name, the icon and the colour of each powerup.
var powerupLooks = [...]struct {
	name string
	icon sprites.Sprite
	item ships.Item
}{
	ships.PowerupOverdrive: {lang.Key("OVERDRIVE"), sprites.Flare, ships.NoItem},
	ships.PowerupSalvo:     {lang.Key("SALVO"), sprites.ItemIcon(int32(ships.ItemSeeker)), ships.ItemSeeker},
	ships.PowerupMinefield: {lang.Key("MINEFIELD"), sprites.ItemIcon(int32(ships.ItemMine)), ships.ItemMine},
}

func powerupColor(u ships.Powerup) rgba.Color {
	if item := powerupLooks[u].item; item != ships.NoItem {
		return itemColor(item)
	}
	return render.Fire
}

// powerup is the powerup as it is drawn.
type powerup struct {
	ships.PowerupState
	x, y    float32
	waiting float32 // seconds until it opens; 0: it is open
	left    float32 // seconds until it is gone
}

// powerupOf returns the powerup; ok is false if there is none.
func powerupOf(v *netcode.View) (u powerup, ok bool) {
	e, ok := v.Find(ships.PowerupID)
	if !ok {
		return u, false
	}
	u.PowerupState = ships.PowerupStateOf(&v.Config, &e.To)
	u.x, u.y = shipstate.Units(u.Point)
	rate := float32(v.Config.TicksPerSecond())
	u.waiting, u.left = max(0, float32(int(u.Opens)-int(v.Tick))/rate), max(0, float32(int(u.Ends)-int(v.Tick))/rate)
	return u, true
}

// part is how much of the notice is over, or how much of the way somebody has who takes it.
func (u *powerup) part() float32 {
	if u.waiting > 0 {
		return 1 - u.waiting*1000/ships.PowerupNotice
	}
	return float32(u.Progress) / 255
}

// drawPowerup draws the zone of the powerup: a ring that closes until it opens, and then one that closes
// while somebody takes it.
func (s *frameBuilder) drawPowerup(b *sprites.Batch, v *netcode.View, cam render.Camera) {
	u, ok := powerupOf(v)
	if !ok || !cam.IsVisible(u.x, u.y, ships.PowerupRadius*1.2) {
		return
	}
	const top = -math.Pi / 2
	x, y := cam.ToScreen(u.x, u.y)
	c, r := powerupColor(u.Gives), ships.PowerupRadius*cam.Scale
	look := &powerupLooks[u.Gives]
	strength := float32(.45)
	if u.waiting == 0 {
		strength = .8 + .2*render.Wobble(s.time*6)
	}
	b.AddUpright(sprites.Dot, x, y, r*2.2, r*2.2, c.Glow(.16*strength))
	b.AddArc(x, y, r, 0, 2*math.Pi, r*.02, c.Glow(strength))
	for i := range 6 {
		a := s.time*.5 + float32(i)*math.Pi/3
		b.AddArc(x, y, r*.93, a, a+.35, r*.03, c.Glow(.5*strength))
	}
	ring := render.White
	if u.Contested {
		ring = render.Bad
	} else if u.waiting == 0 && u.Holder != sim.NoPlayer {
		ring = render.PlayerColor(v, u.Holder)
	}
	b.AddArc(x, y, r*.8, top, top+2*math.Pi*u.part(), r*.07, ring.Glow(.9))
	cos, sin := sprites.UnitVector(s.time * .4)
	b.AddSprite(sprites.Pad, x, y, r*.75, r*.75, cos, sin, c.Glow(strength))
	b.AddUpright(look.icon, x, y, r*.4, r*.4, c.Mix(render.White, .5).Glow(strength))
}

// drawPowerupMark draws the powerup on the map, in a ring that closes until it opens.
func drawPowerupMark(p *hud.Painter, f *frame, c mapScale) {
	u, ok := powerupOf(f.View)
	if !ok {
		return
	}
	const top = -math.Pi / 2
	x, y := c.toMap(u.x, u.y)
	color := powerupColor(u.Gives)
	done := u.part()
	if u.waiting == 0 {
		done = 1
		p.DrawIcon(sprites.Dot, x, y, 26*f.Unit, color.Glow(.7))
	}
	p.AddArc(x, y, 8*f.Unit, 0, 2*math.Pi, 2*f.Unit, color.Glow(.35))
	p.AddArc(x, y, 8*f.Unit, top, top+2*math.Pi*max(.01, done), 2.5*f.Unit, color.Glow(1))
	p.DrawIcon(powerupLooks[u.Gives].icon, x, y, 10*f.Unit, color.Mix(white, .4).Glow(1))
}

// drawPowerupArrow points at the powerup from the edge of the window, while it is out of sight.
func drawPowerupArrow(p *hud.Painter, f *frame) {
	if u, ok := powerupOf(f.View); ok {
		drawEdgeArrow(p, f, u.x, u.y, powerupLooks[u.Gives].icon, powerupColor(u.Gives))
	}
}

// drawPowerupLine says which powerup opens when, for how long it is open, or who takes it.
func drawPowerupLine(p *hud.Painter, f *frame) {
	u, ok := powerupOf(f.View)
	if !ok {
		return
	}
	line := statusLine{name: lang.T(powerupLooks[u.Gives].name), text: lang.T("OPENS IN"), color: powerupColor(u.Gives), hasNumber: true}
	line.nameColor, line.number = line.color, int(math.Ceil(float64(u.waiting)))
	switch {
	case u.waiting > 0:
	case u.Contested:
		line.text, line.hasNumber = lang.T("IS FOUGHT FOR"), false
	case u.Holder == f.View.Me:
		line.text, line.hasNumber = lang.T("HOLD IT"), false
	case u.Holder != sim.NoPlayer:
		line.text, line.number, line.unit = lang.T("IS BEING TAKEN:"), int(u.Progress)*100/255, "%"
	default:
		line.text, line.number = lang.T("IS OPEN FOR"), int(math.Ceil(float64(u.left)))
	}
	line.drawLine(p, f)
}

// playPowerup plays a signal for a powerup that is announced, and one for who has taken it.
func (e *listener) playPowerup(a *audio.Audio, v *netcode.View, u *ships.PowerupEvent) {
	switch u.Player {
	case sim.NoPlayer:
		a.PlaySound(soundSpawn, .5, 0, 1.5)
	case v.Me:
		a.PlaySound(soundPickup, .7, 0, .7)
	default:
		a.PlaySound(soundPickup, .4, 0, .5)
	}
}
