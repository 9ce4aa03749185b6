package input

import "perihelion/sim"

// Controls describe what a game is played with: its actions beside those of every game,
// and what is on a touch screen. They are data and never change.
type Controls struct {
	Movement [movement]string // what Forward, Back, Left and Right do, for players
	Actions  []GameAction     // MaxGameActions at most

	// On a touch screen the left stick moves, the right stick aims, and there are buttons.
	TouchButtons []TouchPlace
	AimButtons   sim.Buttons // held while the right stick is pushed far
}

// GameAction is an action of one game.
type GameAction struct {
	Key     string                   // in stored preferences: never change it. Two games share the sources of a key
	Label   string                   // for players
	Button  sim.Buttons              // of sim.Input; 0: none, and the game asks Devices.Held
	Sources [sourcesPerAction]Source // of a new player: two of keyboard and mouse, one of the gamepad
}

// TouchPlace is where a touch screen has the button of an action: that many points from
// the right and from the lower edge of the window.
type TouchPlace struct {
	Action        Action
	Label         string
	Right, Bottom float32
}

// AppendActions appends all actions in the order in which the settings list them: movement,
// those of the game, the rest.
func (c *Controls) AppendActions(dst []Action) []Action {
	for a := range Action(movement) {
		dst = append(dst, a)
	}
	for i := range c.Actions {
		dst = append(dst, FirstGameAction+Action(i))
	}
	for a := Action(movement); a < FirstGameAction; a++ {
		dst = append(dst, a)
	}
	return dst
}

// Label is the name of a that players see; "" for an action that the game does not have.
func (c *Controls) Label(a Action) string {
	switch {
	case int(a) < movement:
		return c.Movement[a]
	case a < FirstGameAction:
		return commonActions[a].label
	}
	if g := c.gameAction(a); g != nil {
		return g.Label
	}
	return ""
}

// gameAction is the game's description of a; nil: a is none of its actions.
func (c *Controls) gameAction(a Action) *GameAction {
	if i := int(a) - int(FirstGameAction); i >= 0 && i < len(c.Actions) {
		return &c.Actions[i]
	}
	return nil
}

// button is the button of sim.Input for a; 0: it has none.
func (c *Controls) button(a Action) sim.Buttons {
	if g := c.gameAction(a); g != nil {
		return g.Button
	}
	return 0
}

// key is the name of a in stored preferences; "" for an action that the game does not have.
func (c *Controls) key(a Action) string {
	if a < FirstGameAction {
		return commonActions[a].key
	}
	if g := c.gameAction(a); g != nil {
		return g.Key
	}
	return ""
}

// DefaultBindings are the bindings of a new player.
func (c *Controls) DefaultBindings() (b Bindings) {
	for a := range commonActions {
		b[a] = commonActions[a].sources
	}
	for i := range c.Actions {
		b[int(FirstGameAction)+i] = c.Actions[i].Sources
	}
	return b
}

// EncodeBindings returns b in the form in which preferences store it. What other games
// stored stays as it is.
func (c *Controls) EncodeBindings(b *Bindings, stored map[string][]string) map[string][]string {
	out := make(map[string][]string, len(stored)+int(actionCount))
	for key, names := range stored {
		out[key] = names
	}
	for a, list := range b {
		key := c.key(Action(a))
		if key == "" {
			continue
		}
		names := []string{}
		for _, s := range list {
			names = append(names, s.String())
		}
		out[key] = names
	}
	return out
}

// DecodeBindings reads what EncodeBindings returned. Actions that are missing, or whose
// sources it does not know, get the defaults: the file may be of an older or newer version.
func (c *Controls) DecodeBindings(stored map[string][]string) Bindings {
	b := c.DefaultBindings()
	for a := range b {
		names, ok := stored[c.key(Action(a))]
		if !ok {
			continue
		}
		var list [sourcesPerAction]Source
		bad := len(names) > sourcesPerAction
		for i, name := range names[:min(sourcesPerAction, len(names))] {
			s, err := parseSource(name)
			bad = bad || err != nil && name != ""
			list[i] = s
		}
		if !bad {
			b[a] = list
		}
	}
	if b[Menu] == ([sourcesPerAction]Source{}) {
		b[Menu] = commonActions[Menu].sources
	}
	return b
}
