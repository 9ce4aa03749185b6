package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/ui"
)

// useLanguage says all texts in the player's language: that of this run, or the chosen one, or
// the system's.
func (deps *Deps) useLanguage() {
	tag, ok := lang.Find(deps.Options.Language)
	if !ok {
		tag, ok = lang.Find(deps.Prefs.Language)
	}
	if !ok {
		tag = lang.Match(deps.Options.SystemLanguages...)
	}
	if tag != lang.Tag() {
		lang.Use(lang.Load(tag))
	}
	deps.Platform.ShowLanguage(tag)
}

// languageRow chooses the language: the system's, or one of lang.All.
type languageRow struct {
	ui.Rect
	picker picker
}

func newLanguageRow(chosen string) languageRow {
	r := languageRow{picker: picker{names: []string{lang.T("System")}}}
	for i, l := range lang.All {
		r.picker.names = append(r.picker.names, l.Name)
		if l.Tag == chosen {
			r.picker.selected = i + 1
		}
	}
	return r
}

// chosen is the tag of the chosen language; empty: the system's.
func (r *languageRow) chosen() string {
	if r.picker.selected == 0 {
		return ""
	}
	return lang.All[r.picker.selected-1].Tag
}

func (r *languageRow) Caption() string { return lang.T("Language") + ": " + r.picker.selectedName() }

func (r *languageRow) CapturesNav(n ui.Nav) bool { return r.picker.CapturesNav(n) }

func (r *languageRow) Update(in *ui.Input, focused bool) bool {
	r.layout()
	if focused && (in.Accept || in.Space) { // a screen reader and Enter go to the next one
		next := *in
		next.Nav = ui.NavRight
		in = &next
	}
	return r.picker.Update(in, focused)
}

// layout puts the picker where sliders have their tracks.
func (r *languageRow) layout() {
	const labelWidth = .42 // of the row
	r.picker.Rect = ui.Rect{X: r.X + r.W*labelWidth, Y: r.Y, W: r.W * (1 - labelWidth), H: r.H}
}

func (r *languageRow) Draw(dst *ebiten.Image, p *ui.Pen, th ui.Theme, focused bool) {
	r.layout()
	r.picker.names[0] = lang.T("System")
	c := ui.White.Fade(.85)
	if focused && th.ShowFocus {
		c = ui.Cyan
	}
	label := lang.T("Language")
	p.Text(dst, label, r.X, r.CenterY(), p.ShrinkToFit(label, r.picker.X-r.X-14*th.Unit, ui.Style{Size: 17 * th.Unit, Color: c}))
	r.picker.Draw(dst, p, th, focused)
}
