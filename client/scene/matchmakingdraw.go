package scene

import (
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/rgba"
	"perihelion/client/ui"
)

func (s *matchmakingScene) layoutMatchmaking(f *frame) {
	all := f.targetHeight(44)
	if s.needsPlayer() {
		all += f.targetHeight(56) + f.px(12)
	}
	if s.hasLoadout {
		all += f.targetHeight(44) + f.px(12)
	}
	if s.full {
		all += 2 * (f.targetHeight(44) + f.px(12))
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
		s.quick.Rect = c.nextRow(f.targetHeight(44))
		s.watch.Rect = c.nextRow(f.targetHeight(44))
	}
	if s.hasLoadout {
		s.loadout.Rect = c.nextRow(f.targetHeight(44))
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
	if s.dest.NewRoom.Log != nil { // over the match that goes on in the room
		drawDim(p, dst, f, .8)
	}
	switch {
	case s.needsPlayer() && s.failure.Text != "":
		y := s.drawReason(dst, f, s.failure.Text, ui.Accent)
		p.Text(dst, lang.T("No match"), x, y-f.px(44), head)
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
	if s.hasLoadout {
		top = s.loadout.Y
	}
	if s.full {
		top = s.quick.Y
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
		return lang.T("Back to your match")
	case s.flow != nil && s.dest.NewRoom.Log != nil && s.flow.Stage() == online.StageTicket:
		return lang.T("Taking your match to a room")
	case s.flow != nil && s.dest.OpenRoom && s.flow.Stage() == online.StageTicket:
		return lang.T("Opening your room")
	case s.flow != nil:
		return lang.T(stageTexts[s.flow.Stage()])
	}
	if n := int(s.nextTry.Sub(f.now)/time.Second) + 1; n != s.countdownSeconds {
		s.countdownSeconds, s.countdown = n, lang.F("Trying again in %d s", n)
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
	online.StageGuest:  lang.Key("Saying hello"),
	online.StageTicket: lang.Key("Looking for a match"),
	online.StageDial:   lang.Key("Taking your seat"),
}

// searchText is the matchmaker's explanation in one line, for state.
func (s *matchmakingScene) searchText() string {
	if !s.hasSearch() {
		return ""
	}
	return strings.Join(s.radar.lines, " ")
}
