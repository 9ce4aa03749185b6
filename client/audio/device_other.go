//go:build android || darwin || windows

package audio

// deviceAvailable is true: on these systems Ebitengine does not end the game without a device.
func deviceAvailable() bool { return true }
