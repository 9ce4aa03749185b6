package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/prefs"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
)

// home is the first scene: who are you, and where to. It owns the show behind
// all menus.
type homeScene struct {
	kit    *Kit
	show   *attract
	form   ui.Form
	rooms  bool // the form for private rooms is open
	name   ui.Field
	code   ui.Field
	play   ui.Button
	room   ui.Button
	set    ui.Button
	create ui.Button
	join   ui.Button
	back   ui.Button
	wrong  string
	begun  bool
}

const maxCode = 8 // letters of a room's code; the server's have fewer

// NewHome returns the first scene.
func NewHome(k *Kit) Scene {
	h := &homeScene{
		kit:    k,
		name:   ui.Field{Hint: "Your name", Limit: protocol.MaxName},
		code:   ui.Field{Hint: "CODE", Limit: maxCode, Upper: true, Allow: codeRune},
		play:   ui.Button{Label: "PLAY", Main: true},
		room:   ui.Button{Label: "PRIVATE ROOM"},
		set:    ui.Button{Label: "SETTINGS"},
		create: ui.Button{Label: "CREATE A ROOM", Main: true},
		join:   ui.Button{Label: "JOIN"},
		back:   ui.Button{Label: "BACK"},
	}
	h.name.Set(k.Prefs.Own().Name)
	if k.Options.Name != "" {
		h.name.Set(k.Options.Name)
	}
	h.form.Focus = focusPlay
	return h
}

