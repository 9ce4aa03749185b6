package ships

import (
	"math/bits"

	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// voteCards are what a player may choose on the podium: the next arena, and that the next round
// begins at once.
type voteCards struct {
	rects  [maxVoteCards]ui.Rect // in pixels, of the last frame; the last one is for the rematch
	count  int                   // how many arenas are offered
	shown  bool
	vote   int32 // what AxisClass says of the choice; 0: none yet
	ready  bool
	held   uint8 // the keys that were held in the last tick, a bit each
	arenas []*sim.Arena
	unit   float32 // pixels per HUD unit in the cards of this frame
}

// In HUD units:
const (
	maxVoteCards = 4
	voteWidth    = 200
	voteHeight   = 36
	voteGap      = 5

	voteBeside    = 282 // from the middle of the window to cards beside the podium
	voteRowHeight = 64
	voteTouch     = 44  // least height of a card for a finger, in points
	voteNarrow    = 150 // least width of a card beside it
	voteRematch   = 1.4 // width of the card for the rematch in a row, in others: it has more text
)

// voteNow is the vote of the podium; ok is false if there is none.
func (c *voteCards) voteNow(v *netcode.View) (vote ships.Vote, ok bool) {
	for i := len(v.Seen) - 1; i >= 0; i-- {
		if e := &v.Seen[i]; e.Kind == ships.KindVote {
			vote = ships.VoteOf(&v.Config, &e.To, c.arenas[:0])
			c.arenas = vote.Offers
			return vote, true
		}
	}
	return vote, false
}

// choose takes what keys, pad and fingers say, and returns what AxisClass is to say in the input
// of a tick; 0: nothing.
func (c *voteCards) choose(d *input.Devices, v *netcode.View) int32 {
	if _, ok := c.voteNow(v); !ok {
		c.vote, c.ready, c.held = 0, false, 0
		return 0
	}
	c.remember(c.asked(d), d.Active() == input.Gamepad)
	switch {
	case c.ready && (c.vote == 0 || v.OwnTick%2 == 0): // in turn, so that neither is lost
		return ships.VoteReady
	default:
		return c.vote
	}
}

// remember keeps a choice, from 0; -1: there is none. A pad has two buttons: the next arena, and
// ready.
func (c *voteCards) remember(n int, pad bool) {
	switch {
	case n < 0:
	case pad && n == 0 && c.count > 0:
		c.vote = ships.VoteFirst + (max(c.vote-ships.VoteFirst, -1)+1)%int32(c.count)
	case pad || n >= c.count:
		c.ready = true
	default:
		c.vote = ships.VoteFirst + int32(n)
	}
}

// asked is the card that the player asks for in this tick, or -1.
func (c *voteCards) asked(d *input.Devices) int {
	before := c.held
	c.held = 0
	for n := range maxVoteCards {
		if d.Held(choose1 + input.Action(n)) {
			c.held |= 1 << n
		}
	}
	if pressed := c.held &^ before; pressed != 0 {
		return bits.TrailingZeros8(pressed)
	}
	if !c.shown {
		return -1
	}
	pointer := d.MenuInput()
	for n, r := range c.rects[:c.count+1] {
		if pointer.Down && r.Contains(pointer.X, pointer.Y) {
			return n
		}
		for _, f := range d.Raw().Fingers {
			if r.Contains(f.X, f.Y) {
				return n
			}
		}
	}
	return -1
}

// offered is the vote if the player has one.
func (c *voteCards) offered(f *hud.Frame) (vote ships.Vote, ok bool) {
	vote, ok = c.voteNow(f.View)
	return vote, ok && !f.View.Watching && f.View.Me != sim.NoPlayer && !f.Options.Scoreboard
}

// ChoiceHeight implements hud.PodiumChooser.
func (h *hudParts) ChoiceHeight(f *hud.Frame) float32 { return h.votes.rowHeight(f) }

// besideWidth is how wide cards beside the podium are; ok is false if there is no room for them.
func besideWidth(f *hud.Frame) (width float32, ok bool) {
	width = min(voteWidth*f.Unit, f.W/2-(voteBeside+8)*f.Unit)
	return width, width >= voteNarrow*f.Unit
}

// rowHeight is how high the panel below the podium is, with the gap; 0: the cards are beside it.
func (c *voteCards) rowHeight(f *hud.Frame) float32 {
	_, ok := c.offered(f)
	if _, beside := besideWidth(f); !ok || beside {
		return 0
	}
	u := cardUnit(f)
	if isTall(f) {
		return (voteRowHeight + voteHeight + 2*voteGap) * u
	}
	return (voteRowHeight + voteGap) * u
}

// cardUnit is how many pixels a HUD unit is in the cards: more for fingers, where all else is small.
func cardUnit(f *hud.Frame) float32 {
	if f.Options.Devices != nil && f.Options.Devices.Active() == input.Touch {
		return max(f.Unit, voteTouch*float32(f.Options.Scale)/voteHeight)
	}
	return f.Unit
}

// isTall reports whether there is room for two rows of cards below the podium.
func isTall(f *hud.Frame) bool { return f.H > 640*f.Unit }

// drawVote draws the cards beside the podium, or in a row below it.
func (c *voteCards) drawVote(p *hud.Painter, f *frame) {
	vote, ok := c.offered(f.Frame)
	c.shown, c.count = false, len(vote.Offers)
	if !ok {
		return
	}
	c.unit = cardUnit(f.Frame)
	if c.rowHeight(f.Frame) > 0 {
		r := f.Podium
		c.drawRow(p, f, ui.Rect{X: r.X, Y: r.Y + r.H + voteGap*c.unit, W: r.W, H: c.rowHeight(f.Frame) - voteGap*c.unit}, &vote)
		return
	}
	for ; !c.placeColumn(p, f, &vote) && c.unit > f.Unit; c.unit = max(f.Unit, c.unit*.92) {
	}
}

// placeColumn draws the cards below each other where there is room, beside the podium first, and
// reports whether there is any.
func (c *voteCards) placeColumn(p *hud.Painter, f *frame, vote *ships.Vote) bool {
	u, n := f.Unit, float32(c.count+1)
	width, _ := besideWidth(f.Frame)
	height := (n*(voteHeight+voteGap) + 22) * c.unit
	for _, at := range [...][2]float32{
		{f.W/2 + voteBeside*u, f.H/2 - height/2},
		{f.W/2 - voteBeside*u - width, f.H/2 - height/2},
		{f.W - width - 12*u, f.H - height - 90*u},
		{f.W/2 - width/2, f.H - height - 12*u},
		{12 * u, f.H - height - 90*u},
	} {
		box := ui.Rect{X: at[0], Y: at[1], W: width, H: height}
		if f.InsideWindow(box) && f.Occupied.TryOccupy(box) {
			c.drawColumn(p, f, box, vote)
			return true
		}
	}
	return false
}

// drawColumn draws the cards below each other.
func (c *voteCards) drawColumn(p *hud.Painter, f *frame, box ui.Rect, vote *ships.Vote) {
	u := c.unit
	c.drawHeading(p, box.X, box.Y+10*u)
	for n := range c.count + 1 {
		c.rects[n] = ui.Rect{X: box.X, Y: box.Y + 22*u + float32(n)*(voteHeight+voteGap)*u, W: box.W, H: voteHeight * u}
	}
	c.drawCards(p, f, vote)
}

// drawRow draws the cards side by side on a panel, or in two rows.
func (c *voteCards) drawRow(p *hud.Painter, f *frame, box ui.Rect, vote *ships.Vote) {
	const edge, head = 10, 22
	u, n := c.unit, float32(c.count)
	p.DrawPanel(box.X, box.Y, box.W, box.H, render.Energy)
	c.drawHeading(p, box.X+edge*u, box.Y+head/2*u)
	in := ui.Rect{X: box.X + edge*u, Y: box.Y + head*u, W: box.W - 2*edge*u, H: voteHeight * u}
	wide := (in.W - n*voteGap*u) / (n + voteRematch)
	half := (in.W - voteGap*u) / 2
	for i := range c.count + 1 {
		r := ui.Rect{X: in.X + float32(i)*(wide+voteGap*u), Y: in.Y, W: wide, H: in.H}
		switch {
		case isTall(f.Frame):
			r = ui.Rect{X: in.X + float32(i%2)*(half+voteGap*u), Y: in.Y + float32(i/2)*(voteHeight+voteGap)*u, W: half, H: in.H}
		case i == c.count:
			r.W = in.X + in.W - r.X
		}
		c.rects[i] = r
	}
	c.drawCards(p, f, vote)
}

func (c *voteCards) drawHeading(p *hud.Painter, x, y float32) {
	if c.count > 0 {
		p.DrawText(lang.T("NEXT ARENA"), strong, x, y, small*c.unit, quiet)
	}
}

// drawCards draws the cards where rects has them.
func (c *voteCards) drawCards(p *hud.Painter, f *frame, vote *ships.Vote) {
	c.shown = true
	for n, offer := range vote.Offers {
		count := ""
		if vote.Counts[n] > 0 {
			count = f.Texts.Number(int(vote.Counts[n]))
		}
		c.drawCard(p, f, c.rects[n], lang.T(offer.Title), count, n, c.vote == ships.VoteFirst+int32(n))
	}
	c.drawCard(p, f, c.rects[c.count], lang.T("REMATCH"), lang.F("%d of %d", vote.Ready, vote.Players), c.count, c.ready)
}

func (c *voteCards) drawCard(p *hud.Painter, f *frame, r ui.Rect, name, count string, n int, chosen bool) {
	u, line := c.unit, render.Energy.Fade(.5)
	if chosen {
		line = gold
	}
	p.AddRect(r.X, r.Y, r.W, r.H, panel.Fade(1.3))
	p.AddRect(r.X, r.Y, 3*u, r.H, line.Glow(1))
	x := r.X + 12*u
	if key := c.keyOf(f, n); key != "" {
		x = p.DrawText(key, strong, x, r.Y+r.H/2, normal*u, render.Energy) + 8*u
	}
	right := r.X + r.W - 10*u - p.TextWidth(count, strong, normal*u)
	p.DrawText(name, strong, x, r.Y+r.H/2, p.FitSize(name, strong, normal*u, right-x-8*u), white)
	p.DrawText(count, strong, right, r.Y+r.H/2, normal*u, gold)
}

// keyOf is what to press for the n-th card.
func (c *voteCards) keyOf(f *frame, n int) string {
	if f.Options.Devices != nil && f.Options.Devices.Active() == input.Gamepad {
		switch n {
		case 0:
			return chooseLabel(f.Options.Devices, 0)
		case c.count:
			return chooseLabel(f.Options.Devices, 1)
		}
		return ""
	}
	return chooseLabel(f.Options.Devices, n)
}
