package sim

// Team is a side of a match; NoTeam where everyone fights for themselves.
type Team uint8

const NoTeam Team = 0

// TeamOf is the side of the seat p.
func (c Config) TeamOf(PlayerID) Team { return NoTeam }
