package scene

import (
	"fmt"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// roomsScene lists the public rooms, to join or to watch.
type roomsScene struct {
	dialog
	modes      ui.Tabs // 0: all modes
	list       ui.List
	join       ui.Button
	watch      ui.Button
	poller     online.Poller[[]api.Room]
	rooms      []api.Room
	columns    []float32 // places of the columns; see drawCells
	selectedID string    // keeps the focus on this room when the list changes
}

func newRoomsScene(deps *Deps) *roomsScene {
	s := &roomsScene{
		dialog: newDialog(deps, lang.T("ROOMS")),
		list:   ui.List{Name: "Rooms", Head: []string{lang.Key("MODE"), lang.Key("PLAYERS"), lang.Key("NOW"), lang.Key("AHEAD"), lang.Key("FREE")}},
		join:   ui.Button{Label: "JOIN", Primary: true},
		watch:  ui.Button{Label: "WATCH"},
		poller: online.NewRoomsPoller(),
	}
	s.list.Cells = func(row int) []string { return roomCells(&s.rooms[row]) }
	s.modes.Names = []string{"ALL"}
	for i := range deps.online.Lobby.Queues {
		s.modes.Names = append(s.modes.Names, queueLabel(&deps.online.Lobby.Queues[i]))
	}
	s.widgets = []ui.Widget{&s.list, &s.modes, &s.join, &s.watch, &s.back}
	return s
}

func (s *roomsScene) Name() string { return "rooms" }

func (s *roomsScene) Update(f *frame) transition {
	if !f.top {
		return transition{}
	}
	s.deps.online.Lobby.WatchFeed(f.now)
	if s.poller.Poll(s.deps.online, f.now) {
		s.errText = ""
		if s.poller.Err != nil {
			s.errText = online.Explain(s.poller.Err).Text
		}
		s.filterRooms()
	}
	s.layoutRooms(f)
	w := s.updateWidgets(f)
	if room, ok := s.selectedRoom(); ok {
		s.selectedID = room.ID
		s.join.Disabled, s.watch.Disabled = room.Free <= 0, false
		switch {
		case w == &s.list && !s.join.Disabled, w == &s.join:
			return push(newMatchmakingScene(s.deps, online.Destination{Room: room.ID}))
		case w == &s.watch, w == &s.list:
			watch := newWatchScene(s.deps, room.ID)
			watch.fromRooms = true
			return push(watch)
		}
	} else {
		s.join.Disabled, s.watch.Disabled = true, true
	}
	switch {
	case w == &s.modes:
		s.filterRooms()
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}

// selectedRoom is the room that has the focus.
func (s *roomsScene) selectedRoom() (r api.Room, ok bool) {
	if s.list.Selected >= len(s.rooms) {
		return r, false
	}
	return s.rooms[s.list.Selected], true
}

// filterRooms keeps the rooms of the selected mode.
func (s *roomsScene) filterRooms() {
	s.rooms = s.rooms[:0]
	for _, r := range s.poller.Value {
		if s.modes.Selected == 0 || strings.EqualFold(r.Mode, s.modes.Names[s.modes.Selected]) {
			if r.ID == s.selectedID {
				s.list.Selected = len(s.rooms)
			}
			s.rooms = append(s.rooms, r)
		}
	}
	s.list.Count = len(s.rooms)
}

func (s *roomsScene) layoutRooms(f *frame) {
	in := s.layoutDialog(f, 860, 640)
	s.modes.Rect = ui.Rect{X: in.X, Y: in.Y, W: min(in.W, f.px(520)), H: f.targetHeight(38)}
	s.modes.Wrap(f.px(tabWidth))
	s.list.Rect = belowRect(f, in, s.modes.Rect, 32)
	s.list.RowHeight = f.targetHeight(44)
	s.columns = roomColumns
	if in.W < f.px(620) {
		s.columns = narrowRoomColumns
	}
	s.layoutFoot(f, &s.join, &s.watch, &s.back)
}

// The places of the columns; see drawCells.
var (
	roomColumns       = []float32{.02, .25, .42, .58, -.98}
	narrowRoomColumns = []float32{.02, .4, .65, hiddenColumn, -.98}
)

func (s *roomsScene) Draw(dst *ebiten.Image, f *frame) {
	if !f.top {
		return
	}
	s.layoutRooms(f)
	s.drawBackground(dst, f)
	p := s.deps.pen
	head := ui.Rect{X: s.list.X, Y: s.list.Y - f.px(28), W: s.list.W, H: f.px(24)}
	drawCells(p, dst, head, ui.Style{Size: f.px(13), Color: ui.Muted}, s.list.HeadTexts(), s.columns)
	s.list.DrawRows(dst, p, widgetStyle(f, &s.form), s.hasFocus(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) { s.drawRoom(dst, f, &s.rooms[i], r) })
	switch {
	case !s.poller.Known:
		drawSpinner(p, dst, s.list.CenterX(), s.list.CenterY(), f.px(24), float64(f.now.UnixMilli()%1e9)/1000, ui.Cyan)
	case len(s.rooms) == 0:
		line := lang.T("No room is open yet. PLAY opens one.")
		if s.deps.online.Lobby.Meta.Bots > 0 {
			line = lang.T("No room is open yet. PLAY opens one, and bots are there at once.")
		}
		drawEmptyText(s.deps, dst, f, s.list.Rect, line)
	}
	s.drawWidgets(dst, f)
}

func (s *roomsScene) drawRoom(dst *ebiten.Image, f *frame, room *api.Room, r ui.Rect) {
	p := s.deps.pen
	st := ui.Style{Face: ui.Title, Size: f.px(16), Color: ui.White}
	cells := roomCells(room)
	w := p.Text(dst, cells[0], r.X+r.W*s.columns[0], r.CenterY(), st)
	if room.Rated {
		p.Text(dst, lang.T("RATED"), r.X+r.W*s.columns[0]+w+f.px(8), r.CenterY(), ui.Style{Size: f.px(12), Color: ui.Accent})
	}
	drawSeats(p, dst, f, ui.Rect{X: r.X + r.W*s.columns[1], Y: r.Y, W: r.W * .16, H: r.H}, room)
	plain := ui.Style{Size: f.px(15), Color: ui.Muted.Mix(ui.White, .5)}
	drawCells(p, dst, r, plain, []string{cells[2], p.Truncate(cells[3], r.W*.32, plain), cells[4]}, s.columns[2:])
}

// roomCells are the texts of a room, by column.
func roomCells(room *api.Room) []string {
	ahead, free := "", fmt.Sprint(room.Free)
	if room.Leader != "" && room.Limit > 0 {
		ahead = fmt.Sprintf("%s  %d / %d", room.Leader, room.Points, room.Limit)
	}
	if room.Free <= 0 {
		free = lang.T("full")
	}
	return []string{lang.T(strings.ToUpper(room.Mode)), fmt.Sprint(room.Players), lang.T(room.Phase), ahead, free}
}

// drawSeats draws the seats of a room as dots: players, bots, free.
func drawSeats(p *ui.Pen, dst *ebiten.Image, f *frame, r ui.Rect, room *api.Room) {
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
