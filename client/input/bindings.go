package input

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
)

// Action is something that keys and buttons can be bound to. The ones named here exist in
// every game. Those of a game follow: FirstGameAction is the first of its
// Controls.Actions, FirstGameAction+1 the second, and so on.
type Action uint8

const (
	Forward Action = iota
	Back
	Left
	Right
	Scoreboard
	Chat
	NetGraph
	Menu
	Quick
	QuickTeam

	FirstGameAction

	MaxGameActions = 16
	actionCount    = FirstGameAction + MaxGameActions
)

// movement are the actions that every game calls in its own words.
const movement = int(Right) + 1

// commonActions has, for the actions of every game, the key in stored preferences, the
// name for players (games name movement themselves) and the default sources.
var commonActions = [FirstGameAction]struct {
	key, label string
	sources    [sourcesPerAction]Source
}{
	Forward:    {"forward", "", [sourcesPerAction]Source{Key(ebiten.KeyW), Key(ebiten.KeyArrowUp)}},
	Back:       {"back", "", [sourcesPerAction]Source{Key(ebiten.KeyS), Key(ebiten.KeyArrowDown)}},
	Left:       {"left", "", [sourcesPerAction]Source{Key(ebiten.KeyA), Key(ebiten.KeyArrowLeft)}},
	Right:      {"right", "", [sourcesPerAction]Source{Key(ebiten.KeyD), Key(ebiten.KeyArrowRight)}},
	Scoreboard: {"scoreboard", lang.Key("Scoreboard"), [sourcesPerAction]Source{Key(ebiten.KeyTab), 0, Pad(ebiten.StandardGamepadButtonCenterLeft)}},
	Chat:       {"chat", lang.Key("Chat"), [sourcesPerAction]Source{Key(ebiten.KeyEnter), Key(ebiten.KeyNumpadEnter)}},
	NetGraph:   {"netgraph", lang.Key("Net graph"), [sourcesPerAction]Source{Key(ebiten.KeyF3)}},
	Menu:       {"menu", lang.Key("Menu"), [sourcesPerAction]Source{Key(ebiten.KeyEscape), 0, Pad(ebiten.StandardGamepadButtonCenterRight)}},
	Quick:      {"quick", lang.Key("Quick chat"), [sourcesPerAction]Source{Key(ebiten.KeyV), 0, Pad(ebiten.StandardGamepadButtonLeftTop)}},
	QuickTeam:  {"quickteam", lang.Key("Quick chat, team"), [sourcesPerAction]Source{Key(ebiten.KeyB), 0, Pad(ebiten.StandardGamepadButtonLeftBottom)}},
}

// sourcesPerAction is how many sources an action can have: two of keyboard and mouse, one
// of the gamepad.
const sourcesPerAction = 3

// padSlot is the index of the gamepad's source.
const padSlot = 2

// Bindings are the sources of each action.
type Bindings [actionCount][sourcesPerAction]Source

// Bind binds s to a, in the slot of its device, and removes it from all other actions. The
// menu always keeps a source, so that the player can get back to the settings.
func (b *Bindings) Bind(a Action, s Source) {
	for other := range b {
		for i, had := range b[other] {
			if had == s && (Action(other) != Menu || a == Menu) {
				b[other][i] = 0
			}
		}
	}
	slot := 0
	if s.device() == Gamepad {
		slot = padSlot
	}
	b[a][slot] = s
	if b[Menu][0] == 0 {
		b[Menu][0] = Key(ebiten.KeyEscape)
	}
}

// sourceFor is the first source of a on this device; 0: there is none.
func (b *Bindings) sourceFor(a Action, d Device) Source {
	if d == Gamepad {
		return b[a][padSlot]
	}
	for _, s := range b[a][:padSlot] {
		if s != 0 {
			return s
		}
	}
	return 0
}
