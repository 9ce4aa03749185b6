package puck

import (
	"slices"
	"testing"

	"perihelion/sim"
	"perihelion/sim/fixed"
)

// live is a world in the live phase, just after the face-off, in which nobody does
// anything.
func live(t *testing.T, cfg sim.Config) *scrum {
	t.Helper()
	s := &scrum{World: New(cfg), inputs: make([]sim.Input, cfg.Seats)}
	for p := range cfg.Seats {
		s.Join(sim.PlayerID(p))
	}
	for i := 0; s.match.phase != sim.PhaseLive; i++ {
		if i > 300 {
			t.Fatal("the match does not begin")
		}
		s.Step(s.inputs)
	}
	return s
}

// shoot sends the puck at a goal: end -1 is that of the first team.
func (s *scrum) shoot(end int) {
	s.puck = disc{spot(end*900, 60), fixed.Vec{X: fixed.Int(end * 800)}}
}

// until steps until an event of kind k comes, for a number of ticks.
func (s *scrum) until(k sim.Kind, ticks int) (e sim.Event, ok bool) {
	for range ticks {
		s.Step(s.inputs)
		if i := slices.IndexFunc(s.events, func(e sim.Event) bool { return e.Kind == k }); i >= 0 {
			return s.events[i], true
		}
	}
	return e, false
}

func TestAGoalCountsOnceAndAFaceOffFollows(t *testing.T) {
	s := live(t, four(1))
	s.recordTouch(0)
	s.recordTouch(2)
	ends := s.match.ends
	s.shoot(1)
	e, ok := s.until(EventGoal, 60)
	if !ok || e.Words[GoalScorer] != 2 || e.Words[GoalAssist] != 0 || e.Words[GoalTeam] != 1 || e.Words[GoalCounts] != 1 || !e.Global {
		t.Fatalf("goal = %+v, %v, want one of player 2 with the help of 0", e, ok)
	}
	if h, ok := Rules.(sim.Headliner).Headline(&e); !ok || h != (sim.Headline{Actor: 2, Target: sim.NoPlayer, Means: "goal"}) {
		t.Errorf("headline = %+v, %v", h, ok)
	}
	if _, again := s.until(EventGoal, 60); again {
		t.Error("a goal counted twice")
	}
	if s.match.score != [teams]int32{1, 0} || s.skaters[2].tally.goals != 1 || s.skaters[0].tally.assists != 1 {
		t.Errorf("score = %v, tallies %+v %+v", s.match.score, s.skaters[2].tally, s.skaters[0].tally)
	}
	if _, ok := s.until(EventFaceOff, 300); !ok {
		t.Fatal("no face-off follows")
	}
	if s.puck.pos != (fixed.Vec{}) || s.skaters[0].pos != spot(-100, 0) || s.skaters[1].pos != spot(100, 0) {
		t.Errorf("the face-off is at %v, %v and %v", s.puck.pos, s.skaters[0].pos, s.skaters[1].pos)
	}
	stood := goalTime*60/1000 + faceOffTime*60/1000
	if got := int(s.match.ends - ends); got != stood {
		t.Errorf("the clock stood still for %d ticks, want %d", got, stood)
	}
}

func TestSkatersWaitForTheFaceOff(t *testing.T) {
	s := newScrum(four(1))
	for range 60 {
		s.step()
	}
	before := s.skaters[0].pos
	for range 60 {
		s.step()
	}
	if s.match.phase != sim.PhaseCountdown || s.skaters[0].pos != before || s.puck.pos != (fixed.Vec{}) {
		t.Errorf("in the countdown skater 0 moved from %v to %v", before, s.skaters[0].pos)
	}
}

func TestWhoseGoalItIs(t *testing.T) {
	for _, c := range []struct {
		name           string
		touches        []sim.PlayerID
		wait           int // ticks between the touches, in which nobody is near
		scorer, assist sim.PlayerID
	}{
		{"a shot alone", []sim.PlayerID{4}, 0, 4, sim.NoPlayer},
		{"a pass and a shot", []sim.PlayerID{2, 4}, 0, 4, 2},
		{"a shot that an opponent deflects", []sim.PlayerID{2, 4, 1}, 0, 4, 2},
		{"a rebound", []sim.PlayerID{2, 1, 4}, 0, 4, 2},
		{"a pass long ago", []sim.PlayerID{2, 4}, assistTime*60/1000 + 1, 4, sim.NoPlayer},
		{"an own goal", []sim.PlayerID{1}, 0, sim.NoPlayer, sim.NoPlayer},
		{"an own goal long after a touch", []sim.PlayerID{4, 1}, creditTime*60/1000 + 1, sim.NoPlayer, sim.NoPlayer},
	} {
		s := live(t, four(1))
		for i, p := range c.touches {
			for range min(i, 1) * c.wait {
				s.Step(s.inputs)
			}
			s.recordTouch(p)
		}
		s.shoot(1)
		e, ok := s.until(EventGoal, 60)
		if !ok || sim.PlayerID(e.Words[GoalScorer]) != c.scorer || sim.PlayerID(e.Words[GoalAssist]) != c.assist {
			t.Errorf("%s: goal %v of %d with the help of %d, want %d and %d",
				c.name, ok, e.Words[GoalScorer], e.Words[GoalAssist], c.scorer, c.assist)
		}
		if s.match.score != [teams]int32{1, 0} {
			t.Errorf("%s: score = %v, want 1 to 0", c.name, s.match.score)
		}
	}
}

