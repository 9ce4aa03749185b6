package simtest_test

import (
	"errors"
	"slices"
	"testing"

	"perihelion/sim"
	"perihelion/sim/simtest"
	"perihelion/sim/toy"
)

// rules are those of the toy, but for what is set.
type rules struct {
	sim.Rules
	about     *sim.About
	check     func(sim.Config) error
	world     func(sim.World) sim.World
	predictor func(sim.Predictor) sim.Predictor
	model     func(sim.Model) sim.Model
}

func (r rules) About() *sim.About {
	if r.about != nil {
		return r.about
	}
	return r.Rules.About()
}

func (r rules) Check(c sim.Config) error {
	if r.check != nil {
		return r.check(c)
	}
	return r.Rules.Check(c)
}

func (r rules) NewWorld(c sim.Config) sim.World {
	if w := r.Rules.NewWorld(c); r.world == nil {
		return w
	} else {
		return r.world(w)
	}
}

func (r rules) NewPredictor(c sim.Config) sim.Predictor {
	if p := r.Rules.NewPredictor(c); r.predictor == nil {
		return p
	} else {
		return r.predictor(p)
	}
}

func (r rules) NewModel(c sim.Config) sim.Model {
	if m := r.Rules.NewModel(c); r.model == nil {
		return m
	} else {
		return r.model(m)
	}
}

// world is that of the toy, but for what is set.
type world struct {
	sim.World
	join      func(sim.World, sim.PlayerID)
	entities  func([]sim.Entity) []sim.Entity
	events    func([]sim.Event) []sim.Event
	standings func([]sim.Standing) []sim.Standing
	own       func(sim.World, sim.PlayerID) sim.Private
	state     func([]byte) []byte
	restore   func(sim.World, []byte) error
	hash      func(sim.World) uint64
}

// claim is a world that says that everything, or nothing, is as predicted.
type claim struct {
	sim.World
	right bool
}

func (c claim) AsPredicted(sim.PlayerID) bool { return c.right }

func claiming(right bool, p predictor) sim.Game {
	g := predicted(p)
	r := g.Rules.(rules)
	r.world = func(w sim.World) sim.World { return claim{w, right} }
	g.Rules = r
	return g
}

func (w *world) Join(p sim.PlayerID) {
	if w.join != nil {
		w.join(w.World, p)
	} else {
		w.World.Join(p)
	}
}

func (w *world) AppendEntities(dst []sim.Entity) []sim.Entity {
	all := w.World.AppendEntities(dst)
	if w.entities != nil {
		return append(dst, w.entities(all[len(dst):])...)
	}
	return all
}

func (w *world) AppendEvents(dst []sim.Event) []sim.Event {
	all := w.World.AppendEvents(dst)
	if w.events != nil {
		return append(dst, w.events(all[len(dst):])...)
	}
	return all
}

func (w *world) AppendStandings(dst []sim.Standing) []sim.Standing {
	all := w.World.AppendStandings(dst)
	if w.standings != nil {
		return append(dst, w.standings(all[len(dst):])...)
	}
	return all
}

func (w *world) Private(p sim.PlayerID) sim.Private {
	if w.own != nil {
		return w.own(w.World, p)
	}
	return w.World.Private(p)
}

func (w *world) AppendState(dst []byte) []byte {
	dst = w.World.AppendState(dst)
	if w.state != nil {
		return w.state(dst)
	}
	return dst
}

func (w *world) RestoreState(b []byte) error {
	if w.restore != nil {
		return w.restore(w.World, b)
	}
	return w.World.RestoreState(b)
}

func (w *world) Hash() uint64 {
	if w.hash != nil {
		return w.hash(w.World)
	}
	return w.World.Hash()
}

// played is the toy in worlds that differ by what is set in w.
func played(w world) sim.Game {
	return sim.Game{Bot: toy.Game.Bot, Rules: rules{Rules: toy.Game.Rules, world: func(inner sim.World) sim.World {
		out := w
		out.World = inner
		return &out
	}}}
}

