package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/net/bus"
	"perihelion/server/net/relay"
	"perihelion/server/ops/panics"
	"perihelion/server/play/fleet"
	"perihelion/server/play/standby"
)

// Cluster counts what the servers of a fleet tell each other.
type Cluster struct {
	refused *prometheus.CounterVec
	asked   *prometheus.HistogramVec
	failed  *prometheus.CounterVec
	taken   *prometheus.CounterVec
	stood   prometheus.Histogram
	shadow  *prometheus.CounterVec
}

func newCluster(f factory) *Cluster {
	asked := append(append(fleet.Asked(), relay.Asked), standby.Asked()...)
	c := &Cluster{
		refused: withZeros(f.counterVec("cluster_refused_total", "Messages over NATS that no server of ours would send now, by why: of another key, of another time, or sent again.", "why"), bus.Refusals()),
		asked: f.histogramVec("cluster_ask_seconds", "How long another server took to answer, by what it was asked.",
			[]float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1}, "what"),
		failed: withZeros(f.counterVec("cluster_ask_failures_total", "Questions that another server did not answer, by what it was asked.", "what"), asked),
	}
	c.taken = withZeros(f.counterVec("cluster_takeovers_total", "Matches of servers that have died or are cut off, by how they came to this one: a player knocked, their server was silent, or they could not go on.", "how"), standby.Takeovers())
	c.stood = f.histogram("cluster_takeover_seconds", "For how long a match stood still that was taken over.",
		[]float64{0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 5})
	c.shadow = withZeros(f.counterVec("cluster_shadow_logs_total", "Logs of matches of other servers that a shadow has played, 10 s each, by what became of them: the same, played otherwise here, not comparable, or left out because it is too slow.", "what"), standby.Shadowings())
	for _, what := range asked {
		c.asked.WithLabelValues(what) // see withZeros
	}
	return c
}

// MessageRefused implements bus.Metrics.
func (c *Cluster) MessageRefused(why string) { c.refused.WithLabelValues(why).Inc() }

// ServerAsked implements fleet.ClusterMetrics.
func (c *Cluster) ServerAsked(what string, took time.Duration, err error) {
	if err != nil {
		c.failed.WithLabelValues(what).Inc()
		return
	}
	c.asked.WithLabelValues(what).Observe(took.Seconds())
}

// MatchTakenOver implements standby.Metrics.
func (c *Cluster) MatchTakenOver(how string, stood time.Duration) {
	c.taken.WithLabelValues(how).Inc()
	c.stood.Observe(stood.Seconds())
}

// LogShadowed implements standby.ShadowMetrics.
func (c *Cluster) LogShadowed(what string) { c.shadow.WithLabelValues(what).Inc() }

// ClusterStatus is what a server knows of its fleet. A server that is alone has no Bus.
type ClusterStatus struct {
	Bus     *bus.Bus
	Cluster *fleet.Cluster
	Keeper  *standby.Keeper
}

// nodeCollector counts the servers of the fleet at each scrape.
type nodeCollector struct {
	set    *Set
	status ClusterStatus
	nodes  *prometheus.Desc
}

// RegisterClusterGauges exports which servers of the fleet this one hears, and whether it can
// hear any.
func (s *Set) RegisterClusterGauges(c ClusterStatus) {
	s.RegisterGauge("cluster_connected", "0 while this server has no connection to NATS; always 1 if it is alone.", func() float64 { return oneIf(c.Bus == nil || c.Bus.Connected()) })
	s.RegisterGauge("cluster_twin", "1 while another server has the name of this one.", func() float64 { return oneIf(c.Cluster != nil && c.Cluster.HasTwin()) })
	s.RegisterGauge("cluster_standby_rooms", "Rooms of other servers whose matches could go on here.", func() float64 {
		if c.Keeper == nil {
			return 0
		}
		return float64(c.Keeper.Len())
	})
	s.registry.MustRegister(&nodeCollector{s, c, prometheus.NewDesc(prometheus.BuildFQName(namespace, "", "cluster_nodes"),
		"Servers of the fleet that this one hears, with itself, by what they do; those of other rules get no players from here.", []string{"state"}, nil)})
}

func (c *nodeCollector) Describe(to chan<- *prometheus.Desc) { to <- c.nodes }

// Collect implements prometheus.Collector. It is called on a goroutine of the library.
func (c *nodeCollector) Collect(to chan<- prometheus.Metric) {
	defer c.set.Guard().Recover(panics.Background, c.set.log, nil)
	n := map[string]int{}
	if c.status.Cluster == nil {
		n[fleet.StateReady] = 1
	} else {
		for _, server := range c.status.Cluster.Servers() {
			n[server.State]++
		}
	}
	for _, state := range fleet.States() {
		to <- prometheus.MustNewConstMetric(c.nodes, prometheus.GaugeValue, float64(n[state]), state)
	}
}

func oneIf(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
