package scene

import (
	"cmp"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
	"perihelion/client/viewer"
	"perihelion/shared/api"
	"perihelion/shared/daily"
	"perihelion/sim"
)

// dailyScene is the daily run between flights: the board of today and yesterday, what came
// of the last run, and whom to race in the next one. To fly needs no server.
type dailyScene struct {
	dialog
	game   sim.Game
	days   ui.Tabs
	around ui.Tabs
	list   ui.List
	fly    ui.Button
	retry  ui.Button
	watch  ui.Button

	board  api.DailyBoard // of the tabs
	call   *online.Call[api.DailyBoard]
	asked  daily.Day // of board
	loaded bool
	sent   bool // the run that was flown last was on the board when that was asked for

	rival rival
	last  *flownRun // nil: none was flown yet
}

// flownRun is a run that was flown to its end.
type flownRun struct {
	day    daily.Day
	points int
	log    []byte
	sent   bool   // or waits to be; false: a better one waits
	ghost  string // whom it raced; empty: nobody
	lead   int    // points more than the ghost
}

const (
	dailyLines = 50 // of a board

	tabYesterday = 1
	tabAround    = 1
)

func newDailyScene(deps *Deps, g sim.Game) *dailyScene {
	s := &dailyScene{
		dialog: newDialog(deps, lang.T("DAILY RUN")), game: g,
		days: ui.Tabs{Names: []string{"TODAY", "YESTERDAY"}}, around: ui.Tabs{Names: []string{"TOP", "AROUND ME"}},
		list: ui.List{Name: "Board of the day", Head: []string{lang.Key("RANK"), lang.Key("PLAYER"), lang.Key("POINTS")}},
		fly:  ui.Button{Label: "FLY", Primary: true}, retry: ui.Button{Label: "SEND AGAIN"}, watch: ui.Button{Label: "WATCH"},
	}
	s.list.Cells = func(row int) []string {
		line := &s.board.Lines[row]
		return []string{fmt.Sprint(line.Rank), line.Name, fmt.Sprint(line.Score)}
	}
	s.listWidgets()
	s.setFocus(&s.fly)
	return s
}

// listWidgets lists what can be pressed now.
func (s *dailyScene) listWidgets() {
	focus := ui.Widget(&s.fly)
	if len(s.widgets) > 0 {
		focus = s.widgets[s.form.Focus]
	}
	s.widgets = append(s.widgets[:0], &s.days, &s.around, &s.list, &s.fly)
	if s.canRetry() {
		s.widgets = append(s.widgets, &s.retry)
	}
	s.widgets = append(s.widgets, &s.watch, &s.back)
	s.form.Focus = 0
	s.setFocus(focus)
}

func (s *dailyScene) Name() string { return "daily" }

// onExit ends requests that nobody waits for any more.
func (s *dailyScene) onExit() {
	s.call.Cancel()
	s.rival.cancel()
}

// day is today, by the server if it has told.
func (s *dailyScene) day() daily.Day {
	if day, err := daily.ParseDay(s.deps.online.Daily.Today.Value.Date); err == nil {
		return day
	}
	return daily.DayOf(s.deps.Now())
}

