package scene

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/online"
	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// matchmakingScene is shown between the title and the match: it shows progress and the
// matchmaker's search, tries again where that makes sense, and can be cancelled at any
// time.
type matchmakingScene struct {
	menu
	dest  online.Destination
	flow  *online.JoinFlow // nil: between two attempts, or after giving up
	tries int
	note  string // why the player is here again

	failure          online.Failure
	nextTry          time.Time // of the next attempt; zero: only the player can start one
	startedAt        time.Time
	cancel           ui.Button
	retry            ui.Button
	watch            ui.Button // when the room is full
	full             bool
	radar            searchRadar
	countdown        string // text with the seconds until the next attempt
	countdownSeconds int
}

func newMatchmakingScene(deps *Deps, dest online.Destination) *matchmakingScene {
	return &matchmakingScene{menu: menu{deps: deps}, dest: dest, cancel: ui.Button{Label: "CANCEL"}, retry: ui.Button{Label: "TRY AGAIN", Primary: true}, watch: ui.Button{Label: "WATCH MEANWHILE"}}
}

func (s *matchmakingScene) Name() string { return "finding" }

func (s *matchmakingScene) Update(f *frame) transition {
	if s.startedAt.IsZero() {
		s.startedAt = f.now
		s.nextTry = f.now
		if s.tries > 0 {
			s.nextTry = f.now.Add(online.RetryDelay(s.tries))
		}
	}
	s.layoutMatchmaking(f)
	if s.flow == nil && !s.nextTry.IsZero() && !f.now.Before(s.nextTry) {
		s.startTry()
	}
	if s.flow != nil {
		s.radar.updateSearch(s.flow.Ticket(), f)
		if result, ok := s.flow.Result(); ok {
			if tr := s.finishTry(f, result); tr.op != opStay {
				return tr
			}
		}
	}
	return s.handleButtons(f)
}

// startTry starts an attempt.
func (s *matchmakingScene) startTry() {
	s.nextTry = time.Time{}
	s.tries++
	s.radar = searchRadar{}
	s.flow = s.deps.online.StartJoin(s.dest)
}

// finishTry handles the end of an attempt.
func (s *matchmakingScene) finishTry(f *frame, result online.JoinResult) transition {
	s.flow = nil
	s.deps.online.PersistGuest()
	if result.Err == nil {
		return swap(newMatchScene(s.deps, result, s.dest, s.tries))
	}
	s.failure = online.Explain(result.Err)
	s.full = s.dest.Room != "" && !s.dest.Watch && online.IsStatus(result.Err, http.StatusConflict)
	s.deps.Log.Info("no seat", "err", result.Err, "try", s.tries)
	var failed *online.SearchFailed
	if s.failure.Retry && s.tries < online.MaxTries && !errors.As(result.Err, &failed) {
		s.nextTry = f.now.Add(max(s.failure.RetryAfter, online.RetryDelay(s.tries)))
	}
	return transition{}
}

func (s *matchmakingScene) handleButtons(f *frame) transition {
	s.widgets = s.widgets[:0]
	if s.needsPlayer() {
		s.widgets = append(s.widgets, &s.retry)
	}
	if s.full {
		s.widgets = append(s.widgets, &s.watch)
	}
	s.widgets = append(s.widgets, &s.cancel)
	switch w := s.updateWidgets(f); {
	case w == &s.retry:
		s.tries, s.note = 0, ""
		s.failure = online.Failure{}
		s.startTry()
	case w == &s.watch:
		return swap(newMatchmakingScene(s.deps, online.Destination{Room: s.dest.Room, Watch: true}))
	case w == &s.cancel, f.in.Cancel:
		return pop()
	}
	return transition{}
}

func (s *matchmakingScene) onExit() {
	if s.flow != nil {
		s.flow.Abandon()
		s.flow = nil
	}
}

// needsPlayer reports that no attempt runs or is planned.
func (s *matchmakingScene) needsPlayer() bool { return s.flow == nil && s.nextTry.IsZero() }

