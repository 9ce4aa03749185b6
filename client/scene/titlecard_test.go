package scene

import (
	"testing"

	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/deeds"
)

func TestTheTitleShowsWhatIsNext(t *testing.T) {
	kills := func(done int) api.WeekGoal {
		return api.WeekGoal{Deed: deeds.Kills, Target: 100, Done: done, Reward: 250}
	}
	bold := func(done int) api.WeekGoal {
		return api.WeekGoal{Deed: deeds.Bold, Target: 10, Done: done, Reward: 300}
	}
	flown := &api.DailyLine{Rank: 3, Score: 42}
	for _, tt := range []struct {
		name    string
		known   bool // the daily run
		noDaily bool
		me      *api.DailyLine
		goals   []api.WeekGoal
		want    nextGoal
		ok      bool
	}{
		{"before the server has answered", false, false, nil, nil, nextGoal{}, false},
		{"the daily run first", true, false, nil, []api.WeekGoal{kills(42)}, nextGoal{heading: "TODAY", text: "Fly the daily run: the same match for everybody"}, true},
		{"then the goal that lacks least", true, false, flown, []api.WeekGoal{kills(42), bold(5)}, nextGoal{"THIS WEEK", "10 bonus points for bold kills", 5, 10, "+300 XP"}, true},
		{"not one that is done", true, false, flown, []api.WeekGoal{kills(42), bold(10)}, nextGoal{"THIS WEEK", "100 kills", 42, 100, "+250 XP"}, true},
		{"all are done", true, false, flown, []api.WeekGoal{kills(100)}, nextGoal{heading: "THIS WEEK", text: "All goals are done. New ones come on Monday"}, true},
		{"a server without goals", true, false, flown, nil, nextGoal{heading: "TODAY", text: "Daily run: 3rd of 9. Fly it again"}, true},
		{"a server without a daily run", false, true, nil, []api.WeekGoal{kills(1)}, nextGoal{"THIS WEEK", "100 kills", 1, 100, "+250 XP"}, true},
	} {
		tc := newTestClient(t, Options{})
		s := newTitle(tc.deps).(*titleScene)
		s.noDaily = tt.noDaily
		s.deps.online.Daily.Today.Known = tt.known
		s.deps.online.Daily.Today.Value = api.Daily{Total: 9, Me: tt.me}
		s.deps.online.Progress.Goals.Value.Goals = tt.goals
		if got, ok := s.nextGoal(); got != tt.want || ok != tt.ok {
			t.Errorf("%s: %+v, %v; want %+v, %v", tt.name, got, ok, tt.want, tt.ok)
		}
	}
}

func TestThePortraitStaysOnItsStage(t *testing.T) {
	o := newPortrait()
	o.stage = ui.Rect{W: 140, H: 100}
	wide := float32(portraitUnits * 1.4)
	for range portraitPeriod * 60 {
		o.fly(1. / 60)
		if x, y := o.position(o.at); x < -wide/2 || x > wide/2 || y < -portraitUnits/2 || y > portraitUnits/2 {
			t.Fatalf("after %.1f s it is at %v, %v", o.at, x, y)
		}
	}
}
