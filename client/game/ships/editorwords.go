package ships

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"perihelion/client/game"
	"perihelion/client/game/ships/editor"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/sim/ships"
	"perihelion/sim/ships/layout"
)

var toolNames = [editor.Tools]string{
	editor.Select: lang.Key("SELECT"), editor.Star: lang.Key("STAR"), editor.BlackHole: lang.Key("BLACK HOLE"), editor.Rock: lang.Key("ROCK"),
	editor.Belt: lang.Key("BELT"), editor.Gates: lang.Key("GATES"), editor.Pads: lang.Key("ITEMS"), editor.Spawn: lang.Key("START"),
	editor.Checkpoint: lang.Key("CHECKPOINT"), editor.Beacon: lang.Key("BEACON"), editor.Comet: lang.Key("COMET"),
}

// fieldNames are the labels of the fields of an arena. What is not here is not shown.
var fieldNames = map[string]string{
	"kind": lang.Key("Kind"), "use": lang.Key("Use"), "radius": lang.Key("Size"), "pull": lang.Key("Pull"),
	"distance": lang.Key("Distance"), "phase": lang.Key("Angle"), "period": lang.Key("One turn"),
	"inner": lang.Key("Inner rim"), "outer": lang.Key("Outer rim"), "count": lang.Key("Number"), "every": lang.Key("One more per"),
	"smallest": lang.Key("Smallest"), "largest": lang.Key("Largest"), "pace": lang.Key("Pace"), "retrograde": lang.Key("Backwards"),
	"title": lang.Key("Title"), "perSeat": lang.Key("For each seat"),
	"backdrop.nebula": lang.Key("Sky"), "backdrop.accent": lang.Key("Clouds"), "backdrop.haze": lang.Key("Haze"), "backdrop.stars": lang.Key("Stars"),
}

// listNames are what the objects of a list are called.
var listNames = map[string]string{
	"stars": lang.Key("STAR"), "rocks": lang.Key("ROCK"), "belts": lang.Key("BELT"), "gates": lang.Key("GATE"),
	"pads": lang.Key("ITEMS"), "spawns": lang.Key("START"), "zones": lang.Key("ZONE"),
}

var optionNames = map[string]string{
	layout.KindStar: lang.Key("STAR"), layout.KindBlack: lang.Key("BLACK HOLE"),
	layout.UseBeacon: lang.Key("BEACON"), layout.UseComet: lang.Key("COMET"), layout.UseCheckpoint: lang.Key("CHECKPOINT"),
}

func (e *arenaEditor) EditState(v *netcode.View) *game.EditState {
	m, s := e.model, &e.state
	*s = game.EditState{
		Tools: toolNames[:], Tool: int(m.Tool), Selected: m.Selected(), Fields: s.Fields[:0],
		Undo: m.CanUndo(), Redo: m.CanRedo(), Snap: m.Snap, Mirror: m.Symmetry.Mirror, Fold: m.Symmetry.Fold,
		Dragging: m.Busy(), Radius: float32(ships.ArenaRadius(&v.Config)) / 65536,
	}
	if err := explain(m.Refused()); err != nil {
		s.Refused = err.Error()
	}
	switch n := len(s.Selected); n {
	case 0:
		s.Title = m.Arena().Title
	case 1:
		s.Title = lang.T(listNames[m.SelectedList()]) + "   " + s.Selected[0]
	default:
		s.Title = lang.F("%d objects", n)
	}
	s.Hint = e.hint()
	for _, f := range m.Fields() {
		if label, shown := fieldNames[f.Name]; shown {
			s.Fields = append(s.Fields, fieldOf(&f, label))
		}
	}
	return s
}

// hint says of a tool that sets several things at once what it sets, and where the others are.
func (e *arenaEditor) hint() string {
	m := e.model
	switch course := len(m.Arena().Course); {
	case m.Tool == editor.Gates:
		return lang.T("Gates come in pairs: press where one goes, the other is set across the middle")
	case m.Tool == editor.Checkpoint && course == 0:
		return lang.T("A race needs three checkpoints: press where the first goes, two more are set around the middle")
	case m.Tool == editor.Checkpoint:
		return lang.F("Press where the next checkpoint goes: it becomes number %d", course+1)
	}
	if all := m.Selected(); len(all) != 1 || all[0] != e.first {
		e.placed = editor.Select
	}
	switch e.placed {
	case editor.Gates:
		return lang.T("Both gates are set: what flies into one comes out of the other. Drag each where it belongs")
	case editor.Checkpoint:
		return lang.T("Checkpoints are passed in their order, and the last is the start. Drag each where it belongs")
	}
	return ""
}

