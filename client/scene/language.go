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
type languageRow struct{ pickerRow }

func newLanguageRow(chosen string) languageRow {
	r := languageRow{pickerRow{label: lang.Key("Language"), picker: picker{names: []string{lang.T("System")}}}}
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

func (r *languageRow) Draw(dst *ebiten.Image, p *ui.Pen, th ui.Theme, focused bool) {
	r.picker.names[0] = lang.T("System")
	r.pickerRow.Draw(dst, p, th, focused)
}
