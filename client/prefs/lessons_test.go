package prefs

import "testing"

func TestLessonsAreLearnedOrGivenUpForEachGame(t *testing.T) {
	p := Defaults()
	if err := p.decode([]byte(`{"hints": 2, "lessons": {"puck.kick": 2}}`)); err != nil {
		t.Fatal(err)
	}
	p.SetLearned("ships", "star")
	p.AddGivenUp("puck", "kick")
	p.AddGivenUp("puck", "skate")
	for _, c := range []struct {
		game, lesson string
		want         bool
	}{
		{"ships", "move", true}, // one of the two that an older version has taught
		{"ships", "fire", true},
		{"ships", "rail", false},
		{"ships", "star", true},
		{"puck", "kick", true}, // for the third time
		{"puck", "skate", false},
		{"puck", "star", false},
	} {
		if got := p.Learned(c.game, c.lesson); got != c.want {
			t.Errorf("%s of %s is learned: %v, want %v", c.lesson, c.game, got, c.want)
		}
	}
	p.ForgetLearned("ships")
	if p.Learned("ships", "move") || !p.Learned("puck", "kick") {
		t.Errorf("after those of the ships are forgotten there are %v", p.Lessons)
	}
}
