package scene

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/client/viewer"
)

// watchScene shows a match that is played, as far behind as its room wants: it follows the
// log of the room, from round to round.
type watchScene struct {
	viewerScreen
	log       *online.RoomLog
	fromRooms bool      // the room list lies below
	live      bool      // the newest is shown, and not a moment that one went back to
	arrivedAt time.Time // the newest segment
	nextRound []byte    // the log after the one that is shown, once it has begun
	over      bool      // the room is gone, and all of it was shown
	errText   string

	toLive ui.Button
	join   ui.Button
	again  ui.Button // sees the round again, once the room is gone
	rooms  ui.Button
}

const (
	// liveBuffer is how far behind the newest segment one watches, so that the picture does
	// not stop until the next one is there: its length, and the time to ask for it.
	liveBuffer = 4500 * time.Millisecond
	// maxLiveBuffer is how far one may fall behind, on a device that is slow or was asleep,
	// until what lies between is left out.
	maxLiveBuffer = 10 * time.Second
)

// newWatchScene watches a room that is named by its id or code.
func newWatchScene(deps *Deps, room string) *watchScene {
	s := &watchScene{
		viewerScreen: newViewerScreen(deps), live: true, log: deps.online.FollowRoom(room),
		toLive: ui.Button{Label: "LIVE"}, join: ui.Button{Label: "PLAY", Primary: true},
		again: ui.Button{Label: "WATCH AGAIN"}, rooms: ui.Button{Label: "ROOMS"},
	}
	s.widgets = []ui.Widget{&s.back}
	return s
}

func (s *watchScene) Name() string { return "watch" }

// onExit ends a request that nobody waits for any more.
func (s *watchScene) onExit() {
	s.log.Cancel()
	s.deps.History.ClearAddress()
}

func (s *watchScene) Update(f *frame) transition {
	if part, ok := s.log.Poll(f.now); ok {
		s.receive(part, f.now)
	}
	s.endIfClosed()
	s.layoutViewer(f, s.waitingButtons()...)
	w := s.updateWidgets(f)
	switch {
	case w == &s.back, f.top && f.in.Cancel, w == &s.rooms && s.fromRooms:
		return pop()
	case w == &s.rooms:
		return swap(newRoomsScene(s.deps))
	case w == &s.join:
		return swap(newMatchmakingScene(s.deps, online.Destination{Room: s.log.Room}))
	case w == &s.again:
		return swap(newFreshReplayScene(s.deps, s.viewer.Index.Round.Match))
	case s.viewer == nil:
		return transition{}
	}
	s.handle(w, f)
	s.advanceViewer(f)
	s.follow()
	s.updatePicture(f)
	if s.viewer.Paused {
		s.pause.Label = "RESUME" // PLAY leads into the room
	}
	return transition{}
}

// receive takes what has come of the log.
func (s *watchScene) receive(part online.LogPart, now time.Time) {
	s.arrivedAt = now
	switch {
	case part.Begins && s.viewer == nil:
		s.open(append(part.Header, part.Segments...), true)
	case part.Begins:
		s.nextRound = append(part.Header, part.Segments...)
	case s.nextRound != nil:
		s.nextRound = append(s.nextRound, part.Segments...)
	case s.viewer != nil:
		if err := s.viewer.Append(part.Segments); err != nil {
			s.errText = viewerTrouble(err)
			s.viewer.Growing = false
		}
	}
	if s.viewer != nil {
		s.timeline.Marks = s.viewer.Marks()
	}
}

// open begins to show a log: from its newest moment on, or from the beginning.
func (s *watchScene) open(log []byte, newest bool) {
	v, err := viewer.Open(log, s.deps.Games)
	if err != nil {
		s.errText = viewerTrouble(err)
		return
	}
	v.Growing = true
	if s.viewer != nil { // the same player, whom fill replaces who is gone
		v.View.Follow = s.viewer.View.Follow
	}
	if err := s.show(v, &s.pause, &s.toLive, &s.pilot, &s.join, &s.link, &s.back); err != nil {
		s.errText = online.Sentence(err.Error())
		return
	}
	s.errText, s.timeline.Marks = "", v.Marks()
	if newest {
		s.goLive()
	}
}

