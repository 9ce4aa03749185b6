//go:build !android && !darwin && !js && !windows

package audio

import (
	"os"
	"path/filepath"

	"github.com/jfreymuth/pulse"
)

// deviceAvailable reports whether a sound device can be opened. Ebitengine ends the game if
// there is none, so it is checked before, in Ebitengine's order: PulseAudio (also
// provided by PipeWire), then ALSA.
func deviceAvailable() bool {
	if c, err := pulse.NewClient(); err == nil {
		c.Close()
		return true
	}
	cards, _ := filepath.Glob("/dev/snd/pcmC*D*p") // the pattern is well formed: no error
	for _, card := range cards {
		if f, err := os.OpenFile(card, os.O_WRONLY, 0); err == nil {
			return f.Close() == nil
		}
	}
	return false
}
