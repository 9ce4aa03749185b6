package metrics

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
)

// Reading is the values of all metrics at one moment, by name without our prefix.
type Reading map[string][]series

// series is one combination of labels.
type series struct {
	labels map[string]string
	value  float64
	bounds []float64 // upper bounds of the buckets of a histogram
	counts []uint64  // cumulative counts, by bucket
}

// Gather reads all metrics.
func (s *Set) Gather() (Reading, error) {
	families, err := s.registry.Gather()
	r := make(Reading, len(families))
	for _, f := range families {
		name := f.GetName()
		if len(name) > len(namespace) && name[:len(namespace)] == namespace {
			name = name[len(namespace)+1:]
		}
		for _, m := range f.GetMetric() {
			p := series{labels: map[string]string{}, value: m.GetCounter().GetValue() + m.GetGauge().GetValue()}
			for _, l := range m.GetLabel() {
				p.labels[l.GetName()] = l.GetValue()
			}
			if h := m.GetHistogram(); h != nil {
				p.value = float64(h.GetSampleCount())
				for _, b := range h.GetBucket() {
					p.bounds, p.counts = append(p.bounds, b.GetUpperBound()), append(p.counts, b.GetCumulativeCount())
				}
			}
			r[name] = append(r[name], p)
		}
	}
	return r, err
}

// Sum adds up the series of a metric that have the given labels: name, value, ….
func (r Reading) Sum(name string, labels ...string) (sum float64) {
	for _, p := range r[name] {
		if p.matchesLabels(labels) {
			sum += p.value
		}
	}
	return sum
}

func (p *series) matchesLabels(labels []string) bool {
	for i := 0; i < len(labels); i += 2 {
		if p.labels[labels[i]] != labels[i+1] {
			return false
		}
	}
	return true
}

// By is Sum for each value of a label.
func (r Reading) By(name, label string, labels ...string) map[string]float64 {
	all := map[string]float64{}
	for _, p := range r[name] {
		if p.matchesLabels(labels) {
			all[p.labels[label]] += p.value
		}
	}
	return all
}

// Histogram counts values by bucket. The last count is of values beyond the last bound.
type Histogram struct {
	Bounds []float64
	Counts []uint64
}

// Histogram adds up a histogram over all its labels.
func (r Reading) Histogram(name string) (h Histogram) {
	for _, p := range r[name] {
		if h.Counts == nil {
			h.Bounds, h.Counts = p.bounds, make([]uint64, len(p.counts)+1)
		}
		below := uint64(0)
		for i, n := range p.counts {
			h.Counts[i] += n - below
			below = n
		}
		h.Counts[len(p.counts)] += uint64(p.value) - below
	}
	return h
}

// Since is what was added after an earlier reading of the same histogram.
func (h Histogram) Since(old Histogram) Histogram {
	d := Histogram{Bounds: h.Bounds, Counts: make([]uint64, len(h.Counts))}
	for i, n := range h.Counts {
		d.Counts[i] = n
		if i < len(old.Counts) {
			d.Counts[i] -= old.Counts[i]
		}
	}
	return d
}

// Quantile estimates the quantile q with linear interpolation within a bucket, like
// Prometheus; the largest bound if it lies beyond, 0 if the histogram is empty.
func (h Histogram) Quantile(q float64) float64 {
	total := uint64(0)
	for _, n := range h.Counts {
		total += n
	}
	if total == 0 {
		return 0
	}
	rank, below := q*float64(total), 0.0
	for i, bound := range h.Bounds {
		n := float64(h.Counts[i])
		if below+n >= rank && n > 0 {
			low := 0.0
			if i > 0 {
				low = h.Bounds[i-1]
			}
			return low + (bound-low)*math.Max(rank-below, 0)/n
		}
		below += n
	}
	return h.Bounds[len(h.Bounds)-1]
}

// CatalogueEntry describes a metric.
type CatalogueEntry struct {
	Help   string
	Labels []string
}

// descPattern finds name, help and labels in the text of a description: the library gives
// no other access to them.
var descPattern = regexp.MustCompile(`fqName: "([^"]*)", help: ("(?:[^"\\]|\\.)*"), .*variableLabels: {([^}]*)}`)

// Catalogue is every metric that can be scraped, by its full name.
func (s *Set) Catalogue() map[string]CatalogueEntry {
	all := make(chan *prometheus.Desc)
	go func() {
		defer close(all)
		s.registry.Describe(all)
	}()
	catalogue := map[string]CatalogueEntry{}
	for d := range all {
		if m := descPattern.FindStringSubmatch(d.String()); m != nil {
			help, _ := strconv.Unquote(m[2])
			catalogue[m[1]] = CatalogueEntry{help, strings.FieldsFunc(m[3], func(r rune) bool { return r == ',' })}
		}
	}
	return catalogue
}
