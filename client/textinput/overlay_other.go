//go:build !js

package textinput

import "perihelion/client/ui"

// Overlay is not used on this platform.
type Overlay struct{}

// New returns nil.
func New() *Overlay { return nil }

// ShowField does nothing.
func (o *Overlay) ShowField(*ui.Field, ui.Theme, *ui.Input, bool) (focusTaken bool) { return false }

// EndFrame does nothing.
func (o *Overlay) EndFrame() {}
