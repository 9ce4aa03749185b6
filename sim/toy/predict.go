package toy

import "perihelion/sim"

// predictor is the own dot, as a client plays it ahead of the server. Nothing else
// changes how the dot moves, so it observes nothing, and shows nothing beside the dot.
type predictor struct {
	dot  dot
	rate int32
}

func newPredictor(cfg sim.Config) *predictor { return &predictor{rate: int32(cfg.TicksPerSecond())} }

func (p *predictor) Adopt(_ sim.Tick, _ sim.PlayerID, own sim.Private) { p.dot = dotOf(own) }
func (p *predictor) Observe(sim.Tick, []sim.Entity)                    {}
func (p *predictor) Predict(_ sim.PlayerID, in sim.Input)              { p.dot.move(in, p.rate) }
func (p *predictor) Private(sim.PlayerID) sim.Private                  { return p.dot.private() }
func (p *predictor) AppendEntities(dst []sim.Entity) []sim.Entity      { return dst }
func (p *predictor) AppendEvents(dst []sim.Event) []sim.Event          { return dst }

// model is what both ends can tell of a match without its world. It is a sim.Avatar as
// well: a player controls one thing, the dot.
type model struct{}

// Forecast is where a dot is in some ticks if its player goes on so.
func (model) Forecast(k sim.Kind, w sim.Words, ticks int) sim.Words {
	if k == KindDot && ticks > 0 {
		n := int32(min(ticks, sim.MaxRate)) // nobody goes on for longer than that
		w[DotX] = within(w[DotX] + w[DotVX]*n)
		w[DotY] = within(w[DotY] + w[DotVY]*n)
	}
	return w
}

func (model) Radius() int32 { return half / unit }

func (model) Avatar(p sim.PlayerID) sim.EntityID { return sim.EntityID(p) }

func (model) Place(own sim.Private) (x, y int32, ok bool) {
	const shift = sim.PlaceShift - sim.PositionShift
	return own[OwnX] << shift, own[OwnY] << shift, own[OwnSeated] != 0
}

// Concerns reports whether p has taken the coin.
func (model) Concerns(e *sim.Event, p sim.PlayerID) bool {
	return e.Kind == EventCoin && e.Words[TakenBy] == int32(p)
}