// described is the toy with another About.
func described(change func(*sim.About)) sim.Game {
	a := *toy.Game.About()
	a.Modes, a.Kinds, a.Columns = slices.Clone(a.Modes), slices.Clone(a.Kinds), slices.Clone(a.Columns)
	change(&a)
	return sim.Game{Bot: toy.Game.Bot, Rules: rules{Rules: toy.Game.Rules, about: &a}}
}

type predictor struct {
	sim.Predictor
	predict func(sim.Predictor, sim.PlayerID, sim.Input)
	events  []sim.Event
	observe func(seen []sim.Entity)
}

func (p *predictor) Observe(t sim.Tick, seen []sim.Entity) {
	if p.observe != nil {
		p.observe(seen)
	}
	p.Predictor.Observe(t, seen)
}

func (p *predictor) Predict(who sim.PlayerID, in sim.Input) {
	if p.predict == nil {
		p.Predictor.Predict(who, in)
		return
	}
	p.predict(p.Predictor, who, in)
}

func (p *predictor) AppendEvents(dst []sim.Event) []sim.Event { return append(dst, p.events...) }

func predicted(p predictor) sim.Game {
	return sim.Game{Bot: toy.Game.Bot, Rules: rules{Rules: toy.Game.Rules, predictor: func(inner sim.Predictor) sim.Predictor {
		out := p
		out.Predictor = inner
		return &out
	}}}
}

// avatar is a sim.Avatar, to be embedded beside its method of the same name.
type avatar interface{ sim.Avatar }

type model struct {
	sim.Model
	avatar
	forecast func(sim.Kind, sim.Words, int) sim.Words
	shift    int32
}

func (m *model) Forecast(k sim.Kind, w sim.Words, ticks int) sim.Words {
	if m.forecast == nil {
		return m.Model.Forecast(k, w, ticks)
	}
	return m.forecast(k, w, ticks)
}

func (m *model) Place(own sim.Private) (x, y int32, ok bool) {
	x, y, ok = m.avatar.Place(own)
	return x + m.shift, y, ok
}

func modelled(m model) sim.Game {
	return sim.Game{Bot: toy.Game.Bot, Rules: rules{Rules: toy.Game.Rules, model: func(inner sim.Model) sim.Model {
		out := m
		out.Model, out.avatar = inner, inner.(sim.Avatar)
		return &out
	}}}
}

type bot struct {
	sim.Bot
	think func(sim.Bot, *sim.Sight, sim.Skill) sim.Input
	name  string
}

func (b bot) Think(s *sim.Sight, skill sim.Skill) sim.Input {
	if b.think == nil {
		return b.Bot.Think(s, skill)
	}
	return b.think(b.Bot, s, skill)
}

func (b bot) BotName(p sim.PlayerID, seed uint64) string {
	if b.name != "" {
		return b.name
	}
	return b.Bot.BotName(p, seed)
}

func thinking(b bot) sim.Game {
	b.Bot = toy.Game.Bot
	return sim.Game{Rules: toy.Game.Rules, Bot: b}
}

func eachEvent(es []sim.Event, change func(*sim.Event)) []sim.Event {
	es = slices.Clone(es)
	for i := range es {
		change(&es[i])
	}
	return es
}

var errAny = errors.New("any")

var (
	count uint64 // of the broken games that remember something outside of their worlds
	kept  []byte
)

