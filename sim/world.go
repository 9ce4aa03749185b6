package sim

// New returns the world of cfg before its first tick. It panics if cfg is not
// Valid: check what came over a wire first.
func New(cfg Config) *World { panic("not built yet") }

// Valid reports what is wrong with c, if anything.
func (c Config) Valid() error { panic("not built yet") }

// TicksPerSecond is the rate of c, or the default.
func (c Config) TicksPerSecond() int {
	if c.Rate == 0 {
		return DefaultRate
	}
	return c.Rate
}

func (w *World) Config() Config { panic("not built yet") }
func (w *World) Tick() Tick     { panic("not built yet") }

// Join seats p; the ship appears with the next step. Joining a taken seat
// starts its player anew.
func (w *World) Join(p PlayerID) {}

// Leave empties the seat of p and takes the ship away.
func (w *World) Leave(p PlayerID) {}

// Step advances the world by one tick. inputs is indexed by PlayerID and has
// Config.Seats elements; those of empty seats are ignored.
func (w *World) Step(inputs []Input) {}

// AppendEntities appends everything that clients may see to dst, in order of ID.
func (w *World) AppendEntities(dst []Entity) []Entity { return dst }

// AppendEvents appends what happened in the last Step to dst.
func (w *World) AppendEvents(dst []Event) []Event { return dst }

// Private is the exact state of what p controls.
func (w *World) Private(p PlayerID) (own Private) { return own }

// Eye is the point that p's view is centred on, in whole world units: the ship,
// or what a dead player or a spectator looks at.
func (w *World) Eye(p PlayerID) (x, y int32) { return 0, 0 }

// AppendState appends the complete state; RestoreState reads it back.
func (w *World) AppendState(dst []byte) []byte { return dst }

// RestoreState makes w what AppendState saw. On an error w is unchanged. It
// never panics and never allocates by a number found in b.
func (w *World) RestoreState(b []byte) error { return nil }

// Hash fingerprints the complete state, for replays and desync reports.
func (w *World) Hash() uint64 { return 0 }

// Adopt makes p, after tick t, exactly what the server says. Only clients call it.
func (w *World) Adopt(t Tick, p PlayerID, own Private) {}

// Observe tells a client's world what else there is. Only what p can touch
// matters to its predictions (the state of rocks); the rest is ignored.
func (w *World) Observe(seen []Entity) {}

// Predict advances only what p controls, through the code that Step uses, so
// that a client without surprises is never corrected.
func (w *World) Predict(p PlayerID, in Input) {}

// Forecast is the motion model: it advances the words of an entity of kind k
// by some ticks, using nothing but the words and cfg. The codec sends the
// difference from it, a client bridges gaps with it.
func Forecast(cfg *Config, k Kind, words *Words, ticks int) {}

// Repeat is what remains held when the input of the next tick is late: axes
// stay, actions do not.
func (in Input) Repeat() Input { return in }

// Merge adds the actions of an input that came too late to be played.
func (in Input) Merge(late Input) Input { return in }

// Neutral is the input of a player who has let go of everything but the aim.
func (in Input) Neutral() Input { return in }