// goLive shows the newest that can be shown without a stop.
func (s *watchScene) goLive() {
	v := s.viewer
	s.live, v.Paused = true, false
	_ = v.Seek(v.TickAt(v.Length() - liveBuffer)) // Err says what is wrong
}

// follow goes on to the next round, and to the newest if one has fallen behind.
func (s *watchScene) follow() {
	v := s.viewer
	switch {
	case s.nextRound != nil && v.AtEnd() && !v.Paused:
		log := s.nextRound
		s.nextRound = nil
		s.open(log, false)
	case s.live && s.nextRound == nil && v.Behind() > maxLiveBuffer:
		s.goLive()
	case v.AtEnd() && v.Growing && !v.Paused:
		s.live = true
	}
}

// endIfClosed offers what there is to do once the room is gone and all of it was shown.
func (s *watchScene) endIfClosed() {
	if !s.log.Closed || s.over || s.nextRound != nil || s.viewer != nil && !s.viewer.AtEnd() {
		return
	}
	s.over = true
	if s.viewer == nil {
		s.errText = lang.T("This room has closed. Choose another one, or play yourself.")
		s.widgets = []ui.Widget{&s.rooms, &s.back}
		return
	}
	s.viewer.Growing = false
	if s.viewer.Index.Round.Match == "" { // nothing was played
		s.setButtons(&s.rooms, &s.back)
		return
	}
	s.setButtons(&s.again, &s.rooms, &s.back)
}

// waitingButtons are those below each other until there is something to show.
func (s *watchScene) waitingButtons() []*ui.Button {
	if s.over {
		return []*ui.Button{&s.rooms, &s.back}
	}
	return []*ui.Button{&s.back}
}

// handle does what the widget w was pressed for. The End key leads to the newest, too.
func (s *watchScene) handle(w ui.Widget, f *frame) {
	v := s.viewer
	switch {
	case w == &s.timeline:
		s.seekTo()
		s.live = s.nextRound == nil && v.Behind() <= liveBuffer
	case w == &s.pause:
		v.Paused = !v.Paused
		s.live = s.live && !v.Paused
	case w == &s.toLive, f.top && f.in.Edit == ui.CaretEnd && !s.over:
		if s.nextRound != nil {
			s.open(s.nextRound, true)
			s.nextRound = nil
			return
		}
		s.goLive()
	case w == &s.pilot:
		s.nextPilot()
	case w == &s.link:
		s.copied = s.deps.Platform.Copy(s.deps.Platform.WatchLink(s.log.Room))
	}
}

func (s *watchScene) Draw(dst *ebiten.Image, f *frame) {
	if s.viewer == nil {
		s.drawWaiting(dst, f, s.waitText(), s.errText)
		return
	}
	switch {
	case s.viewer.Err != nil:
		s.drawViewer(dst, f, viewerTrouble(s.viewer.Err), troubleStyle(f))
	case s.errText != "":
		s.drawViewer(dst, f, s.errText, troubleStyle(f))
	case s.over:
		s.drawViewer(dst, f, lang.T("THE ROOM HAS CLOSED"), noteStyle(f))
	case s.log.Failure != "" && s.viewer.AtEnd():
		s.drawViewer(dst, f, s.log.Failure+" "+lang.T("Trying again."), troubleStyle(f))
	default:
		s.drawViewer(dst, f, s.behindText(f.now)+s.followedName(), noteStyle(f))
	}
}

// waitText says what is waited for before the first picture.
func (s *watchScene) waitText() string {
	switch {
	case s.log.Failure != "":
		return s.log.Failure + " " + lang.T("Trying again.")
	case s.log.Loaded.Load() == 0 && s.log.Delay > 0:
		return lang.F("The match has begun just now: it is shown %d s later", int(s.log.Delay.Seconds()))
	}
	return lang.F("Fetching the match: %d kB", s.log.Loaded.Load()/1000)
}

// behindText says how far behind the match one watches: the newest segment was as old as
// the delay when it came.
func (s *watchScene) behindText(now time.Time) string {
	behind := s.log.Delay + now.Sub(s.arrivedAt) + s.viewer.Behind()
	if s.live {
		return lang.F("LIVE, %d s behind", int(behind.Seconds()+.5))
	}
	return lang.F("WATCHING   ·   %s behind", clockLabel(behind))
}
