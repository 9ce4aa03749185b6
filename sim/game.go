package sim

// Game is a game that the netcode can play: its rules, and a bot that plays by them.
// Code that needs no bot asks for Rules only.
type Game struct {
	Rules
	Bot
	Tools ArenaTools // nil: its players make no arenas
}

// Rules are the rules of a game. They hold no state, and are safe for concurrent
// use.
type Rules interface {
	// About describes the game. It is the same at every call, and nobody changes it.
	About() *About
	// Check reports what is wrong with a Config, if anything. What Check accepts the
	// other methods must be able to make.
	Check(Config) error

	NewWorld(Config) World
	NewPredictor(Config) Predictor
	NewModel(Config) Model
}

// Bot plays a game: as backfill, in the seat of an absent player, as load and as test
// player. It holds no state, and is safe for concurrent use.
type Bot interface {
	// Think is the input of a bot in the tick after s.Tick. It is a pure function and
	// allocates nothing.
	Think(s *Sight, skill Skill) Input
	// BotName is what the bot in seat p is called, in a match of that seed: a name
	// that says it is a bot.
	BotName(p PlayerID, seed uint64) string
}

// WithWorld is g, but with worlds made by newWorld: for tests and tools that inspect a
// world while it is played.
func (g Game) WithWorld(newWorld func(Config) World) Game {
	g.Rules = otherWorld{g.Rules, newWorld}
	return g
}

type otherWorld struct {
	Rules
	newWorld func(Config) World
}

func (r otherWorld) NewWorld(cfg Config) World { return r.newWorld(cfg) }

func (r otherWorld) Headline(e *Event) (h Headline, ok bool) {
	if from, is := r.Rules.(Headliner); is {
		return from.Headline(e)
	}
	return h, false
}

// World is the complete state of one match, as the server plays it. It is not safe
// for concurrent use.
type World interface {
	Tick() Tick
	Phase() Phase

	// Join and Leave take and free a seat, between steps. Joining a taken seat starts
	// its player anew.
	Join(PlayerID)
	Leave(PlayerID)
	// Step advances the world by one tick. inputs is indexed by PlayerID and has
	// Config.Seats elements; those of free seats are ignored.
	Step(inputs []Input)

	// AppendEntities appends everything that clients may see to dst, in order of ID.
	AppendEntities(dst []Entity) []Entity
	// AppendEvents appends what happened in the last Step to dst.
	AppendEvents(dst []Event) []Event
	// AppendStandings appends the standing of every seated player to dst, best first.
	// After a round they stay the same until the next one begins.
	AppendStandings(dst []Standing) []Standing
	// Private is the exact state of what a player controls.
	Private(PlayerID) Private
	// Eye is the point that a player's view is centred on, in whole world units; any point
	// for a seat that is free.
	Eye(PlayerID) (x, y int32)

	// AppendState appends the whole world as bytes, RestoreState reads it back. On an
	// error the world is unchanged.
	AppendState(dst []byte) []byte
	RestoreState([]byte) error
	// Hash fingerprints the whole state.
	Hash() uint64
}

// Predictable is implemented by a World that can tell what a client has predicted right, so that
// it need not be sent.
type Predictable interface {
	// AsPredicted reports whether what p controls has become, in the last Step, what a Predictor
	// makes of the same input that adopted what was before it, and observed the Global entities.
	AsPredicted(p PlayerID) bool
}

// Predictor is a world as one client plays it ahead of the server: what its player
// controls, and whatever the predictions depend on. If About.Present that is everything:
// the others go on as they were last seen to.
type Predictor interface {
	// Adopt makes p, after tick t, exactly what the server says.
	Adopt(t Tick, p PlayerID, own Private)
	// Observe takes the server's word on everything else, as of tick t. If About.Present,
	// Adopt came before it, for the same tick.
	Observe(t Tick, seen []Entity)
	// Predict advances what p controls by one tick, through the code that Step uses.
	Predict(p PlayerID, in Input)

	Private(PlayerID) Private
	// AppendEntities appends what else is predicted to dst, in order of ID: the
	// projectiles of p under way, or, if About.Present, everything that moves but the
	// avatar of p.
	AppendEntities(dst []Entity) []Entity
	// AppendEvents appends what others notice of the last Predict to dst, in the words
	// that the server will use.
	AppendEvents(dst []Event) []Event
}

