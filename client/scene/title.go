package scene

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// homeScene is the first scene: who are you, and where to. It owns the show behind
// all menus, and keeps the lounge going whatever lies above it.
type homeScene struct {
	menu
	show  *attract
	name  ui.Field
	modes ui.Tabs
	play  ui.Button
	ways  [waysOut]ui.Button
	talk  ui.Button // where there is no room for the panels
	side  sidePanels
	wide  bool
	wrong string
	begun bool
	known string // what we were called when we last looked: the field may say something else
	told  int    // the version of the queues that the tabs show
}

// The ways out of the title beside a match.
const (
	toRooms = iota
	toPrivate
	toParty
	toRanks
	toProfile
	toSettings
	waysOut
)

var wayLabels = [waysOut]string{"ROOMS", "PRIVATE", "PARTY", "RANKS", "PROFILE", "SETTINGS"}

// NewHome returns the first scene.
func NewHome(k *Kit) Scene {
	k.self, k.lounge = newSelf(), newLounge()
	h := &homeScene{
		menu: menu{kit: k},
		name: ui.Field{Placeholder: "Your name", Limit: protocol.MaxName, EnterSends: true},
		play: ui.Button{Label: "PLAY", Primary: true},
		talk: ui.Button{Label: "CHAT"},
		side: newSidePanels(),
		told: -1,
	}
	for i := range h.ways {
		h.ways[i].Label = wayLabels[i]
	}
	h.known = k.Prefs.CurrentGuest().Name
	h.name.SetValue(cmp.Or(k.Options.Name, h.known))
	h.arrange()
	h.focus(&h.play) // Enter plays
	return h
}

// arrange lists the widgets for the room that there is.
func (h *homeScene) arrange() {
	h.modes.Names = h.modes.Names[:0]
	for i := range h.kit.lounge.queues {
		h.modes.Names = append(h.modes.Names, label(&h.kit.lounge.queues[i]))
	}
	h.modes.Selected = min(h.modes.Selected, len(h.modes.Names)-1)
	h.told = h.kit.lounge.version
	h.widgets = append(h.widgets[:0], &h.name, &h.modes, &h.play)
	for i := range h.ways {
		h.widgets = append(h.widgets, &h.ways[i])
	}
	if h.wide {
		h.widgets = append(h.widgets, &h.side.news, &h.side.log, &h.side.say)
	} else {
		h.widgets = append(h.widgets, &h.talk)
	}
}

// Name implements Scene.
func (h *homeScene) Name() string { return "title" }

// Update implements Scene.
func (h *homeScene) Update(f *Frame) Move {
	h.kit.settle()
	h.kit.lounge.update(h.kit, f.Now)
	if t := h.kit.lounge.party.called(h.kit); t != "" {
		return Push(newFinding(h.kit, want{ticket: t}))
	}
	if !f.Top {
		return Move{}
	}
	h.kit.Audio.Rest()
	if !h.begun {
		h.begun = true
		if m := h.begin(); m.verb != stay {
			return m
		}
	}
	h.kit.lounge.look(h.kit, f.Now)
	h.layout(f)
	return h.choose(f)
}

// begin goes where the options say.
func (h *homeScene) begin() Move {
	h.kit.present(h.name.Value())
	h.kit.renew()
	if w, ok := h.kit.remembered(); ok {
		return Push(newFinding(h.kit, w))
	}
	switch o := &h.kit.Options; {
	case o.Room != "":
		return h.travel(want{room: o.Room})
	case o.Play:
		return h.travel(want{})
	}
	return Move{}
}

func (h *homeScene) choose(f *Frame) Move {
	switch w := h.act(f); w {
	case &h.name, &h.play:
		if !h.play.Disabled {
			return h.travel(h.wanted())
		}
	case &h.talk:
		return Push(newChatRoom(h.kit, &h.kit.lounge.lobby, "LOBBY"))
	case &h.side.say:
		if h.named() {
			h.side.send(h.kit)
		}
	default:
		for i := range h.ways {
			if w == &h.ways[i] && h.named() {
				return Push(h.open(i))
			}
		}
	}
	return Move{}
}