// broken lists, for each law, games that break it. They are the toy, but for one thing.
var broken = []struct {
	law, how string
	game     sim.Game
}{
	{"About is complete", "no name", described(func(a *sim.About) { a.Name = "" })},
	{"About is complete", "a name that no URL may have", described(func(a *sim.About) { a.Name = "A toy" })},
	{"About is complete", "no title", described(func(a *sim.About) { a.Title = "" })},
	{"About is complete", "no version", described(func(a *sim.About) { a.Rules = 0 })},
	{"About is complete", "no view", described(func(a *sim.About) { a.View = sim.View{} })},
	{"About is complete", "no modes", described(func(a *sim.About) { a.Modes = nil })},
	{"About is complete", "two modes of one name", described(func(a *sim.About) { a.Modes = append(a.Modes, &sim.Mode{Name: "toy", Points: 1}) })},
	{"About is complete", "rounds without end", described(func(a *sim.About) { a.Modes[0] = &sim.Mode{Name: "toy"} })},
	{"About is complete", "too many columns", described(func(a *sim.About) { a.Columns = []string{"a", "b", "c", "d", "e"} })},
	{"About is complete", "a leave margin within the enter margin", described(func(a *sim.About) { a.Interest = sim.Interest{EnterMargin: 100, LeaveMargin: 99} })},
	{"About is complete", "a margin below zero", described(func(a *sim.About) { a.Interest.EnterMargin = -1 })},
	{"About is complete", "a large error below the small one", described(func(a *sim.About) { a.Smoothing = sim.Smoothing{SmallError: 10, LargeError: 10} })},
	{"About is complete", "a snap error below the large one", described(func(a *sim.About) { a.Smoothing.SnapError = 63 })},
	{"About is complete", "a teleport below zero", described(func(a *sim.About) { a.Smoothing.TeleportError = -1 })},
	{"About is complete", "no columns", described(func(a *sim.About) { a.Columns = nil })},
	{"About is complete", "too many kinds", described(func(a *sim.About) { a.Kinds = make([][]sim.Field, sim.MaxKinds+2) })},
	{"About is complete", "too many words", described(func(a *sim.About) { a.Kinds[1] = make([]sim.Field, sim.EntityWords+1) })},
	{"About is complete", "a word without bits", described(func(a *sim.About) { a.Kinds[1] = []sim.Field{{Name: "x"}} })},
	{"About is complete", "a button that does not exist repeats", described(func(a *sim.About) { a.Inputs = &sim.InputSchema{Buttons: 1, Repeated: 2} })},
	{"About is complete", "more buttons than an Input has", described(func(a *sim.About) { a.Inputs = &sim.InputSchema{Buttons: 17} })},
	{"inputs travel unchanged", "too many axes", described(func(a *sim.About) { a.Inputs = &sim.InputSchema{Axes: make([]sim.InputAxis, sim.InputAxes+1)} })},

	{"what Check accepts can be made", "Check accepts everything", sim.Game{Bot: toy.Game.Bot, Rules: rules{Rules: toy.Game.Rules, check: func(sim.Config) error { return nil }}}},
	{"what Check accepts can be made", "Check accepts nothing", sim.Game{Bot: toy.Game.Bot, Rules: rules{Rules: toy.Game.Rules, check: func(sim.Config) error { return errAny }}}},
	{"what Check accepts can be made", "no world for 64", played(world{join: func(w sim.World, p sim.PlayerID) {
		if p == 63 {
			panic("full")
		}
		w.Join(p)
	}})},
	{"seats come and go", "a second Join", played(world{join: func(w sim.World, p sim.PlayerID) {
		if w.Private(p) != (sim.Private{}) {
			panic("taken")
		}
		w.Join(p)
	}})},

	{"the same inputs give the same hashes", "a number that worlds share", played(world{hash: func(w sim.World) uint64 { count++; return w.Hash() + count/64 }})},
	{"the same inputs give the same hashes", "no seed", played(world{hash: func(w sim.World) uint64 { return uint64(w.Tick()) }})},
	{"reading a world changes nothing", "a Private that moves somebody", played(world{own: func(w sim.World, p sim.PlayerID) sim.Private { w.Join(p); return w.Private(p) }})},

	{"entities are in order and fit their fields", "out of order", played(world{entities: func(es []sim.Entity) []sim.Entity { slices.Reverse(es); return es }})},
	{"entities are in order and fit their fields", "an ID twice", played(world{entities: func(es []sim.Entity) []sim.Entity { return append(es, es[len(es)-1]) }})},
	{"entities are in order and fit their fields", "a kind that does not exist", played(world{entities: func(es []sim.Entity) []sim.Entity { es[len(es)-1].Kind = 60; return es }})},
	{"entities are in order and fit their fields", "a word that does not fit", played(world{entities: func(es []sim.Entity) []sim.Entity { es[len(es)-1].Words[toy.MatchPhase] = 4; return es }})},
	{"entities are in order and fit their fields", "a word that does not exist", played(world{entities: func(es []sim.Entity) []sim.Entity { es[len(es)-1].Words[5] = 1; return es }})},
	{"events are of known kinds and fit their fields", "a kind that does not exist", played(world{events: func(es []sim.Event) []sim.Event { return append(es, sim.Event{Entity: sim.Entity{Kind: 60}}) }})},
	{"events are of known kinds and fit their fields", "another tick", played(world{events: func(es []sim.Event) []sim.Event { return eachEvent(es, func(e *sim.Event) { e.Tick++ }) }})},
	{"events are of known kinds and fit their fields", "nobody has that seat", played(world{events: func(es []sim.Event) []sim.Event { return eachEvent(es, func(e *sim.Event) { e.To = 500 }) }})},
	{"events are of known kinds and fit their fields", "nothing ever happens", played(world{events: func(es []sim.Event) []sim.Event {
		return slices.DeleteFunc(es, func(e sim.Event) bool { return e.Kind != 0 })
	}})},

	{"a state goes on as its world does", "it is of another tick", played(world{restore: func(w sim.World, b []byte) error {
		err := w.RestoreState(b)
		w.Step(make([]sim.Input, 8))
		return err
	}})},
	{"a state goes on as its world does", "it cannot be read", played(world{state: func(b []byte) []byte { return append(b, 0) }})},
	{"a state goes on as its world does", "it is all there is", played(world{state: func(b []byte) []byte { return b[6:] }})},
	{"damaged states are refused", "all are accepted", played(world{restore: func(w sim.World, b []byte) error { _ = w.RestoreState(b); return nil }})},
	{"damaged states are refused", "an error changes the world", played(world{restore: func(w sim.World, b []byte) error {
		err := w.RestoreState(b)
		if err != nil {
			w.Join(0)
		}
		return err
	}})},
	{"damaged states are refused", "a number too many is left out", played(world{restore: func(w sim.World, b []byte) error {
		return w.RestoreState(b[:min(len(b), len(w.AppendState(nil)))])
	}})},
	{"a hash tells states apart", "it does not look at the coin", played(world{hash: func(w sim.World) uint64 {
		h := uint64(w.Tick())
		for _, e := range w.AppendEntities(nil) {
			if e.Kind == toy.KindDot {
				h = h*31 + uint64(e.Words[toy.DotX])
			}
		}
		return h
	}})},

	{"Predict is what Step does", "the client knows no dash", predicted(predictor{predict: func(p sim.Predictor, who sim.PlayerID, in sim.Input) { in.Buttons = 0; p.Predict(who, in) }})},
	{"Predict is what Step does", "the client is faster", predicted(predictor{predict: func(p sim.Predictor, who sim.PlayerID, in sim.Input) { p.Predict(who, in); p.Predict(who, in) }})},
	{"Predict is what Step does", "Private leaves out the wait", played(world{own: func(w sim.World, p sim.PlayerID) sim.Private {
		own := w.Private(p)
		own[toy.OwnWait] = 0
		return own
	}})},
	{"Predict is what Step does", "events that the server does not make", predicted(predictor{events: []sim.Event{{Entity: sim.Entity{Kind: toy.EventCoin}}}})},
	{"what is as predicted can be predicted", "it says so of what is not", claiming(true, predictor{predict: func(p sim.Predictor, who sim.PlayerID, in sim.Input) { p.Predict(who, in); p.Predict(who, in) }})},
	{"what is as predicted can be predicted", "it never says so", claiming(false, predictor{})},
	{"a client survives what no server sends", "an ID is an index", predicted(predictor{observe: func(seen []sim.Entity) {
		for i := range seen {
			_ = new([2*sim.MaxPlayers + 2]int)[seen[i].ID]
		}
	}})},
	{"an avatar is where its entity is", "it is two units beside", modelled(model{shift: 2 << sim.PlaceShift})},

	{"Forecast is a pure function", "it goes back", modelled(model{forecast: func(_ sim.Kind, w sim.Words, ticks int) sim.Words { w[0] += int32(ticks); return w }})},
	{"Forecast is a pure function", "it counts", modelled(model{forecast: func(_ sim.Kind, w sim.Words, ticks int) sim.Words {
		if ticks > 0 {
			count++
			w[0] = int32(count)
		}
		return w
	}})},
	{"Forecast is a pure function", "a birth that nobody guesses", described(func(a *sim.About) {
		a.Kinds[toy.KindCoin] = slices.Clone(a.Kinds[toy.KindCoin])
		a.Kinds[toy.KindCoin][toy.CoinX].Birth = 3
	})},
	{"Forecast is a pure function", "it moves what is neither a velocity nor along one", described(func(a *sim.About) {
		a.Kinds[toy.KindDot] = slices.Clone(a.Kinds[toy.KindDot])
		a.Kinds[toy.KindDot][toy.DotVX].Velocity = sim.AxisX
	})},
	{"Forecast is a pure function", "it allocates", modelled(model{forecast: func(_ sim.Kind, w sim.Words, _ int) sim.Words { kept = make([]byte, w[0]&7+1); return w }})},
	{"Think is a pure function", "it counts", thinking(bot{think: func(b sim.Bot, s *sim.Sight, skill sim.Skill) sim.Input {
		in := b.Think(s, skill)
		count++
		in.Axes[0] = int32(count % 100)
		return in
	}})},
	{"Think is a pure function", "it moves what it sees", thinking(bot{think: func(b sim.Bot, s *sim.Sight, skill sim.Skill) sim.Input {
		if len(s.Seen) > 0 {
			s.Seen[0].X++
		}
		return b.Think(s, skill)
	}})},
	{"Think is a pure function", "it pushes too hard", thinking(bot{think: func(sim.Bot, *sim.Sight, sim.Skill) (in sim.Input) { in.Axes[0] = 128; return in }})},
	{"Think is a pure function", "it allocates", thinking(bot{think: func(b sim.Bot, s *sim.Sight, skill sim.Skill) sim.Input {
		kept = make([]byte, len(s.Seen)+1)
		return b.Think(s, skill)
	}})},
	{"Think is a pure function", "a name without end", thinking(bot{name: "a bot with more letters than a name may have"})},

	{"standings are in order", "the last is first", played(world{standings: func(all []sim.Standing) []sim.Standing { slices.Reverse(all); return all }})},
	{"standings are in order", "a team that does not exist", played(world{standings: func(all []sim.Standing) []sim.Standing { all[len(all)-1].Team = 1; return all }})},
	{"standings are in order", "somebody is missing", played(world{standings: func(all []sim.Standing) []sim.Standing { return all[:len(all)-1] }})},
	{"standings are in order", "a column without a name", played(world{standings: func(all []sim.Standing) []sim.Standing { all[len(all)-1].Columns[1] = 1; return all }})},
	{"a round of bots ends", "the bots do nothing", thinking(bot{think: func(sim.Bot, *sim.Sight, sim.Skill) (in sim.Input) { return in }})},
	{"a round of bots ends", "nobody ever plays", played(world{join: func(sim.World, sim.PlayerID) {}})},
	{"a tick allocates nothing", "the entities are copied", played(world{entities: func(es []sim.Entity) []sim.Entity { return slices.Clone(es) }})},
}

func TestEveryLawCanBeBroken(t *testing.T) {
	for _, l := range simtest.Laws {
		found := false
		for _, b := range broken {
			if b.law != l.Name {
				continue
			}
			found = true
			if err := l.Check(b.game); err == nil {
				t.Errorf("%s: a game in which %q keeps that law", l.Name, b.how)
			} else {
				t.Logf("%s, %s: %.200s", l.Name, b.how, err)
			}
		}
		if !found {
			t.Errorf("%s: no game is known that breaks it", l.Name)
		}
	}
}

func TestATestDoubleThatChangesNothingKeepsAllLaws(t *testing.T) {
	for _, g := range []sim.Game{played(world{}), described(func(*sim.About) {}), predicted(predictor{}), modelled(model{}), thinking(bot{})} {
		simtest.Run(t, g)
	}
}
