package scene

import (
	"perihelion/client/game"
	"perihelion/client/hud"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/netcode"
)

// lessonProgress shows the lessons of a game, one at a time: of those that the player has not
// learned and that are useful now, the first.
type lessonProgress struct {
	rows  []game.Lesson
	state []lessonState // of each row
	shown int           // the row on the screen; noLesson: none
	age   float64       // seconds since it came
	idle  float64       // seconds in which it was of no use
	pause float64       // seconds until the next one may come

	keys       string // to press for the lesson shown, for keysDevice and keysIn; they cost an allocation
	keysOf     int
	keysDevice input.Device
	keysIn     string // a language
}

// lessonState is how far a player is with a lesson.
type lessonState struct {
	over bool    // learned, or given up in this match
	done float64 // seconds of doing it
	seen float64 // seconds on the screen
}

// lessonEnd is how a lesson has ended in a frame.
type lessonEnd struct {
	name    string // "": none has
	learned bool   // else it was given up
}

const (
	noLesson     = -1
	lessonPause  = 2.5 // seconds between two lessons
	lessonIdle   = 2   // seconds without use after which one is taken away
	lessonFading = .35 // seconds
)

// newLessons are the lessons of the game that is played which the player has not learned yet.
func (deps *Deps) newLessons() lessonProgress {
	rows := deps.face.Lessons()
	l := lessonProgress{rows: rows, state: make([]lessonState, len(rows)), shown: noLesson, pause: 1, keysOf: noLesson}
	for i := range rows {
		l.state[i].over = deps.Prefs.Learned(deps.face.Name(), rows[i].Name)
	}
	return l
}

// teach goes on for dt seconds with what the player has just seen and done. quiet is false
// while something covers the match or stands for the lesson on the screen.
func (deps *Deps) teach(l *lessonProgress, v *netcode.View, dt float64, inControl, quiet bool) {
	end := l.advanceLessons(v, dt, inControl, quiet)
	if end.name == "" {
		return
	}
	if end.learned {
		deps.Prefs.SetLearned(deps.face.Name(), end.name)
	} else {
		deps.Prefs.AddGivenUp(deps.face.Name(), end.name)
	}
	deps.savePrefs()
}

// advanceLessons is what teach does, without the preferences.
func (l *lessonProgress) advanceLessons(v *netcode.View, dt float64, inControl, quiet bool) (end lessonEnd) {
	for i := range l.rows {
		if l.countDone(i, v, dt) && end.name == "" {
			end = l.endLesson(i, true)
		}
	}
	l.pause -= dt
	if !quiet || end.name != "" {
		return end
	}
	if l.shown == noLesson {
		if l.pause <= 0 {
			l.shown, l.age, l.idle = l.nextUseful(v, inControl), 0, 0
		}
		return lessonEnd{}
	}
	return l.advanceShown(v, dt, inControl)
}

// countDone counts what the player does toward row i, and reports that it is learned.
func (l *lessonProgress) countDone(i int, v *netcode.View, dt float64) bool {
	row, s := &l.rows[i], &l.state[i]
	if s.over || row.Done == nil || row.MustSee && (i != l.shown || l.age < 1) || !row.Done(v) {
		return false
	}
	s.done += dt
	return s.done >= row.DoneSeconds
}

// advanceShown goes on with the lesson on the screen.
func (l *lessonProgress) advanceShown(v *netcode.View, dt float64, inControl bool) lessonEnd {
	row, s := &l.rows[l.shown], &l.state[l.shown]
	l.age, s.seen, l.idle = l.age+dt, s.seen+dt, l.idle+dt
	if isUseful(row, v, inControl) {
		l.idle = 0
	}
	switch {
	case s.seen >= row.ShownSeconds:
		return l.endLesson(l.shown, false)
	case l.idle > lessonIdle:
		l.shown, l.pause = noLesson, lessonPause // it comes back when it is of use again
	}
	return lessonEnd{}
}

// endLesson ends row i.
func (l *lessonProgress) endLesson(i int, learned bool) lessonEnd {
	l.state[i].over = true
	if i == l.shown {
		l.shown, l.pause = noLesson, lessonPause
	}
	return lessonEnd{name: l.rows[i].Name, learned: learned}
}

// nextUseful is the first row that is of use now, or noLesson.
func (l *lessonProgress) nextUseful(v *netcode.View, inControl bool) int {
	for i := range l.rows {
		if !l.state[i].over && isUseful(&l.rows[i], v, inControl) {
			return i
		}
	}
	return noLesson
}

func isUseful(row *game.Lesson, v *netcode.View, inControl bool) bool {
	return inControl != row.Waiting && (row.Useful == nil || row.Useful(v))
}

// lesson is what the HUD shows of the lesson on the screen; the zero Lesson: there is none.
func (l *lessonProgress) lesson(v *netcode.View, d *input.Devices) hud.Lesson {
	if l.shown == noLesson {
		return hud.Lesson{}
	}
	row, s := &l.rows[l.shown], &l.state[l.shown]
	shown := hud.Lesson{Icon: row.Icon, Text: lang.T(row.Text), Keys: l.keyText(d), Opacity: float32(max(0, min(1, l.age/lessonFading, (row.ShownSeconds-s.seen)/lessonFading)))}
	if row.DoneSeconds > 0 {
		shown.Progress = float32(s.done / row.DoneSeconds)
	}
	if row.Where != nil {
		shown.X, shown.Y, shown.Placed = row.Where(v)
	}
	return shown
}

// keyText is what to press for the lesson on the screen; "": nothing.
func (l *lessonProgress) keyText(in *input.Devices) string {
	row, d := &l.rows[l.shown], in.Active()
	switch {
	case row.Keys == nil:
		return ""
	case l.keysOf != l.shown || l.keysDevice != d || l.keysIn != lang.Tag():
		l.keys, l.keysOf, l.keysDevice, l.keysIn = row.Keys(in, d), l.shown, d, lang.Tag()
	}
	return l.keys
}

// text is the lesson on the screen in words; "": there is none.
func (l *lessonProgress) text(in *input.Devices) string {
	if l.shown == noLesson {
		return ""
	}
	text := lang.T(l.rows[l.shown].Text)
	if keys := l.keyText(in); keys != "" {
		return keys + ": " + text
	}
	return text
}

// teaches reports whether the player has something to learn in the game that is played.
func (deps *Deps) teaches() bool {
	for _, row := range deps.face.Lessons() {
		if !deps.Prefs.Learned(deps.face.Name(), row.Name) {
			return true
		}
	}
	return false
}

// setTeaching forgets what the player has learned of the game that is played, so that it is
// taught again, or takes everything for learned.
func (deps *Deps) setTeaching(on bool) {
	p, game := deps.Prefs, deps.face.Name()
	p.ForgetLearned(game)
	if on {
		return
	}
	for _, row := range deps.face.Lessons() {
		p.SetLearned(game, row.Name)
	}
}