// wanted is what PLAY plays.
func (h *homeScene) wanted() want {
	w := want{queue: h.queue().Name}
	if p := &h.kit.lounge.party; p.leads(h.kit) {
		w.party = p.code
	}
	return w
}

// open is the scene that a way leads to.
func (h *homeScene) open(way int) Scene {
	switch k := h.kit; way {
	case toRooms:
		return newRooms(k)
	case toPrivate:
		return newPrivate(k)
	case toParty:
		return newPartyScene(k)
	case toRanks:
		return newRanks(k)
	case toProfile:
		return newProfile(k)
	}
	return newSettings(h.kit)
}

// named takes the name that was typed, if it can be one; an empty one lets the
// server choose.
func (h *homeScene) named() bool {
	name := h.name.Value()
	if name != "" {
		clean, err := protocol.CleanName(name)
		if err != nil {
			h.wrong = sentence(err.Error())
			h.focus(&h.name)
			return false
		}
		name = clean
	}
	h.wrong = ""
	h.kit.present(name)
	return true
}

// travel sets out, if the name can be used.
func (h *homeScene) travel(w want) Move {
	if !h.named() {
		return Move{}
	}
	return Push(newFinding(h.kit, w))
}

// refresh shows what has become of us since the last frame.
func (h *homeScene) refresh() {
	if is := h.kit.self.who().Name; is != h.known && !h.has(&h.name) && is != "" {
		h.known = is // what the server made of us, or the profile
		h.name.SetValue(is)
	}
	if note := h.kit.self.takeNote(); note != "" {
		h.wrong = note
		h.name.SetValue(h.kit.self.who().Name)
	}
	p := &h.kit.lounge.party
	h.play.Label, h.play.Disabled = "PLAY", false
	h.ways[toParty].Label = wayLabels[toParty]
	if p.code == "" {
		return
	}
	n := len(p.members.got.Members)
	h.ways[toParty].Label = "PARTY · " + strconv.Itoa(n)
	if p.leads(h.kit) {
		h.play.Label, h.play.Disabled = together(h.queue(), n)
	} else {
		h.play.Label, h.play.Disabled = p.leader()+" leads", true
	}
}

// queue is the one that is chosen.
func (h *homeScene) queue() *api.Queue { return &h.kit.lounge.queues[h.modes.Selected] }

// together is what PLAY does for a party of n, and whether it can do nothing: it promises
// what the server does, and no more.
func together(q *api.Queue, n int) (label string, off bool) {
	switch {
	case n < 2:
		return "PLAY", false
	case n > q.Party:
		return fmt.Sprintf("%s TAKES %d OF YOU", strings.ToUpper(q.Mode), q.Party), true
	case friendly(q, n):
		return "PLAY EACH OTHER", false
	}
	return "PLAY, ALL " + strconv.Itoa(n), false
}

// friendly reports whether a party of n is a whole match of q.
func friendly(q *api.Queue, n int) bool { return n == q.Seats && n > 1 }

// Draw implements Scene.
func (h *homeScene) Draw(dst *ebiten.Image, f *Frame) {
	h.behind(dst, f)
	p := h.kit.Pen
	if !f.Top {
		veil(p, dst, f, .45)
		return
	}
	h.layout(f)
	veil(p, dst, f, .3)
	size := h.logoSize(f)
	y := h.top(f) - min(f.px(150), h.top(f)*.6)
	logo(p, dst, f, y, size)
	h.tagline(dst, f, y+size*1.25)
	if h.wide {
		h.side.draw(h.kit, dst, f)
	}
	h.paint(dst, f)
	h.foot(dst, f)
}

// tagline says what the game is, where there is room for it.
func (h *homeScene) tagline(dst *ebiten.Image, f *Frame, y float32) {
	st := ui.Style{Size: f.px(17), Color: ui.White.Fade(.9)}
	lines := h.kit.Pen.Wrap("Ships fight around a star. The closer you dare, the stronger you are.", h.room(f), 0, st)
	if y+lead*st.Size*float32(len(lines)) > h.name.Y-f.px(10) {
		return
	}
	for _, line := range lines {
		caption(h.kit.Pen, dst, f, line, float32(f.W)/2, y, st)
		y += lead * st.Size
	}
}

