package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"perihelion/server/ops/config"
)

func TestTheUnitDrainsForLessThanSystemdWaits(t *testing.T) {
	text, err := os.ReadFile("perihelion@.service")
	if err != nil {
		t.Fatal(err)
	}
	var environ []string
	for line := range strings.Lines(string(text)) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), "Environment="); ok {
			environ = append(environ, strings.ReplaceAll(v, "%i", "main"))
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

// maxExposure is the highest permitted exposure of the unit by systemd's own measure, in
// tenths of its scale from 0 to 10.
const maxExposure = "20"

func TestSystemdAcceptsTheUnitAndItsSandbox(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("there is no systemd here")
	}
	text := shippedFile(t, "perihelion@.service", "ExecStart=/usr/local/bin/perihelion", "ExecStart=/bin/true")
	unit := writeFile(t, filepath.Join(t.TempDir(), "perihelion@main.service"), text)
	for _, args := range [][]string{{"verify", unit}, {"security", "--offline=true", "--threshold=" + maxExposure, unit}} {
		if out, err := exec.Command(analyze, args...).CombinedOutput(); err != nil {
			t.Errorf("systemd-analyze %s: %v\n%s", args[0], err, out)
		}
	}
}
