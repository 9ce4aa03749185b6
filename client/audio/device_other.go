//go:build android || darwin || windows

package audio

// deviceThere is true where a missing device does not end the game.
func deviceThere() bool { return true }
