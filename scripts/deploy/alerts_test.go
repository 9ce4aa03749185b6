package deploy

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"perihelion/scripts/harness"
)

// requireTool returns the path of a program that `make setup` installs, and skips the test
// without it.
func requireTool(t *testing.T, name string) string {
	t.Helper()
	return harness.RequireProgram(t, name, "PERIHELION_TEST_TOOLS")
}

func TestPromtoolAcceptsRulesAndConfiguration(t *testing.T) {
	promtool := requireTool(t, "promtool")
	for _, args := range []string{"check rules alerts.yml", "check config prometheus.yml", "test rules alerts_test.yml"} {
		if out, err := exec.Command(promtool, strings.Fields(args)...).CombinedOutput(); err != nil {
			t.Errorf("promtool %s: %v\n%s", args, err, out)
		}
	}
}

var alertName = regexp.MustCompile(`alert: (\w+)`)

func TestEveryAlertIsTestedToFireAndToBeSilent(t *testing.T) {
	rules, err := os.ReadFile("alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	tests, err := os.ReadFile("alerts_test.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range alertName.FindAllStringSubmatch(string(rules), -1) {
		var fires, silent bool
		for line := range strings.Lines(string(tests)) {
			if strings.Contains(line, fmt.Sprintf("alertname=%q", m[1])) {
				quiet := strings.Contains(line, "exp_samples: []")
				fires, silent = fires || !quiet, silent || quiet
			}
		}
		if !fires || !silent {
			t.Errorf("alerts_test.yml sees %s fire: %v, and be silent: %v; want both", m[1], fires, silent)
		}
	}
}

// selectedCounter matches a counter that an alert selects by a label. It must exist from
// the start: for Prometheus, a counter that first appears with the value 1 has not grown.
var selectedCounter = regexp.MustCompile(`\b(perihelion_\w+_total)\{(\w+)="(\w+)"\}`)

func TestCountersThatAlertsSelectStartFromZero(t *testing.T) {
	rules, err := os.ReadFile("alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	fresh := scrapeNewServer(t)
	found := selectedCounter.FindAllStringSubmatch(string(rules), -1)
	if len(found) == 0 {
		t.Fatal("no alert selects a counter by a label: is this the right file?")
	}
	for _, m := range found {
		if !regexp.MustCompile(`(?m)^` + m[1] + `\{([^}]*,)?` + m[2] + `="` + m[3] + `"[,}].* 0$`).MatchString(fresh) {
			t.Errorf("a server that has done nothing does not show %s at 0", m[0])
		}
	}
}
