package snapshot

// Stats counts what a ClientEncoder has sent, for metrics and the net graph.
type Stats struct {
	Frames    uint64
	Keyframes uint64
	Bits      [Sections]uint64 // by what they were spent on
	Deferred  uint64           // entities that the budget left for a later frame
	Missed    uint64           // events that were gone when the connection was ready for them
}

// Section is what bits of a body were spent on.
type Section uint8

const (
	SectionHeader   Section = iota // with checksum and padding
	SectionGlobal                  // everything Global
	SectionDelta                   // corrections of entities in sight
	SectionAbsolute                // entities that came into sight
	SectionPrivate
	SectionEvents
	SectionRadar

	Sections
)

func (s Section) String() string {
	return [Sections]string{"header", "global", "delta", "absolute", "private", "events", "radar"}[s]
}

// Stats may be called by the goroutine that calls Append.
func (c *ClientEncoder) Stats() Stats { return c.stats }