// fieldOf is a field as the player sees it.
func fieldOf(f *layout.Field, label string) game.EditField {
	out := game.EditField{Name: f.Name, Label: label, Value: f.Value, Words: f.Value, Least: f.Least, Most: f.Most}
	if text, err := strconv.Unquote(f.Value); err == nil {
		out.Value, out.Words, out.Limit = text, text, layout.MaxTitle
	}
	for _, c := range f.Choices {
		out.Options = append(out.Options, game.EditOption{Value: c, Label: optionNames[c]})
	}
	n, err := strconv.Atoi(f.Value)
	if err != nil {
		return out
	}
	out.Step = stepOf(f.Most - f.Least)
	switch f.Name {
	case "phase":
		out.Step = (f.Most + 1) / editor.SnapAngles
		out.Words = strconv.Itoa(n*360/(f.Most+1)) + "°"
	case "distance", "inner", "outer":
		out.Step = editor.SnapDistance
		if out.Words = lang.F("%d %%", n/10); n%10 != 0 {
			out.Words = lang.F("%d.%d %%", n/10, n%10)
		}
	case "pace", "retrograde", "backdrop.haze", "backdrop.stars":
		out.Words = lang.F("%d %%", n)
	case "period":
		out.Words = lang.F("%d s", n)
		if n == 0 {
			out.Words = lang.T("rests")
		}
	case "backdrop.nebula", "backdrop.accent":
		out.Words = strconv.Itoa(n) + "°"
	}
	return out
}

// stepOf is by how much a number changes at a time that has such a range.
func stepOf(size int) int {
	switch {
	case size <= 100:
		return 1
	case size <= 400:
		return 5
	case size <= 4_000:
		return 50
	case size <= 8_000:
		return 20 // seconds of a turn, which are less than a minute now and then
	}
	return 500
}

// refusals are what an arena is refused for, as package layout words it, and how the player reads
// it.
var refusals = []struct {
	is   *regexp.Regexp
	says string
}{
	{regexp.MustCompile(`^(\S+)\.\w+: \S+ is within reach of (\S+)$`), lang.Key("%s would burn: %s reaches it")},
	{regexp.MustCompile(`^(\S+)\.\w+: \S+ is too far out`), lang.Key("%s is too far out: what burns must not come near the edge")},
	{regexp.MustCompile(`^(\S+)\.\w+: \S+ is beyond the edge$`), lang.Key("%s would lie beyond the edge")},
	{regexp.MustCompile(`^(\S+)\.\w+: \S+ is not (?:beyond|above) \w+, \S+$`), lang.Key("%s: the larger number must stay the larger one")},
	{regexp.MustCompile(`^(\S+)\.\w+: begins at \d+, within (\S+?)\.\w+$`), lang.Key("%s would overlap %s")},
	{regexp.MustCompile(`^(\S+)\.\w+: \S+ is (?:below|above) \S+$`), lang.Key("%s: that is out of range")},
	{regexp.MustCompile(`^(\S+)\.\w+: -?\d+ is a turn in less than \d+ seconds$`), lang.Key("%s would turn too fast")},
	{regexp.MustCompile(`^(?:stars|spawns): there is none$`), lang.Key("An arena needs a star, and a place to start")},
	{regexp.MustCompile(`: more than \d+ of them$|rocks in the largest arena|pads: \d+ of them`), lang.Key("There is no room for another one of these")},
	{regexp.MustCompile(`checkpoints are no lap`), lang.Key("A course needs three checkpoints, or none")},
	{regexp.MustCompile(`\.id: ".*" is the id of another`), lang.Key("Somebody has just made one of the same name: try again")},
	{regexp.MustCompile(`^the object (\S+) was removed meanwhile$`), lang.Key("%s was removed meanwhile")},
	{regexp.MustCompile(`^(?:the object )?(\S+) was changed meanwhile$`), lang.Key("%s was changed by somebody else since: it stays so")},
	{regexp.MustCompile(`a change of \d+ edits|the change is too large`), lang.Key("That is too much at once: select less")},
}

// explain says an error of an edit in the player's language; nil: there is none.
func explain(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, editor.ErrOwnImage):
		return errors.New(lang.T("It is its own image: turn symmetry off to move it there"))
	}
	for i := range refusals {
		r := &refusals[i]
		if m := r.is.FindStringSubmatch(err.Error()); m != nil {
			return errors.New(fillIn(lang.T(r.says), m[1:]))
		}
	}
	return errors.New(lang.Server(err.Error()))
}

// fillIn puts words in the places of a sentence.
func fillIn(sentence string, words []string) string {
	for _, w := range words {
		w, _, _ = strings.Cut(w, ".")
		sentence = strings.Replace(sentence, "%s", w, 1)
	}
	return sentence
}
