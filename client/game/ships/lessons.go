package ships

import (
	"perihelion/client/game"
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// lessons teach a new player to fly, to fight, and what the star is for.
var lessons = []game.Lesson{
	{
		Name: "corona", Icon: sprites.Flare, Text: lang.Key("Get out: the corona burns"),
		Useful: isBurning, Done: leftCorona, ShownSeconds: 6, MustSee: true,
	},
	{
		Name: "move", Icon: sprites.ShipLine(0), Text: lang.Key("Fly: without thrust you drift"), Keys: moveKeys,
		Done: func(v *netcode.View) bool { return v.Held.Axes[ships.AxisThrust]|v.Held.Axes[ships.AxisStrafe] != 0 }, DoneSeconds: 1.5, ShownSeconds: 20,
	},
	{
		Name: "race", Icon: sprites.Pad, Text: lang.Key("Fly through the bright ring"),
		Useful: isRacing, Where: checkpointPlace, Done: hasPassed, ShownSeconds: 25,
	},
	{
		Name: "fire", Icon: sprites.WeaponIcon(int32(ships.WeaponPulse)), Text: lang.Key("Hit the marked ship"), Keys: fireKeys,
		Useful: isEnemySeen, Where: nearestEnemy, Done: func(v *netcode.View) bool { return hasHit(v, ships.WeaponPulse) }, ShownSeconds: 25,
	},
	{
		Name: "refit", Icon: sprites.Scrap, Text: lang.Key("Choose a refit"), Keys: keysOf(choose1, choose1+1),
		Useful: func(v *netcode.View) bool { return ships.OwnOf(&v.Own).Offer[0] != ships.NoRefit },
		Done:   tookRefit, ShownSeconds: 12,
	},
	{
		Name: "item", Icon: sprites.Pad, Text: lang.Key("Use what you picked up"), Keys: touchKeysOf(lang.Key("ITEM"), item),
		Useful: func(v *netcode.View) bool { return ships.OwnOf(&v.Own).Item != ships.NoItem },
		Done:   func(v *netcode.View) bool { return ownEvent(v, ships.EventItemUse) }, ShownSeconds: 15,
	},
	{
		Name: "heat", Icon: sprites.Flare, Text: lang.Key("Hot: your shots hit harder"),
		Useful: func(v *netcode.View) bool { return ownHeat(v) > .3 },
		Done:   func(v *netcode.View) bool { return ownHeat(v) > .3 && hasHit(v, ships.WeaponNone) }, ShownSeconds: 9, MustSee: true,
	},
	{
		Name: "slingshot", Icon: sprites.Chevron, Text: lang.Key("Pass the star: it flings you"),
		Useful: func(v *netcode.View) bool { return ownHeat(v) > .1 }, Done: isFlung, ShownSeconds: 12, MustSee: true,
	},
	{
		Name: "boost", Icon: sprites.Flame, Text: lang.Key("Boost"), Keys: touchKeysOf(lang.Key("BOOST"), boost),
		Useful: func(v *netcode.View) bool {
			o := ships.OwnOf(&v.Own)
			return shipstate.FromFixed(o.Energy) > .4*float32(o.Stats.Energy)
		},
		Done: func(v *netcode.View) bool { return v.Held.Buttons&ships.ButtonBoost != 0 }, DoneSeconds: .5, ShownSeconds: 14,
	},
	{
		Name: "star", Icon: sprites.Flare, Text: lang.Key("Dive close to the star"),
		Useful: isStarFar, Where: starPlace,
		Done: func(v *netcode.View) bool { return ownHeat(v) > .3 }, ShownSeconds: 18, MustSee: true,
	},
	{
		Name: "rail", Icon: sprites.WeaponIcon(int32(ships.WeaponRail)), Text: lang.Key("Rail: it hits at once"), Keys: touchKeysOf(lang.Key("RAIL"), rail),
		Useful: isEnemySeen, Where: nearestEnemy, Done: func(v *netcode.View) bool { return ownEvent(v, ships.EventRail) }, ShownSeconds: 14,
	},
	{
		Name: "scrap", Icon: sprites.Scrap, Text: lang.Key("Gather scrap for a refit"),
		Useful: isCalmAnd(nearestScrap), Where: nearestScrap, Done: tookScrap, ShownSeconds: 12,
	},
	{
		Name: "pickup", Icon: sprites.Pad, Text: lang.Key("Fly through the glowing item"),
		Useful: isCalmAnd(nearestItem), Where: nearestItem,
		Done: func(v *netcode.View) bool { return ships.OwnOf(&v.Own).Item != ships.NoItem }, ShownSeconds: 15,
	},
	{
		Name: "class", Icon: sprites.ShipLine(2), Text: lang.Key("Choose your next ship"), Keys: keysOf(choose1, choose1+1, choose1+2, choose1+3), Waiting: true,
		Done: func(v *netcode.View) bool { return ships.OwnOf(&v.Own).Choice != ships.OwnOf(&v.OwnPrev).Choice }, ShownSeconds: 8,
	},
}

func moveKeys(in *input.Devices, d input.Device) string {
	switch d {
	case input.Touch:
		return lang.T("Left thumb")
	case input.Gamepad:
		return lang.T("Left stick")
	}
	return keyLabels(in, d, input.Forward, input.Left, input.Back, input.Right)
}

func fireKeys(in *input.Devices, d input.Device) string {
	if d == input.Touch {
		return lang.T("Right thumb")
	}
	return keyLabels(in, d, pulse)
}

// keysOf is the keys of actions that a finger finds as cards on the screen.
func keysOf(list ...input.Action) func(*input.Devices, input.Device) string {
	return func(in *input.Devices, d input.Device) string {
		if d == input.Touch {
			return lang.T("Touch a card")
		}
		if d == input.Gamepad {
			return keyLabels(in, d, list[:2]...) // previous and next
		}
		return keyLabels(in, d, list...)
	}
}

// touchKeysOf is the key of an action that has a button with a label for the finger.
func touchKeysOf(label string, a input.Action) func(*input.Devices, input.Device) string {
	return func(in *input.Devices, d input.Device) string {
		if d == input.Touch {
			return lang.T(label)
		}
		return keyLabels(in, d, a)
	}
}

func keyLabels(in *input.Devices, d input.Device, list ...input.Action) (s string) {
	for i, a := range list {
		if i > 0 {
			s += " "
		}
		s += in.KeyLabel(a, d)
	}
	return s
}

const (
	calmDistance = 480 // units: no enemy is closer while something else than fighting is taught
	flungSpeed   = 450 // units per second: faster than the engine alone makes a ship
)

// isCalm reports whether no enemy is close: a lesson that can wait does.
func isCalm(v *netcode.View) bool {
	x, y, ok := nearestEnemy(v)
	own, _ := shipstate.OwnShip(v)
	return !ok || length(x-own.X, y-own.Y) > calmDistance
}

func isCalmAnd(found func(*netcode.View) (x, y float32, ok bool)) func(*netcode.View) bool {
	return func(v *netcode.View) bool {
		_, _, ok := found(v)
		return ok && isCalm(v)
	}
}

func ownHeat(v *netcode.View) float32 {
	return shipstate.FromFixed(ships.OwnOf(&v.Own).Heat) / ships.FullHeat
}

func isBurning(v *netcode.View) bool {
	own, alive := shipstate.OwnShip(v)
	return alive && own.Burning && !own.Protected
}

func leftCorona(v *netcode.View) bool {
	own, alive := shipstate.OwnShip(v)
	return alive && !own.Burning
}

// isFlung reports whether the ship leaves the star faster than its engine could.
func isFlung(v *netcode.View) bool {
	own, alive := shipstate.OwnShip(v)
	x, y, ok := starPlace(v)
	return alive && ok && !own.Boost && own.Heat > 0 && (own.X-x)*own.VX+(own.Y-y)*own.VY > 0 && length(own.VX, own.VY) > flungSpeed
}

// isStarFar reports whether there is a star to dive to, and nothing else to do.
func isStarFar(v *netcode.View) bool {
	_, _, ok := starPlace(v)
	return ok && ownHeat(v) == 0 && isCalm(v)
}

// starPlace is where the closest star is; a black hole is none.
func starPlace(v *netcode.View) (x, y float32, ok bool) {
	ownX, ownY := shipstate.ViewPosition(v)
	closest := float32(0)
	bodies := ships.BodiesAt(&v.Config, v.Tick)
	for _, b := range bodies.All() {
		bx, by := shipstate.FromFixed(b.At.X), shipstate.FromFixed(b.At.Y)
		if d := length(bx-ownX, by-ownY); !b.Black && (!ok || d < closest) {
			x, y, closest, ok = bx, by, d, true
		}
	}
	return x, y, ok
}

func isEnemySeen(v *netcode.View) bool {
	_, _, ok := nearestEnemy(v)
	return ok
}

// nearestEnemy is where the closest ship is that is nobody's of the own team.
func nearestEnemy(v *netcode.View) (x, y float32, ok bool) {
	team := v.Config.TeamOf(v.Me)
	return nearest(v, ships.KindShip, func(s *netcode.Seen) bool {
		t := v.Config.TeamOf(ships.Owner(s.ID))
		return ships.Owner(s.ID) != v.Me && (t == sim.NoTeam || t != team)
	}, shipstate.Position)
}

func nearestScrap(v *netcode.View) (x, y float32, ok bool) {
	return nearest(v, ships.KindScrap, func(*netcode.Seen) bool { return true }, shipstate.Position)
}

// nearestItem is where the closest item is that can be picked up.
func nearestItem(v *netcode.View) (x, y float32, ok bool) {
	if ships.OwnOf(&v.Own).Item != ships.NoItem {
		return 0, 0, false
	}
	return nearest(v, ships.KindPad, func(s *netcode.Seen) bool { return ships.PadItemOf(&s.To) != ships.NoItem },
		func(s *netcode.Seen) (x, y float32) { return shipstate.PadPosition(v, s.ID) })
}

// nearest is where the closest thing of a kind is among those that are wanted.
func nearest(v *netcode.View, k sim.Kind, wanted func(*netcode.Seen) bool, at func(*netcode.Seen) (x, y float32)) (x, y float32, ok bool) {
	ownX, ownY := shipstate.ViewPosition(v)
	closest := float32(ships.ViewHalfHeight * 2)
	for i := range v.Seen {
		s := &v.Seen[i]
		if s.Kind != k || !wanted(s) {
			continue
		}
		sx, sy := at(s)
		if d := length(sx-ownX, sy-ownY); d < closest {
			x, y, closest, ok = sx, sy, d, true
		}
	}
	return x, y, ok
}

// hasHit reports whether the player has hit a ship with w; WeaponNone: with anything.
func hasHit(v *netcode.View, w ships.Weapon) bool {
	for i := range v.Events {
		if hit, ok := ships.HitOf(&v.Events[i]); ok && hit.Shooter == v.Me && hit.Victim != v.Me && (w == ships.WeaponNone || hit.Weapon == w) {
			return true
		}
	}
	return false
}

// ownEvent reports whether the player has done something of a kind.
func ownEvent(v *netcode.View, k sim.Kind) bool {
	for i := range v.Events {
		if e := &v.Events[i]; e.Kind == k && ships.Concerns(e, v.Me) {
			return true
		}
	}
	return false
}

func tookScrap(v *netcode.View) bool {
	for i := range v.Events {
		e := &v.Events[i]
		if p, ok := ships.PickupOf(e); ok && p.Item == ships.NoItem && ships.Concerns(e, v.Me) {
			return true
		}
	}
	return false
}

func tookRefit(v *netcode.View) bool {
	own, before := ships.OwnOf(&v.Own), ships.OwnOf(&v.OwnPrev)
	return own.RefitCount() > before.RefitCount()
}
