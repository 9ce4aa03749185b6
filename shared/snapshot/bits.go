package snapshot

import "perihelion/shared/bitio"

// A bitWriter has a method for each part of a body, and a bitReader the one that reads it.
type (
	bitWriter struct{ bitio.Writer }
	bitReader struct{ bitio.Reader }
)
