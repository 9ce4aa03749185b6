package deploy

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"perihelion/server/ops/config"
)

func TestTheContainerRunsAsNobodyAndReportsItsHealth(t *testing.T) {
	text, err := os.ReadFile("Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	dist, err := os.ReadFile("../dist/all")
	if err != nil {
		t.Fatal(err)
	}
	set := map[string]string{} // the last line of each instruction
	for line := range strings.Lines(string(text)) {
		if word, rest, ok := strings.Cut(strings.TrimSpace(line), " "); ok && !strings.HasPrefix(word, "#") {
			set[word] = rest
		}
	}
	for word, want := range map[string]string{
		"FROM":        `^[a-z.]+/[a-z/]+:\d+\.\d+$`, // of a fixed version
		"USER":        `^[1-9]\d*:[1-9]\d*$`,        // a number: so runtimes know that it is not root
		"VOLUME":      `^/data$`,
		"STOPSIGNAL":  `^SIGTERM$`,
		"HEALTHCHECK": `--timeout=\S+ .*CMD .*http://127\.0\.0\.1:8080/healthz$`,
		"ENTRYPOINT":  `^\["/usr/local/bin/perihelion"\]$`,
		"EXPOSE":      `^8080$`,
	} {
		if !regexp.MustCompile(want).MatchString(set[word]) {
			t.Errorf("%s %s, want it to match %s", word, set[word], want)
		}
	}
	cfg, warnings, err := config.Load(strings.Fields(set["ENV"]))
	if err != nil || len(warnings) > 0 || cfg.DataDir != set["VOLUME"] || cfg.HTTPAddr != ":"+set["EXPOSE"] {
		t.Errorf("ENV %s gives %v, %q; data in %s, players at %s", set["ENV"], err, warnings, cfg.DataDir, cfg.HTTPAddr)
	}
	for _, file := range []string{"perihelion-", "Containerfile", "LICENSE", "scripts/notices"} { // the files that are copied
		if !strings.Contains(string(dist), file) {
			t.Errorf("scripts/dist/all knows nothing of %s", file)
		}
	}
}
