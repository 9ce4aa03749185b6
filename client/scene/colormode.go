package scene

import (
	"perihelion/client/lang"
	"perihelion/client/render"
)

// colorModeRow chooses one of render.ColorModes.
type colorModeRow struct{ pickerRow }

func newColorModeRow(chosen string) colorModeRow {
	r := colorModeRow{pickerRow{label: lang.Key("Colors"), picker: picker{}}}
	for i := range render.ColorModes {
		if render.ColorModes[i].Key == chosen {
			r.picker.selected = i
		}
	}
	r.nameModes()
	return r
}

// nameModes names the modes in the language in use.
func (r *colorModeRow) nameModes() {
	r.picker.names = r.picker.names[:0]
	for i := range render.ColorModes {
		r.picker.names = append(r.picker.names, lang.T(render.ColorModes[i].Name))
	}
}

// chosen is the key of the chosen mode.
func (r *colorModeRow) chosen() string { return render.ColorModes[r.picker.selected].Key }