func (s *dailyScene) Update(f *frame) transition {
	if !f.top {
		return transition{}
	}
	s.refresh()
	s.listWidgets()
	s.layoutDaily(f)
	switch w := s.updateWidgets(f); {
	case w == &s.days, w == &s.around:
		s.reloadBoard()
	case w == &s.fly:
		return s.startFlight()
	case w == &s.retry:
		s.deps.online.Daily.Retry(f.now)
	case w == &s.watch, w == &s.list:
		return s.watchLine()
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}

// refresh takes what has come from the server, and asks for what is missing.
func (s *dailyScene) refresh() {
	s.deps.online.Daily.Look(s.game.About().Name, s.deps.Now())
	today := &s.deps.online.Daily.Today.Value
	s.errText = ""
	if today.Date != "" && !s.sameRules(today) {
		s.errText = lang.T("The server plays another version: load the game again")
	}
	if !s.loaded && s.call == nil || s.deps.online.Daily.Run.Done != s.sent || s.asked != s.boardDay() {
		s.reloadBoard()
	}
	if r, ok := s.call.Result(); ok {
		s.call, s.loaded, s.board = nil, true, r.Value
		s.list.Count, s.list.Selected = len(s.board.Lines), 0
		for i := range s.board.Lines {
			if s.board.Lines[i].Me {
				s.list.Selected = i
			}
		}
		if r.Err != nil && s.errText == "" {
			s.errText = online.Explain(r.Err).Text
		}
	}
	s.rival.refresh(s, today)
}

// sameRules reports whether what the server calls today is what this client flies.
func (s *dailyScene) sameRules(today *api.Daily) bool {
	c, _ := daily.Of(s.game, s.day())
	return today.Rules == s.game.About().Rules && today.Version == c.Version && today.Seed == seedText(c.Config.Seed)
}

// boardDay is the day of the selected board.
func (s *dailyScene) boardDay() daily.Day {
	if s.days.Selected == tabYesterday {
		return s.day() - 1
	}
	return s.day()
}

// seedText is a seed as a server tells it.
func seedText(seed uint64) string { return fmt.Sprintf("%016x", seed) }

// reloadBoard requests the selected board.
func (s *dailyScene) reloadBoard() {
	s.call.Cancel()
	s.asked = s.boardDay()
	s.loaded, s.board, s.list.Count = false, api.DailyBoard{}, 0
	s.sent = s.deps.online.Daily.Run.Done
	s.call = s.deps.online.FetchDailyBoard(s.asked.String(), s.game.About().Name, s.around.Selected == tabAround, dailyLines)
}

// startFlight begins a run.
func (s *dailyScene) startFlight() transition {
	c, _ := daily.Of(s.game, s.day())
	flight, err := newDailyFlight(s, c, daily.Player{Account: s.deps.online.Guest().ID, Name: cmp.Or(s.deps.online.PlayerName(), lang.T("You"))})
	if err != nil {
		s.errText = err.Error()
		return transition{}
	}
	return push(flight)
}

// takeRun takes a run that was flown, and sends it.
func (s *dailyScene) takeRun(run *flownRun) {
	run.sent = s.deps.online.Daily.Send(online.Sending{
		Date: run.day.String(), Game: s.game.About().Name, Points: run.points, Log: run.log,
	}, s.deps.Now())
	s.last, s.fly.Label = run, "AGAIN"
	s.days.Selected = 0
	s.reloadBoard()
	s.setFocus(&s.fly)
}

// canRetry reports whether a run waits to be sent again.
func (s *dailyScene) canRetry() bool {
	run := &s.deps.online.Daily.Run
	return run.Again && run.Trouble != ""
}

// watchLine shows the selected run, or with none on the board the one that was flown last.
func (s *dailyScene) watchLine() transition {
	if i := s.list.Selected; i < len(s.board.Lines) {
		return push(newRunReplayScene(s.deps, s.board.Date, s.board.Lines[i].Run))
	}
	if s.last != nil {
		return push(newLogReplayScene(s.deps, s.last.log))
	}
	return transition{}
}

// rival is whom the next run races: the best run above ours, or the leader's.
type rival struct {
	line   *api.DailyLine // nil: not known yet, or there is nobody
	viewer *viewer.Viewer // of their run, at its beginning; nil: there is none yet
	asked  bool
	date   string // for which that was
	board  *online.Call[api.DailyBoard]
	log    *online.Call[[]byte]
	failed time.Time // when a request has failed; zero: none has
}

// rivalRetry is how long to wait after a request has failed.
const rivalRetry = 15 * time.Second

func (r *rival) cancel() {
	r.board.Cancel()
	r.log.Cancel()
}

// forget lets refresh look for another one.
func (r *rival) forget() {
	r.cancel()
	*r = rival{}
}

// refresh looks for a rival, and fetches their run.
func (r *rival) refresh(s *dailyScene, today *api.Daily) {
	now, o := s.deps.Now(), s.deps.online
	if r.asked && r.date != today.Date {
		r.forget() // midnight has passed
	}
	if !r.asked && today.Date != "" && now.Sub(r.failed) > rivalRetry && (s.last == nil || !s.last.sent || !o.Daily.Run.Again) {
		r.asked, r.date = true, today.Date
		r.board = o.FetchDailyBoard(today.Date, today.Game, today.Me != nil, 3) // the line above ours, ours, and the one below
	}
	if b, ok := r.board.Result(); ok {
		r.board = nil
		if r.line = lineToRace(b.Value.Lines); r.line != nil {
			r.log = o.FetchRunLog(b.Value.Date, r.line.Run, new(atomic.Int64))
		}
		r.noteFailure(b.Err, now)
	}
	if l, ok := r.log.Result(); ok {
		r.log = nil
		if l.Err == nil {
			r.viewer, l.Err = viewer.Open(l.Value, s.deps.Games)
		}
		r.noteFailure(l.Err, now)
	}
}

func (r *rival) noteFailure(err error, now time.Time) {
	if err != nil {
		r.asked, r.failed = false, now
	}
}

// lineToRace is the line above ours, or the first.
func lineToRace(lines []api.DailyLine) *api.DailyLine {
	for i := range lines {
		if lines[i].Me && i > 0 {
			return &lines[i-1]
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return &lines[0]
}

// dayLabel is a day for players, such as 29 NOV.
func dayLabel(d daily.Day) string { return strings.ToUpper(lang.Day(d.Begin())) }
