// Package deploy has the configuration of what runs around a server in production: a
// systemd unit, files for Caddy and nginx, and for Prometheus and Grafana. Its tests load
// each file into its program, and compare it with what the server really has.
package deploy

import (
	"encoding/json"
	"log/slog"
	"maps"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"perihelion/scripts/harness"
	"perihelion/server/ops/metrics"
)

// plannedMetrics are the metrics of the design, without their prefix, with their labels.
var plannedMetrics = []string{
	"tick_duration_seconds mode", "tick_lag_seconds", "tick_overruns_total", "ticks_skipped_total",
	"rooms mode state", "room_lifetime_seconds", "players mode", "bots mode", "players_capacity",
	"connections", "connection_closes_total reason", "handshake_failures_total reason",
	"ws_received_bytes_total type", "ws_sent_bytes_total type", "ws_messages_total dir type",
	"snapshot_bytes kind", "snapshots_dropped_total", "outbox_depth", "input_buffer_depth",
	"inputs_late_total", "inputs_dropped_total reason", "client_rtt_seconds", "reconciliations_total", "reconnects_total result",
	"matchmaking_tickets queue state", "matchmaking_wait_seconds queue", "matchmaking_quality queue", "match_results_total mode result",
	"allocations_total result", "allocation_seconds", "cluster_nodes state", "cluster_connected", "cluster_heartbeat_age_seconds",
	"store_op_seconds op", "store_queue_depth", "store_errors_total op", "rate_limited_total scope", "draining", "build_info build",
}

// notImplemented are planned metrics that do not exist, and why.
var notImplemented = map[string]string{
	"reconciliations_total":         "a client does not tell: its corrections are on its own net graph, and make feel measures them",
	"reconnects_total":              `joins_total{kind="resumed"} counts those that worked; one that does not is a session that ends with bad_ticket or room_closed`,
	"allocations_total":             "what other servers are asked, and what they do not answer, is in cluster_ask_seconds and cluster_ask_failures_total",
	"allocation_seconds":            `cluster_ask_seconds{what="open"}`,
	"cluster_heartbeat_age_seconds": `a server that was silent for 1.5 s is in cluster_nodes{state="gone"}`,
}

// withoutPanel are metrics that no panel shows, and why.
var withoutPanel = map[string]string{}

// libraryMetric matches metrics of Prometheus' own libraries.
var libraryMetric = regexp.MustCompile(`^(go|process|promhttp)_`)

// catalogue returns every metric of a whole server.
func catalogue(t *testing.T) map[string]metrics.CatalogueEntry {
	return newServerMetrics(t).Catalogue()
}

// scrapeNewServer returns what Prometheus reads from a server that has done nothing.
func scrapeNewServer(t *testing.T) string {
	w := httptest.NewRecorder()
	newServerMetrics(t).Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	return w.Body.String()
}

// newServerMetrics returns the metrics of a server that has just started.
func newServerMetrics(t *testing.T) *metrics.Set {
	t.Helper()
	return harness.StartTestServer(t, slog.New(slog.DiscardHandler)).App.Metrics()
}

var metricName = regexp.MustCompile(`\b(perihelion|go|process)_[a-z0-9_]+`)

// mentionedMetrics returns the metrics that a file names, without the suffixes of
// histograms.
func mentionedMetrics(t *testing.T, file string, known map[string]metrics.CatalogueEntry) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, n := range metricName.FindAllString(string(text), -1) {
		for _, suffix := range []string{"_bucket", "_count", "_sum"} {
			if base, ok := strings.CutSuffix(n, suffix); ok && known[base].Help != "" {
				n = base
			}
		}
		names[n] = true
	}
	return names
}

func TestEveryMetricOfDashboardAndAlertsExists(t *testing.T) {
	known := catalogue(t)
	for _, file := range []string{"grafana.json", "alerts.yml"} {
		names := mentionedMetrics(t, file, known)
		if len(names) < 10 {
			t.Errorf("%s names %d metrics: is it the right file?", file, len(names))
		}
		for _, n := range slices.Sorted(maps.Keys(names)) {
			if _, ok := known[n]; !ok {
				t.Errorf("%s: there is no metric %s", file, n)
			}
		}
	}
}

func TestEveryMetricHasHelpAndAPanel(t *testing.T) {
	known := catalogue(t)
	shown := mentionedMetrics(t, "grafana.json", known)
	for _, n := range slices.Sorted(maps.Keys(known)) {
		if libraryMetric.MatchString(n) {
			continue
		}
		if help := known[n].Help; !strings.HasSuffix(help, ".") {
			t.Errorf("%s: help is %q, want a sentence", n, help)
		}
		if !shown[n] && withoutPanel[n] == "" {
			t.Errorf("%s is on no panel, and not left out for a reason", n)
		}
	}
	for n := range withoutPanel {
		if _, ok := known[n]; !ok || shown[n] {
			t.Errorf("%s is left out, and shown or gone", n)
		}
	}
}

func TestEveryPlannedMetricIsThereOrLeftOutForAReason(t *testing.T) {
	known := catalogue(t)
	for _, line := range plannedMetrics {
		fields := strings.Fields(line)
		n, labels := fields[0], fields[1:]
		m, ok := known["perihelion_"+n]
		switch {
		case ok && notImplemented[n] != "":
			t.Errorf("%s is said to be missing, and there is one", n)
		case !ok && notImplemented[n] == "":
			t.Errorf("%s is planned, and neither there nor missing for a reason", n)
		case ok && !slices.Equal(m.Labels, labels):
			t.Errorf("%s has the labels %q, want %q", n, m.Labels, labels)
		}
	}
}

func TestTheDashboardIsComplete(t *testing.T) {
	text, err := os.ReadFile("grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	var board struct {
		Panels []struct {
			ID      int
			Type    string
			Title   string
			GridPos struct{ X, Y, W, H int }
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(text, &board); err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for _, p := range board.Panels {
		if seen[p.ID] || p.Title == "" || p.GridPos.X+p.GridPos.W > 24 || p.Type != "row" && len(p.Targets) == 0 {
			t.Errorf("panel %d %q is not whole", p.ID, p.Title)
		}
		seen[p.ID] = true
		for _, target := range p.Targets {
			if strings.Count(target.Expr, "(") != strings.Count(target.Expr, ")") || strings.Count(target.Expr, "{") != strings.Count(target.Expr, "}") {
				t.Errorf("panel %q: %s", p.Title, target.Expr)
			}
		}
	}
}
