//go:build !js

package textinput

import "perihelion/client/ui"

// Lines are the lines of text of the platform.
type Lines struct{}

// New returns nil: this platform has none.
func New() *Lines { return nil }

// Offer does nothing.
func (l *Lines) Offer(*ui.Field, ui.Look, *ui.Input, bool) (taken bool) { return false }

// Sweep does nothing.
func (l *Lines) Sweep() {}
