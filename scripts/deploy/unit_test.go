package deploy

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"perihelion/server/config"
)

func TestTheUnitDrainsForLessThanSystemdWaits(t *testing.T) {
	text, err := os.ReadFile("perihelion.service")
	if err != nil {
		t.Fatal(err)
	}
	var environ []string
	for line := range strings.Lines(string(text)) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), "Environment="); ok {
			environ = append(environ, v)
		}
	}
	cfg, warnings, err := config.Load(environ)
	if err != nil || len(warnings) > 0 {
		t.Fatalf("its environment: %v %q", err, warnings)
	}
	wait := regexp.MustCompile(`TimeoutStopSec=(\d+)`).FindStringSubmatch(string(text))
	if wait == nil || wait[1] != "450" || cfg.DrainTimeout.Seconds() > 420 {
		t.Errorf("drains for %v, and systemd waits for %v", cfg.DrainTimeout, wait)
	}
}