// room is how wide one may write in the middle: between the panels, or in the window.
func (h *homeScene) room(f *Frame) float32 {
	if h.wide {
		return 2*h.side.live.X - float32(f.W) - f.px(30)
	}
	return float32(f.W) - f.px(40)
}

// behind draws the show.
func (h *homeScene) behind(dst *ebiten.Image, f *Frame) {
	if h.kit.Renderer == nil {
		return
	}
	if h.show == nil {
		h.show = newAttract(h.kit)
	}
	h.show.draw(dst, f)
}

// logoSize is what fits between the panels, or into the window.
func (h *homeScene) logoSize(f *Frame) float32 {
	size := min(f.px(66), h.room(f)*.118)
	if f.low() {
		size = min(size, f.px(26))
	}
	return size
}

// foot is what is small: what the mode is, what is wrong, and how to fly.
func (h *homeScene) foot(dst *ebiten.Image, f *Frame) {
	p, x := h.kit.Pen, float32(f.W)/2
	line, text := ui.Style{Size: f.px(14), Color: ui.Muted.Mix(ui.White, .4)}, h.about()
	if h.wrong != "" {
		line.Color, text = ui.Bad, h.wrong
	}
	caption(p, dst, f, p.Truncate(text, h.room(f), line), x, (h.modes.Y+h.modes.H+h.play.Y)/2, line)
	y := h.upward(dst, f, h.howToFly(), float32(f.H)-f.px(20), ui.Style{Size: f.px(14), Color: ui.Muted})
	notice := h.kit.notice()
	if notice != "" {
		y = h.upward(dst, f, notice, y, ui.Style{Size: f.px(14), Color: ui.Accent})
	}
	if !h.wide && (notice == "" || !f.low()) {
		ticker(h.kit, dst, f, y-f.px(4))
	}
}

// upward writes s in as many lines as it needs, the last of them at y, and returns
// where the next line above is.
func (h *homeScene) upward(dst *ebiten.Image, f *Frame, s string, y float32, st ui.Style) float32 {
	lines := h.kit.Pen.Wrap(s, h.room(f), 0, st)
	for i := len(lines) - 1; i >= 0; i-- {
		caption(h.kit.Pen, dst, f, lines[i], float32(f.W)/2, y, st)
		y -= lead * st.Size
	}
	return y
}

// about is what the chosen mode is, for as many as we are.
func (h *homeScene) about() string {
	q, p := h.queue(), &h.kit.lounge.party
	switch n := len(p.members.got.Members); {
	case p.code == "" || !p.leads(h.kit):
	case n > q.Party:
		return fmt.Sprintf("You are %d: choose another mode, or open a private room", n)
	case friendly(q, n):
		return "You against each other, in a room of your own. It changes no rating"
	}
	return about(q, h.kit.lounge.meta.Bots > 0)
}

// howToFly says so for the device in hand.
func (h *homeScene) howToFly() string {
	switch h.kit.Devices.Active() {
	case input.Touch:
		return "Left thumb flies   ·   right thumb aims and fires"
	case input.Gamepad:
		return "Left stick flies   ·   right stick aims   ·   RT fires   ·   LT is the rail   ·   LB boosts"
	}
	d := h.kit.Devices
	fly := ""
	for _, a := range []input.Action{input.Forward, input.Left, input.Back, input.Right} {
		fly += d.KeyLabel(a, input.Keyboard) + " "
	}
	if len(fly) == 8 { // one letter each, as in WASD
		fly = strings.ReplaceAll(fly, " ", "") + " "
	}
	return fly + "to fly   ·   mouse to aim   ·   left fires   ·   right is the rail   ·   " + d.KeyLabel(input.Boost, input.Keyboard) + " boosts"
}