func TestAShotThatIsStoppedIsASave(t *testing.T) {
	s := live(t, four(1))
	s.recordTouch(0)
	s.skaters[7].pos = spot(1100, 60)
	s.shoot(1)
	e, ok := s.until(EventSave, 60)
	if !ok || e.Words[savePlayer] != 7 || s.skaters[7].tally.saves != 1 {
		t.Errorf("save = %+v, %v, want one of player 7", e, ok)
	}
	s.Step(s.inputs)
	if s.skaters[7].tally.saves != 1 {
		t.Error("a save counted twice")
	}
}

func TestAPuckBesideTheGoalBouncesBack(t *testing.T) {
	for _, y := range []int{-500, -GoalHalf - 20, -GoalHalf, GoalHalf, GoalHalf + 20, 300} {
		s := live(t, four(1))
		s.puck = disc{spot(900, y), fixed.Vec{X: fixed.Int(1000)}}
		if _, ok := s.until(EventBounce, 60); !ok {
			t.Errorf("at y = %d nothing is heard", y)
		}
		if _, ok := s.until(EventGoal, 60); ok || s.match.score != [teams]int32{} {
			t.Errorf("at y = %d it is a goal", y)
		}
	}
}

func TestTheFifthGoalWins(t *testing.T) {
	s := live(t, four(1))
	for n := range 5 {
		s.recordTouch(1)
		s.shoot(-1)
		if _, ok := s.until(EventGoal, 60); !ok {
			t.Fatalf("goal %d does not fall", n)
		}
		if n < 4 {
			s.until(EventFaceOff, 300)
		}
	}
	if s.match.phase != sim.PhasePodium || s.match.victor != 2 {
		t.Errorf("after five goals: %s, victor %d", s.match.phase, s.match.victor)
	}
	standings := s.AppendStandings(nil)
	if st := standings[0]; st.Player != 1 || st.Place != 1 || st.Score != 5 || st.Columns[ColumnGoals] != 5 {
		t.Errorf("first is %+v", st)
	}
	if st := standings[7]; st.Team != 1 || st.Place != 2 || st.Score != 0 {
		t.Errorf("last is %+v", st)
	}
	for range (podiumTime + countdownTime + 500) * 60 / 1000 {
		s.Step(s.inputs)
	}
	if s.match.phase != sim.PhaseLive || s.match.round != 2 || s.match.score != [teams]int32{} || s.skaters[1].tally != (tally{}) {
		t.Errorf("the next round begins with %+v", s.match)
	}
}

func TestEvenTeamsPlayOnForTheNextGoal(t *testing.T) {
	cfg := four(1)
	cfg.Seconds = 5
	s := live(t, cfg)
	for range 5 * 60 {
		s.Step(s.inputs)
	}
	if s.match.phase != sim.PhaseLive || !s.match.sudden {
		t.Fatalf("when time is up: %+v, want sudden death", s.match)
	}
	s.recordTouch(0)
	s.shoot(1)
	s.until(EventGoal, 60)
	if s.match.phase != sim.PhasePodium || s.match.victor != 1 {
		t.Errorf("after the goal: %+v, want the first team on the podium", s.match)
	}

	if e, ok := s.award(TitleGolden); !ok || e != (Award{0, TitleGolden, 1}) {
		t.Errorf("golden goal: %+v, %v, want one of player 0", e, ok)
	}

	s = live(t, cfg)
	for range (5 + overtime/1000) * 60 {
		s.Step(s.inputs)
	}
	if s.match.phase != sim.PhasePodium || s.match.victor != sim.NoTeam {
		t.Errorf("after overtime: %+v, want a draw", s.match)
	}
	for _, st := range s.AppendStandings(nil) {
		if st.Place != 1 {
			t.Errorf("in a draw %+v is not first", st)
		}
	}
}

// award is who was given a title in the last tick.
func (s *scrum) award(title Title) (a Award, ok bool) {
	for i := range s.events {
		if a, ok := AwardOf(&s.events[i]); ok && a.Title == title {
			return a, true
		}
	}
	return a, false
}

