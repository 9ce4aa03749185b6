package scene

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lobby"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// rooms is the browser of the public rooms: what is played where, and a seat or a
// place among the spectators there.
type rooms struct {
	window
	modes  ui.Tabs // 0: every mode
	list   ui.List
	join   ui.Button
	watch  ui.Button
	poll   follower[[]api.Room]
	shown  []api.Room
	places []float32 // of the columns
	chosen string    // the room under the focus keeps it while others come and go
}

const roomsEvery = 2 * time.Second

func newRooms(k *Kit) *rooms {
	s := &rooms{
		window: newWindow(k, "ROOMS"),
		list:   ui.List{Name: "Rooms"},
		join:   ui.Button{Label: "JOIN", Primary: true},
		watch:  ui.Button{Label: "WATCH"},
	}
	s.modes.Names = []string{"ALL"}
	for i := range k.lounge.queues {
		s.modes.Names = append(s.modes.Names, label(&k.lounge.queues[i]))
	}
	s.poll.every = roomsEvery
	s.poll.poll = func(ctx context.Context, l *lobby.Client, _ string) (list []api.Room, _ string, err error) {
		list, err = l.ListRooms(ctx)
		return list, "", err
	}
	s.widgets = []ui.Widget{&s.list, &s.modes, &s.join, &s.watch, &s.back}
	return s
}

// Name implements Scene.
func (s *rooms) Name() string { return "rooms" }

// Update implements Scene.
func (s *rooms) Update(f *Frame) Move {
	if !f.Top {
		return Move{}
	}
	s.kit.lounge.look(s.kit, f.Now)
	if s.poll.update(s.kit, f.Now) {
		s.wrong = ""
		if s.poll.err != nil {
			s.wrong = judge(s.poll.err).text
		}
		s.sift()
	}
	s.layout(f)
	w := s.act(f)
	if room, ok := s.at(); ok {
		s.chosen = room.ID
		s.join.Disabled, s.watch.Disabled = room.Free <= 0, false
		switch {
		case w == &s.list && !s.join.Disabled, w == &s.join:
			return Push(newFinding(s.kit, want{room: room.ID}))
		case w == &s.watch, w == &s.list:
			return Push(newFinding(s.kit, want{room: room.ID, watch: true}))
		}
	} else {
		s.join.Disabled, s.watch.Disabled = true, true
	}
	switch {
	case w == &s.modes:
		s.sift()
	case w == &s.back, f.In.Cancel:
		return Pop()
	}
	return Move{}
}

// at is the room under the focus.
func (s *rooms) at() (r api.Room, ok bool) {
	if s.list.Selected >= len(s.shown) {
		return r, false
	}
	return s.shown[s.list.Selected], true
}

// sift keeps the rooms of the mode that is wanted.
func (s *rooms) sift() {
	s.shown = s.shown[:0]
	for _, r := range s.poll.got {
		if s.modes.Selected == 0 || strings.EqualFold(r.Mode, s.modes.Names[s.modes.Selected]) {
			if r.ID == s.chosen {
				s.list.Selected = len(s.shown)
			}
			s.shown = append(s.shown, r)
		}
	}
	s.list.Count = len(s.shown)
}

func (s *rooms) layout(f *Frame) {
	in := s.lay(f, 860, 640)
	s.modes.Rect = ui.Rect{X: in.X, Y: in.Y, W: min(in.W, f.px(520)), H: f.high(38)}
	s.list.Rect = under(f, in, s.modes.Rect, 32)
	s.list.RowHeight = f.high(44)
	s.places = roomPlaces
	if in.W < f.px(620) {
		s.places = narrowRoomPlaces
	}
	s.foot(f, &s.join, &s.watch, &s.back)
}

// roomPlaces are where the columns begin, or with a minus end, in parts of a row.
var (
	roomPlaces       = []float32{.02, .25, .42, .58, -.98}
	narrowRoomPlaces = []float32{.02, .4, .65, none, -.98}
)

// Draw implements Scene.
func (s *rooms) Draw(dst *ebiten.Image, f *Frame) {
	if !f.Top {
		return
	}
	s.layout(f)
	s.ground(dst, f)
	p := s.kit.Pen
	head := ui.Rect{X: s.list.X, Y: s.list.Y - f.px(28), W: s.list.W, H: f.px(24)}
	cells(p, dst, head, ui.Style{Size: f.px(13), Color: ui.Muted}, []string{"MODE", "PILOTS", "NOW", "AHEAD", "FREE"}, s.places)
	s.list.DrawRows(dst, p, look(f, &s.form), s.has(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) { s.row(dst, f, &s.shown[i], r) })
	switch {
	case !s.poll.known:
		spinner(p, dst, s.list.CenterX(), s.list.CenterY(), f.px(24), float64(f.Now.UnixMilli()%1e9)/1000, ui.Cyan)
	case len(s.shown) == 0:
		line := "No room is open yet. PLAY opens one."
		if s.kit.lounge.meta.Bots > 0 {
			line = "No room is open yet. PLAY opens one, and bots are there at once."
		}
		hollow(s.kit, dst, f, s.list.Rect, line)
	}
	s.paint(dst, f)
}

func (s *rooms) row(dst *ebiten.Image, f *Frame, room *api.Room, r ui.Rect) {
	p := s.kit.Pen
	st := ui.Style{Face: ui.Title, Size: f.px(16), Color: ui.White}
	w := p.Text(dst, strings.ToUpper(room.Mode), r.X+r.W*s.places[0], r.CenterY(), st)
	if room.Rated {
		p.Text(dst, "RATED", r.X+r.W*s.places[0]+w+f.px(8), r.CenterY(), ui.Style{Size: f.px(12), Color: ui.Accent})
	}
	seats(p, dst, f, ui.Rect{X: r.X + r.W*s.places[1], Y: r.Y, W: r.W * .16, H: r.H}, room)
	phase, ahead := room.Phase, ""
	if room.Leader != "" && room.Limit > 0 {
		ahead = fmt.Sprintf("%s  %d / %d", room.Leader, room.Points, room.Limit)
	}
	free := fmt.Sprint(room.Free)
	if room.Free <= 0 {
		free = "full"
	}
	plain := ui.Style{Size: f.px(15), Color: ui.Muted.Mix(ui.White, .5)}
	cells(p, dst, r, plain, []string{phase, p.Truncate(ahead, r.W*.32, plain), free}, s.places[2:])
}

// seats are who sits in a room, as lights: people, bots, nobody.
func seats(p *ui.Pen, dst *ebiten.Image, f *Frame, r ui.Rect, room *api.Room) {
	n := max(1, room.Seats)
	step := min(f.px(11), r.W/float32(min(n, 16)))
	for i := range n {
		c := ui.Border.Fade(.5)
		switch {
		case i < room.Players:
			c = ui.Cyan
		case i < room.Players+room.Bots:
			c = ui.Muted.Fade(.8)
		}
		x, y := r.X+step*(float32(i%16)+.5), r.CenterY()
		if n > 16 {
			y += (float32(i/16) - float32((n-1)/16)/2) * step
		}
		p.Disc(dst, x, y, step*.38, c, c)
	}
}
