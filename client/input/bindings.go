package input

import "github.com/hajimehoshi/ebiten/v2"

// Action is something that keys and buttons can be bound to.
type Action uint8

const (
	Forward Action = iota
	Back
	Left
	Right
	Pulse
	Rail
	Boost
	Item
	Scoreboard
	Chat
	NetGraph
	Menu
	Quick
	QuickTeam

	Actions // the number of actions
)

// actionInfo has for each action its key in stored preferences and its name for players.
var actionInfo = [Actions]struct{ key, label string }{
	Forward:    {"forward", "Thrust"},
	Back:       {"back", "Reverse"},
	Left:       {"left", "Strafe left"},
	Right:      {"right", "Strafe right"},
	Pulse:      {"pulse", "Pulse cannon"},
	Rail:       {"rail", "Rail gun"},
	Boost:      {"boost", "Boost"},
	Item:       {"item", "Use item"},
	Scoreboard: {"scoreboard", "Scoreboard"},
	Chat:       {"chat", "Chat"},
	NetGraph:   {"netgraph", "Net graph"},
	Menu:       {"menu", "Menu"},
	Quick:      {"quick", "Quick chat"},
	QuickTeam:  {"quickteam", "Quick chat, team"},
}

// Label is the name of the action that players see.
func (a Action) Label() string { return actionInfo[a].label }

// sourcesPerAction is how many sources an action can have: two of keyboard and mouse, one
// of the gamepad.
const sourcesPerAction = 3

// padSlot is the index of the gamepad's source.
const padSlot = 2

// Bindings are the sources of each action.
type Bindings [Actions][sourcesPerAction]Source

// DefaultBindings are the bindings of a new player.
func DefaultBindings() Bindings {
	return Bindings{
		Forward:    {Key(ebiten.KeyW), Key(ebiten.KeyArrowUp)},
		Back:       {Key(ebiten.KeyS), Key(ebiten.KeyArrowDown)},
		Left:       {Key(ebiten.KeyA), Key(ebiten.KeyArrowLeft)},
		Right:      {Key(ebiten.KeyD), Key(ebiten.KeyArrowRight)},
		Pulse:      {Mouse(ebiten.MouseButtonLeft), 0, Pad(ebiten.StandardGamepadButtonFrontBottomRight)},
		Rail:       {Mouse(ebiten.MouseButtonRight), 0, Pad(ebiten.StandardGamepadButtonFrontBottomLeft)},
		Boost:      {Key(ebiten.KeySpace), 0, Pad(ebiten.StandardGamepadButtonFrontTopLeft)},
		Item:       {Key(ebiten.KeyQ), Key(ebiten.KeyE), Pad(ebiten.StandardGamepadButtonFrontTopRight)},
		Scoreboard: {Key(ebiten.KeyTab), 0, Pad(ebiten.StandardGamepadButtonCenterLeft)},
		Chat:       {Key(ebiten.KeyEnter), Key(ebiten.KeyNumpadEnter)},
		NetGraph:   {Key(ebiten.KeyF3)},
		Menu:       {Key(ebiten.KeyEscape), 0, Pad(ebiten.StandardGamepadButtonCenterRight)},
		Quick:      {Key(ebiten.KeyV), 0, Pad(ebiten.StandardGamepadButtonLeftTop)},
		QuickTeam:  {Key(ebiten.KeyB), 0, Pad(ebiten.StandardGamepadButtonLeftBottom)},
	}
}

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
	if s.Device() == Gamepad {
		slot = padSlot
	}
	b[a][slot] = s
	if b[Menu][0] == 0 {
		b[Menu][0] = Key(ebiten.KeyEscape)
	}
}

// Encode returns the bindings in the form in which preferences store them.
func (b *Bindings) Encode() map[string][]string {
	out := make(map[string][]string, Actions)
	for a, list := range b {
		names := []string{}
		for _, s := range list {
			names = append(names, s.String())
		}
		out[actionInfo[a].key] = names
	}
	return out
}

// DecodeBindings reads what Encode returned. Actions that are missing, or whose sources it
// does not know, get the defaults: the file may be of an older or newer version.
func DecodeBindings(stored map[string][]string) Bindings {
	b := DefaultBindings()
	for a := range b {
		names, ok := stored[actionInfo[a].key]
		if !ok {
			continue
		}
		var list [sourcesPerAction]Source
		bad := len(names) > sourcesPerAction
		for i, name := range names[:min(sourcesPerAction, len(names))] {
			s, err := ParseSource(name)
			bad = bad || err != nil && name != ""
			list[i] = s
		}
		if !bad {
			b[a] = list
		}
	}
	if b[Menu] == ([sourcesPerAction]Source{}) {
		b[Menu] = DefaultBindings()[Menu]
	}
	return b
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
