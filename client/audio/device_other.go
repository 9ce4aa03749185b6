//go:build android || darwin || windows

package audio

// deviceAvailable is true where a missing device does not end the game.
func deviceAvailable() bool { return true }