// hasSearch reports whether the matchmaker has sent an explanation.
func (s *matchmakingScene) hasSearch() bool { return s.flow != nil && s.radar.status != nil }

func (s *matchmakingScene) layoutMatchmaking(f *frame) {
	all := f.targetHeight(44)
	if s.needsPlayer() {
		all += f.targetHeight(56) + f.px(12)
	}
	if s.full {
		all += f.targetHeight(44) + f.px(12)
	}
	last := float32(f.h) - all - f.px(12)
	y := min(float32(f.h)*.62, last)
	if s.hasSearch() {
		y = min(s.radar.layoutRadar(f, last-f.px(12))+f.px(14), last)
	}
	c := newColumn(f, y, 300)
	if s.needsPlayer() {
		s.retry.Rect = c.nextRow(f.targetHeight(56))
	}
	if s.full {
		s.watch.Rect = c.nextRow(f.targetHeight(44))
	}
	s.cancel.Rect = c.nextRow(f.targetHeight(44))
	s.cancel.Label = "CANCEL"
	if s.needsPlayer() {
		s.cancel.Label = "BACK"
	}
}

func (s *matchmakingScene) Draw(dst *ebiten.Image, f *frame) {
	p, x := s.deps.pen, float32(f.w)/2
	head := ui.Style{Face: ui.Title, Size: f.px(28), Color: ui.White, Glow: .4, Align: ui.Center}
	s.layoutMatchmaking(f)
	switch {
	case s.needsPlayer() && s.failure.Text != "":
		y := s.drawReason(dst, f, s.failure.Text, ui.Accent)
		p.Text(dst, "No match", x, y-f.px(44), head)
	case s.hasSearch():
		s.radar.drawSearch(s.deps, dst, f)
	default:
		y := s.drawReason(dst, f, s.reasonText(), ui.Muted)
		drawSpinner(p, dst, x, y-f.px(120), f.px(38), f.now.Sub(s.startedAt).Seconds(), ui.Cyan)
		p.Text(dst, s.stageText(f), x, y-f.px(44), head)
	}
	s.drawWidgets(dst, f)
}

// drawReason draws why the player is here above the buttons, and returns the y of its
// first line.
func (s *matchmakingScene) drawReason(dst *ebiten.Image, f *frame, reason string, c rgba.Color) (y float32) {
	st := ui.Style{Size: f.px(16), Color: c}
	wide := min(f.px(560), float32(f.w)-f.px(30))
	n := len(s.deps.pen.Wrap(reason, wide, 0, st))
	top := s.cancel.Y
	if s.full {
		top = s.watch.Y
	}
	if s.needsPlayer() {
		top = s.retry.Y
	}
	y = min(float32(f.h)*.38+f.px(90), top-f.px(12)-lineSpacing*st.Size*float32(n))
	if reason != "" {
		drawParagraph(s.deps.pen, dst, reason, float32(f.w)/2, y, wide, st)
	}
	return y
}

func (s *matchmakingScene) stageText(f *frame) string {
	switch {
	case s.flow != nil && s.dest.Resume != nil:
		return "Back to your match"
	case s.flow != nil && s.dest.OpenRoom && s.flow.Stage() == online.StageTicket:
		return "Opening your room"
	case s.flow != nil:
		return stageTexts[s.flow.Stage()]
	}
	if n := int(s.nextTry.Sub(f.now)/time.Second) + 1; n != s.countdownSeconds {
		s.countdownSeconds, s.countdown = n, "Trying again in "+strconv.Itoa(n)+" s"
	}
	return s.countdown
}

func (s *matchmakingScene) reasonText() string {
	if s.failure.Text != "" {
		return s.failure.Text
	}
	return s.note
}

// stageTexts say what a JoinFlow is doing.
var stageTexts = [...]string{
	online.StageGuest:  "Saying hello",
	online.StageTicket: "Looking for a match",
	online.StageDial:   "Taking your seat",
}

// searchText is the matchmaker's explanation in one line, for state.
func (s *matchmakingScene) searchText() string {
	if !s.hasSearch() {
		return ""
	}
	return strings.Join(s.radar.lines, " ")
}
