package metrics

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"
)

// factory makes metrics and registers them, so that none is forgotten.
type factory struct{ registry *prometheus.Registry }

func (f factory) counter(name, help string) prometheus.Counter {
	c := prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help})
	f.registry.MustRegister(c)
	return c
}

func (f factory) counterVec(name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	f.registry.MustRegister(c)
	return c
}

// fromZero shows every combination of the values that the labels of v can have, one
// list per label, with a count of 0. Prometheus sees a counter grow only from the
// value of its first scrape on: a series that is not there until it is 1 never grew,
// and whatever alerts on it misses the first time.
func fromZero(v *prometheus.CounterVec, values ...[]string) *prometheus.CounterVec {
	combine(v, nil, values)
	return v
}

func combine(v *prometheus.CounterVec, chosen []string, rest [][]string) {
	if len(rest) == 0 {
		v.WithLabelValues(chosen...)
		return
	}
	for _, value := range rest[0] {
		combine(v, append(slices.Clone(chosen), value), rest[1:])
	}
}

func (f factory) gauge(name, help string) prometheus.Gauge {
	g := prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help})
	f.registry.MustRegister(g)
	return g
}

func (f factory) gaugeVec(name, help string, labels ...string) *prometheus.GaugeVec {
	g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, labels)
	f.registry.MustRegister(g)
	return g
}

func (f factory) histogram(name, help string, buckets []float64) prometheus.Histogram {
	h := prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets})
	f.registry.MustRegister(h)
	return h
}

func (f factory) histogramVec(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}, labels)
	f.registry.MustRegister(h)
	return h
}
