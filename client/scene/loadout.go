package scene

import (
	"perihelion/client/game"
	"perihelion/client/lang"
)

// loadoutRow chooses with what the player begins a match, in games that have several. It is
// remembered, and what is chosen in a match is, too.
type loadoutRow struct {
	pickerRow
	face game.Face
}

// newLoadoutRow is the row for the game of a face; ok is false if there is nothing to choose.
func (deps *Deps) newLoadoutRow(f game.Face) (r loadoutRow, ok bool) {
	l, ok := f.(game.Loadouter)
	if !ok {
		return r, false
	}
	label, names := l.Loadouts()
	r = loadoutRow{pickerRow{label: label, picker: picker{selected: deps.Prefs.Loadouts[f.Name()] - 1, noneLabel: lang.T("any")}}, f}
	for _, name := range names {
		r.picker.names = append(r.picker.names, lang.T(name))
	}
	r.picker.selected = min(r.picker.selected, len(names)-1)
	return r, true
}

// keep remembers what is chosen.
func (r *loadoutRow) keep(deps *Deps) { deps.keepLoadout(r.face.Name(), r.picker.selected+1) }

// keepLoadout remembers the n-th loadout of a game, from 1.
func (deps *Deps) keepLoadout(name string, n int) {
	if n == deps.Prefs.Loadouts[name] {
		return
	}
	if deps.Prefs.Loadouts == nil {
		deps.Prefs.Loadouts = map[string]int{}
	}
	deps.Prefs.Loadouts[name] = n
	deps.savePrefs()
}

// kitOf is what a match of a face is shown with.
func (deps *Deps) kitOf(f game.Face) *game.Kit {
	return &game.Kit{
		Renderer: deps.renderer, Loadout: deps.Prefs.Loadouts[f.Name()],
		KeepLoadout: func(n int) { deps.keepLoadout(f.Name(), n) },
	}
}
