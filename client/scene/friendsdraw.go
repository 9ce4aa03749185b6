package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

func (s *friendsScene) layoutFriends(f *frame) {
	in := s.layoutDialog(f, 620, 560)
	h := f.targetHeight(42)
	s.name.Rect = ui.Rect{X: in.X, Y: in.Y + in.H - h, W: in.W*.7 - f.px(10), H: h}
	s.add.Rect = ui.Rect{X: in.X + in.W*.7, Y: s.name.Y, W: in.W * .3, H: h}
	s.list.Rect = ui.Rect{X: in.X, Y: in.Y, W: in.W, H: in.H - h - f.px(12)}
	s.list.RowHeight = f.targetHeight(40)
	s.layoutFoot(f, &s.duel, &s.join, &s.remove, &s.back)
}

func (s *friendsScene) Draw(dst *ebiten.Image, f *frame) {
	if !f.top {
		return
	}
	s.layoutFriends(f)
	s.drawBackground(dst, f)
	p, l := s.deps.pen, &s.deps.online.Friends
	s.list.DrawRows(dst, p, widgetStyle(f, &s.form), s.hasFocus(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) {
		if i < len(l.List) {
			s.drawFriend(dst, f, &l.List[i], r)
		}
	})
	switch {
	case !l.Known && s.deps.online.Guest().Token != "":
		drawSpinner(p, dst, s.list.CenterX(), s.list.CenterY(), f.px(24), float64(f.now.UnixMilli()%1e9)/1000, ui.Cyan)
	case s.list.Count == 0:
		drawEmptyText(s.deps, dst, f, s.list.Rect, lang.T("Ask a friend by name, here or under PLAYERS in a match. Both of you must want it."))
	}
	s.drawWidgets(dst, f)
}

func (s *friendsScene) drawFriend(dst *ebiten.Image, f *frame, friend *api.Friend, r ui.Rect) {
	p := s.deps.pen
	c, note := ui.White, ui.Muted
	switch {
	case friend.State == api.FriendAsks, friend.Invitation != nil:
		note = ui.Accent
	case friend.Online:
		note = ui.Cyan
	default:
		c = ui.Muted.Mix(ui.White, .4)
	}
	text := friendText(friend)
	st := ui.Style{Size: f.px(14), Color: note, Align: ui.Right}
	st = p.ShrinkToFit(text, r.W*.5, st)
	w := p.Text(dst, text, r.X+r.W-f.px(14), r.CenterY(), st)
	name := ui.Style{Face: ui.Title, Size: f.px(16), Color: c}
	p.Text(dst, p.Truncate(friend.Name, r.W-w-f.px(44), name), r.X+f.px(14), r.CenterY(), name)
}