// Model is what both ends can tell of a match without its World. It is safe for
// concurrent use. A Model may implement Avatar, Aimer and Mortal as well; code that
// needs those uses a type assertion, once a match.
type Model interface {
	// Forecast is where motion alone would take a thing in some ticks. Words come and
	// go by value so that nothing is allocated.
	Forecast(k Kind, w Words, ticks int) Words
	// Radius is half the width of the world in units: how far the radar reaches.
	Radius() int32
}

// Avatar is implemented by a Model of a game in which a player controls one thing,
// which the netcode draws ahead of all others.
type Avatar interface {
	// Avatar is the entity that p controls.
	Avatar(p PlayerID) EntityID
	// Place is where it is, in 1/65536 of a world unit; ok is false while there is none.
	Place(own Private) (x, y int32, ok bool)
	// Concerns reports whether p did or suffered an event, so that a client shows it in
	// time with p's avatar, which is ahead of all others.
	Concerns(e *Event, p PlayerID) bool
}

// Bearer is implemented by a Model of a game in which things come out of others, such as shots: the
// first words of such a thing are told as how far they are off a guess. Fields of its kind have a Birth.
type Bearer interface {
	// BearerOf is the entity that a new thing of kind k came out of.
	BearerOf(k Kind, id EntityID) EntityID
	// Birth guesses the words of a thing of kind k that came out of something whose words were
	// those of bearer back ticks later, at tick t.
	Birth(k Kind, bearer Words, t Tick, back int) Words
}

// Aimer is implemented by a Model of a game in which players aim at what they see,
// and the server looks back to judge them.
type Aimer interface {
	// MaxRewind is how old a target may be.
	MaxRewind() Tick
	// Strike ends a predicted event where it meets the first of what its player saw;
	// most events it leaves as they are. Whether that was a hit is for the server to say.
	Strike(e *Event, seen []Entity)
	// Released is the entity that a predicted event releases, if any; own is the state of
	// the player before it.
	Released(own *Private, e *Event) (thing Entity, ok bool)
	// Receipt is how a hit was judged; ok is false for any other event.
	Receipt(e *Event) (r Receipt, ok bool)
}

// Mortal is implemented by a Model of a game in which players are killed and come back: a
// client then shows the dead how they died.
type Mortal interface {
	// Kill is who killed whom with an event, and NoPlayer if nobody gets the kill; ok is
	// false for any other event.
	Kill(e *Event) (killer, victim PlayerID, ok bool)
	// Respawn is how long a dead player waits for the next life; 0 for one who is alive.
	Respawn(own Private) Tick
}

// Headliner is implemented by Rules whose events can be shown in the live feed.
type Headliner interface {
	// Headline is what the live feed shows of an event; ok is false if nothing.
	Headline(e *Event) (h Headline, ok bool)
}

// Headline is a line of the live feed: somebody did something to somebody, by some
// means, or scored a goal: then there is no Target.
type Headline struct {
	Actor, Target PlayerID // NoPlayer: nobody
	Means         string   // a weapon; in words of the game
}

// Receipt is how a hit was judged, for measuring how fair hits are.
type Receipt struct {
	Shooter, Victim PlayerID
	Rewind          Tick // how long before its tick it struck
	Capped          bool // its shooter saw a world even older
}

// MaxColumns is how many figures a Standing has room for.
const MaxColumns = 4

// Standing is the result of a player in the round so far.
type Standing struct {
	Player  PlayerID
	Team    Team
	Place   int // from 1; equals share one, and so do all of a team
	Score   int // what Config.Limit is about: the player's points, or the team's
	Points  int
	Columns [MaxColumns]int // in the order of About.Columns
}

// Sight is what a bot may know: its own state, and the entities in a wide circle around it
// and those that are Global, in any order. A bot must not use what its player would not see.
type Sight struct {
	Config *Config
	Tick   Tick // that Own and Seen belong to
	Me     PlayerID
	Own    Private
	Seen   []Entity
}