func TestTitlesGoToTheBest(t *testing.T) {
	s := live(t, four(1))
	for p, done := range map[sim.PlayerID]tally{
		1: {goals: 2, assists: 1, drove: 125},
		2: {goals: 2, steals: 7}, // as many as player 1, but of those who have won
		4: {goals: 2, saves: 3},
		7: {steals: 6, saves: 2},
	} {
		s.skaters[p].tally = done
	}
	s.match.score = [teams]int32{5, 2}
	s.recordTouch(2)
	s.Step(s.inputs)
	for _, want := range []Award{
		{2, TitleScorer, 2}, {1, TitlePlaymaker, 1}, {4, TitleWall, 3}, {2, TitleThief, 7}, {1, TitleMagnet, 2},
	} {
		if got, ok := s.award(want.Title); !ok || got != want {
			t.Errorf("award = %+v, %v, want %+v", got, ok, want)
		}
	}
	if got, ok := s.award(TitleGolden); ok {
		t.Errorf("golden goal %+v in a round that ended before its time", got)
	}
}

func TestOnlyAPuckOfTheOtherTeamIsStolen(t *testing.T) {
	for _, c := range []struct {
		last   sim.PlayerID
		steals int32
	}{{sim.NoPlayer, 0}, {2, 0}, {0, 0}, {1, 1}} {
		s := live(t, four(1))
		s.touches.last = c.last
		s.skaters[0].pos, s.puck = spot(-700, 0), disc{pos: spot(-700+StickReach, 0)}
		for range 60 {
			s.Step(s.inputs)
		}
		if got := s.skaters[0].tally; got.steals != c.steals || got.drove != 60 {
			t.Errorf("a puck that %d played last: %+v, want %d steals and 60 ticks", c.last, got, c.steals)
		}
	}
}

func TestATeamThatLeavesHasLost(t *testing.T) {
	s := live(t, four(1))
	for p := sim.PlayerID(0); p < 8; p += 2 {
		s.Leave(p)
	}
	s.Step(s.inputs)
	if s.match.phase != sim.PhasePodium || s.match.victor != 2 {
		t.Errorf("left alone: %+v, want the second team on the podium", s.match)
	}
	for p := sim.PlayerID(1); p < 8; p += 2 {
		s.Leave(p)
	}
	for range podiumTime * 60 / 1000 {
		s.Step(s.inputs)
	}
	if s.match.phase != sim.PhaseWarmup {
		t.Errorf("an empty rink is in phase %s", s.match.phase)
	}
}

func TestThePuckStaysWithWhoDrivesIt(t *testing.T) {
	s := live(t, four(1))
	for p := range s.skaters {
		if p != 0 {
			s.skaters[p].pos = spot(-1100+p*60, 600)
		}
	}
	b := &s.skaters[0]
	b.pos, s.puck = spot(-700, 0), disc{pos: spot(-700+StickReach, 0)}
	for tick := range 300 {
		turn := int64(tick/60) * 90 // a quarter of a turn each second
		aim := fixed.Angle(turn * 65536 / 360)
		push := fixed.Unit(aim)
		s.inputs[0] = sim.Input{Axes: Axes(int8(push.X*127>>fixed.Shift), int8(push.Y*127>>fixed.Shift), uint16(aim))}
		s.Step(s.inputs)
		if s.carrier != 0 {
			t.Fatalf("tick %d: it lost the puck, which is at %v from it", tick, s.puck.pos.Sub(b.pos))
		}
	}
	s.inputs[0].Buttons = ButtonKick
	for range slapTime * 60 / 1000 {
		s.Step(s.inputs)
	}
	s.inputs[0].Buttons = 0
	e, ok := s.until(EventKick, int(s.timing.swing-s.timing.wait)+1)
	if !ok || e.Words[kickPlayer] != 0 || e.Words[kickStrength] != maxStrength {
		t.Fatalf("kick = %+v, %v", e, ok)
	}
	if speed := s.puck.vel.Len().Round(); speed < slapSpeed-50 {
		t.Errorf("after a kick the puck moves at %d", speed)
	}
}

func TestConfigsAreChecked(t *testing.T) {
	for _, c := range []struct {
		cfg sim.Config
		ok  bool
	}{
		{sim.Config{Seats: 8}, true},
		{sim.Config{Seats: 8, Mode: Four, Points: 3, Seconds: 60}, true},
		{sim.Config{Seats: 4, Mode: Two}, true},
		{sim.Config{Seats: 6}, false},
		{sim.Config{Seats: 8, Mode: Two}, false},
		{sim.Config{Seats: 8, Mode: &sim.Mode{Name: "other"}}, false},
	} {
		if err := Rules.Check(c.cfg); (err == nil) != c.ok {
			t.Errorf("Check(%+v) = %v", c.cfg, err)
		}
	}
}
