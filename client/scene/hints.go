package scene

import (
	"perihelion/client/game"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/sim"
)

// hintProgress shows the hints of a game one after another. A player sees each only once.
type hintProgress struct {
	list           []game.Hint
	finished       int // number of finished hints
	performedTicks int
	shownFor       float64
	sinceLast      float64 // seconds since the last hint ended
	text           string
	textFor        int
	device         input.Device
	textIn         string // its language
}

// newHints are those of the game that is played which the player has not learned yet.
func (deps *Deps) newHints() hintProgress {
	return hintProgress{list: deps.face.Hints(), finished: deps.hintsLearned()}
}

// saveHints saves that a hint was finished.
func (deps *Deps) saveHints(h *hintProgress) {
	deps.Prefs.SetHintsLearned(deps.face.Name(), h.finished)
	deps.savePrefs()
}

// countInput checks whether the player does what the hint says.
func (h *hintProgress) countInput(in sim.Input) {
	if h.finished < len(h.list) && h.list[h.finished].Performed != nil && h.list[h.finished].Performed(in) {
		h.performedTicks++
	}
}

// advanceHint counts dt seconds in which the player is in control; seen is false if
// something else hid the hint. It reports that a hint was finished.
func (h *hintProgress) advanceHint(dt float64, seen bool) bool {
	if h.finished >= len(h.list) {
		return false
	}
	h.sinceLast += dt
	if h.sinceLast < 1 {
		return false
	}
	if seen || h.shownFor == 0 {
		h.shownFor += dt
	}
	l := &h.list[h.finished]
	if h.shownFor < l.MaxSeconds && (l.Performed == nil || h.performedTicks < l.MinTicks) {
		return false
	}
	h.finished++
	h.performedTicks, h.shownFor, h.sinceLast = 0, 0, 0
	return true
}

// hintText is the text of the current hint. It is cached, because building it allocates.
func (h *hintProgress) hintText(in *input.Devices, d input.Device) string {
	if h.text == "" || h.textFor != h.finished || h.device != d || h.textIn != lang.Tag() {
		h.text, h.textFor, h.device, h.textIn = h.list[h.finished].Text(in, d), h.finished, d, lang.Tag()
	}
	return h.text
}

// visibleHint is the current hint and its opacity; "" if there is none.
func (h *hintProgress) visibleHint(d *input.Devices) (text string, k float32) {
	if h.finished >= len(h.list) || h.shownFor == 0 {
		return "", 0
	}
	return h.hintText(d, d.Active()), float32(max(0, min(1, h.shownFor*3, (h.list[h.finished].MaxSeconds-h.shownFor)*3)))
}