// codeRune holds for what a room's code is made of.
func codeRune(r rune) bool { return r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' }

const focusPlay = 1 // its place among the widgets: Enter plays

// Name implements Scene.
func (h *homeScene) Name() string { return "title" }

// Update implements Scene.
func (h *homeScene) Update(f *Frame) Move {
	if !f.Top {
		return Move{}
	}
	h.kit.Audio.Rest()
	if !h.begun {
		h.begun = true
		if o := &h.kit.Options; o.Room != "" {
			return h.travel(want{code: o.Room})
		} else if o.Play {
			return h.travel(want{})
		}
	}
	h.layout(f)
	h.fingers(f.In)
	if h.rooms {
		return h.updateRooms(f)
	}
	acted := h.form.Update(f.In, &h.name, &h.play, &h.room, &h.set)
	if acted >= 0 {
		h.kit.Audio.Click()
	}
	switch acted {
	case 0, focusPlay:
		return h.travel(want{})
	case 2:
		h.rooms, h.wrong, h.form = true, "", ui.Form{Focus: 1}
	case 3:
		return Push(newSettings(h.kit))
	}
	return Move{}
}

func (h *homeScene) updateRooms(f *Frame) Move {
	h.join.Off = h.code.Value() == ""
	acted := h.form.Update(f.In, &h.create, &h.code, &h.join, &h.back)
	if acted >= 0 {
		h.kit.Audio.Click()
	}
	switch {
	case acted == 0:
		return h.travel(want{open: true})
	case acted == 1 && !h.join.Off, acted == 2:
		return h.travel(want{code: h.code.Value()})
	case acted == 3, f.In.Cancel:
		h.rooms, h.wrong, h.form = false, "", ui.Form{Focus: focusPlay}
	}
	return Move{}
}

// fingers lets a device without keys ask for texts in its own way.
func (h *homeScene) fingers(in *ui.Input) {
	if !in.Touch || !in.Released {
		return
	}
	field, what := &h.name, "Your name"
	if h.rooms {
		field, what = &h.code, "The code of the room"
	}
	if field.Has(in.X, in.Y) {
		if s, ok := h.kit.Desk.Ask(what, field.Value()); ok {
			field.Set(s)
		}
	}
}

// travel sets out, if the name can be used; an empty one lets the server choose.
func (h *homeScene) travel(w want) Move {
	name := h.name.Value()
	if name != "" {
		clean, err := protocol.CleanName(name)
		if err != nil {
			h.wrong, h.rooms, h.form.Focus = sentence(err.Error()), false, 0
			return Move{}
		}
		name = clean
	}
	h.wrong = ""
	return Push(newFinding(h.kit, h.kit.identify(name), w))
}

// identify is who plays as name: the guest we were, if that was its name and no
// other window plays as it.
func (k *Kit) identify(name string) identity {
	g := k.Prefs.Guest(name, k.Options.Server)
	return identity{g.Name, g.Token}
}

// again is who we were a moment ago.
func (k *Kit) again() identity { return k.identify(k.Prefs.Own().Name) }

// remember keeps who we are; a player can do without.
func (k *Kit) remember(who identity) {
	if err := k.Prefs.Keep(prefs.Guest{Name: who.name, Token: who.token, Server: k.Options.Server}); err != nil {
		k.Log.Warn("guest not remembered", "err", err)
	}
}

func (h *homeScene) layout(f *Frame) {
	if h.name.Value() == "" && h.kit.Prefs.Own().Name != "" && h.form.Focus != 0 && !h.rooms {
		h.name.Set(h.kit.Prefs.Own().Name) // what the server made up for us
	}
	c := newColumn(f, float32(f.H)*.46, 340)
	if h.rooms {
		h.create.Rect = c.next(f.px(62))
		c.y += f.px(16)
		code := c.next(f.px(54))
		h.code.Rect = ui.Rect{X: code.X, Y: code.Y, W: code.W * .66, H: code.H}
		h.join.Rect = ui.Rect{X: code.X + code.W*.66 + c.gap, Y: code.Y, W: code.W*.34 - c.gap, H: code.H}
		h.back.Rect = c.next(f.px(42))
		h.code.Big = true
		return
	}
	h.name.Rect = c.next(f.px(46))
	h.play.Rect = c.next(f.px(66))
	h.room.Rect, h.set.Rect = c.halves(f.px(44))
}

// Draw implements Scene.
func (h *homeScene) Draw(dst *ebiten.Image, f *Frame) {
	if h.show == nil {
		h.show = newAttract(h.kit)
	}
	h.show.draw(dst, f)
	p := h.kit.Pen
	if !f.Top {
		veil(p, dst, f, .45)
		return
	}
	h.layout(f)
	veil(p, dst, f, .3)
	logo(p, dst, f, float32(f.H)*.24, f.px(66))
	caption(p, dst, f, "Ships fight around a star. The closer you dare, the stronger you are.", float32(f.W)/2, float32(f.H)*.24+f.px(82), ui.Style{Size: f.px(17), Color: ui.White.Fade(.9)})
	l := look(f, &h.form)
	if h.rooms {
		h.create.Draw(dst, p, l, h.form.Focus == 0)
		h.code.Draw(dst, p, l, h.form.Focus == 1)
		h.join.Draw(dst, p, l, h.form.Focus == 2)
		h.back.Draw(dst, p, l, h.form.Focus == 3)
	} else {
		h.name.Draw(dst, p, l, h.form.Focus == 0)
		h.play.Draw(dst, p, l, h.form.Focus == focusPlay)
		h.room.Draw(dst, p, l, h.form.Focus == 2)
		h.set.Draw(dst, p, l, h.form.Focus == 3)
	}
	h.foot(dst, f)
}

// foot is what is small: what is wrong, and how to fly.
func (h *homeScene) foot(dst *ebiten.Image, f *Frame) {
	p, x := h.kit.Pen, float32(f.W)/2
	if h.wrong != "" {
		caption(p, dst, f, h.wrong, x, h.name.Y-f.px(20), ui.Style{Size: f.px(15), Color: ui.Bad})
	}
	caption(p, dst, f, h.controls(), x, float32(f.H)-f.px(26), ui.Style{Size: f.px(14), Color: ui.Quiet})
}

// controls says how to fly, for the device in hand.
func (h *homeScene) controls() string {
	switch h.kit.Devices.InUse() {
	case input.Touch:
		return "Left thumb flies   ·   right thumb aims and fires"
	case input.Gamepad:
		return "Left stick flies   ·   right stick aims   ·   RT fires   ·   LT is the rail   ·   LB boosts"
	}
	return "WASD to fly   ·   mouse to aim   ·   left fires   ·   right is the rail   ·   Space boosts"
}
