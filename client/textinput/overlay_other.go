//go:build !js

package textinput

import "perihelion/client/ui"

// Overlay are the lines of text of the platform.
type Overlay struct{}

// New returns nil: this platform has none.
func New() *Overlay { return nil }

// ShowField does nothing.
func (l *Overlay) ShowField(*ui.Field, ui.Theme, *ui.Input, bool) (taken bool) { return false }

// EndFrame does nothing.
func (l *Overlay) EndFrame() {}
