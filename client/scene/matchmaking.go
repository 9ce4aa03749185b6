package scene

import (
	"errors"
	"time"

	"perihelion/client/game"
	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/shared/api"
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
	quick            ui.Button // when the room is full,
	watch            ui.Button // too
	full             bool
	radar            searchRadar
	loadout          loadoutRow
	hasLoadout       bool   // and there is room for it
	countdown        string // text with the seconds until the next attempt
	countdownSeconds int
}

func newMatchmakingScene(deps *Deps, dest online.Destination) *matchmakingScene {
	return &matchmakingScene{menu: menu{deps: deps}, dest: dest, cancel: ui.Button{Label: "CANCEL"}, retry: ui.Button{Label: "TRY AGAIN", Primary: true}, quick: ui.Button{Label: "QUICK PLAY"}, watch: ui.Button{Label: "WATCH MEANWHILE"}}
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
	s.offerLoadout(f)
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
	if s.dest.NewRoom.Log != nil {
		s.failure.Text += " " + lang.T("Your match waits: go back to play on.")
	}
	s.full = s.dest.Room != "" && online.IsStatus(result.Err, api.StatusConflict)
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
		s.widgets = append(s.widgets, &s.quick, &s.watch)
	}
	if s.hasLoadout {
		s.widgets = append(s.widgets, &s.loadout)
	}
	s.widgets = append(s.widgets, &s.cancel)
	switch w := s.updateWidgets(f); {
	case w == &s.loadout:
		s.loadout.keep(s.deps)
	case w == &s.retry:
		s.tries, s.note = 0, ""
		s.failure = online.Failure{}
		s.startTry()
	case w == &s.watch:
		return swap(newWatchScene(s.deps, s.dest.Room))
	case w == &s.quick:
		return swap(newMatchmakingScene(s.deps, online.Destination{}))
	case w == &s.cancel, f.in.Cancel:
		return pop()
	}
	return transition{}
}

// offerLoadout lets the player choose with what to begin, while the match is looked for and if the
// window is not too low.
func (s *matchmakingScene) offerLoadout(f *frame) {
	if s.loadout.face == nil {
		s.loadout, _ = s.deps.newLoadoutRow(s.faceOf())
	}
	s.hasLoadout = s.loadout.face != nil && !f.isLow() && !s.needsPlayer() && s.dest.Resume == nil
}

// faceOf is the face of the game that is looked for, as far as the client knows it.
func (s *matchmakingScene) faceOf() game.Face {
	for _, g := range s.deps.Games {
		for _, m := range g.About().Modes {
			if m.Queue != "" && m.Queue == s.dest.Queue || m.Name == s.dest.NewRoom.Mode {
				return s.deps.Faces.Find(g)
			}
		}
	}
	return s.deps.face
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
