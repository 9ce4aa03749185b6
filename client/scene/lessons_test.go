package scene

import (
	"strings"
	"testing"

	"perihelion/client/game"
	"perihelion/client/game/faces"
	"perihelion/client/netcode"
)

// someLessons are three: one that is always of use, a more important one that is of use now
// and then, and one for who waits.
func someLessons(urgent, done *bool) lessonProgress {
	rows := []game.Lesson{
		{Name: "urgent", Useful: func(*netcode.View) bool { return *urgent }, ShownSeconds: 5},
		{Name: "always", Done: func(*netcode.View) bool { return *done }, DoneSeconds: 1, ShownSeconds: 10},
		{Name: "by accident", Done: func(*netcode.View) bool { return *done }, MustSee: true, ShownSeconds: 10},
		{Name: "waiting", Waiting: true, ShownSeconds: 5},
	}
	return lessonProgress{rows: rows, state: make([]lessonState, len(rows)), shown: noLesson}
}

// run advances by seconds in frames of a tenth, and returns how lessons ended.
func (l *lessonProgress) run(seconds float64, inControl, quiet bool) (ends []string) {
	for range int(seconds * 10) {
		if end := l.advanceLessons(nil, .1, inControl, quiet); end.name != "" {
			ends = append(ends, map[bool]string{true: "learned ", false: "gave up "}[end.learned]+end.name)
		}
	}
	return ends
}

func TestOneLessonAtATimeIsShownWhenItIsUseful(t *testing.T) {
	var urgent, done bool
	l := someLessons(&urgent, &done)
	l.run(1, true, true)
	if l.shown != 1 {
		t.Fatalf("row %d is shown, want the one that is always of use", l.shown)
	}
	urgent = true
	l.run(1, true, true)
	if l.shown != 1 {
		t.Errorf("row %d has taken the place of one that is on the screen", l.shown)
	}
	done = true
	if ends := l.run(1.2, true, true); strings.Join(ends, ",") != "learned always" {
		t.Errorf("the player has done it, and %q", ends)
	}
	done = false
	l.run(1, true, true)
	if l.shown != noLesson {
		t.Error("the next lesson comes without a pause")
	}
	l.run(lessonPause, true, true)
	if l.shown != 0 {
		t.Errorf("row %d is shown, want the most important one", l.shown)
	}
	urgent = false
	l.run(lessonIdle+.5, true, true)
	if l.shown != noLesson || l.state[0].over {
		t.Error("what is of no use any more stays, or is taken for taught")
	}
	l.run(lessonPause, false, true)
	if l.shown != 3 {
		t.Errorf("row %d is shown to who waits for a ship", l.shown)
	}
}

func TestALessonIsGivenUpOnlyAfterItWasSeen(t *testing.T) {
	var urgent, done bool
	l := someLessons(&urgent, &done)
	l.run(60, true, false)
	if l.shown != noLesson {
		t.Error("a lesson is shown over something else")
	}
	if ends := l.run(11, true, true); strings.Join(ends, ",") != "gave up always" {
		t.Errorf("after its time %q", ends)
	}
	l.run(lessonPause+.5, true, true)
	if l.shown != 2 {
		t.Errorf("row %d is shown after one that was given up", l.shown)
	}
}

func TestWhoFliesAlreadyIsNotTaughtTo(t *testing.T) {
	urgent, done := false, true
	l := someLessons(&urgent, &done)
	if ends := l.run(3, true, false); strings.Join(ends, ",") != "learned always" {
		t.Errorf("before anything was shown: %q", ends)
	}
	if l.state[2].over {
		t.Error("what is done by accident is taken for learned before it was on the screen")
	}
}

func TestALessonIsSaidInSixWords(t *testing.T) {
	for _, f := range faces.All {
		names := map[string]bool{}
		for _, row := range f.Lessons() {
			if n := len(strings.Fields(row.Text)); n == 0 || n > 6 {
				t.Errorf("%s: %q has %d words", f.Name(), row.Text, n)
			}
			if row.ShownSeconds <= 0 || row.Name == "" || names[row.Name] || strings.Contains(row.Name, ".") {
				t.Errorf("%s: lesson %q has no time, or a name that another one has", f.Name(), row.Name)
			}
			names[row.Name] = true
		}
	}
}
