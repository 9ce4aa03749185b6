package sim

// Skill is how well a bot plays.
type Skill uint8

const (
	Trainee Skill = iota // for who has hardly played yet
	Rookie
	Regular
	Ace
)
