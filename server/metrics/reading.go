package metrics

import "math"

// Reading is every metric at one moment, by its name without prefix; what is no
// metric of ours has its own.
type Reading map[string][]point

// point is one combination of labels.
type point struct {
	labels map[string]string
	value  float64
	bounds []float64 // of a histogram, in which
	counts []uint64  // so many were at most that large
}

// Read reads them all.
func (s *Set) Read() (Reading, error) {
	families, err := s.registry.Gather()
	r := make(Reading, len(families))
	for _, f := range families {
		name := f.GetName()
		if len(name) > len(namespace) && name[:len(namespace)] == namespace {
			name = name[len(namespace)+1:]
		}
		for _, m := range f.GetMetric() {
			p := point{labels: map[string]string{}, value: m.GetCounter().GetValue() + m.GetGauge().GetValue()}
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

// Sum adds up a metric over all its labels but those given, as name, value, ….
func (r Reading) Sum(name string, labels ...string) (sum float64) {
	for _, p := range r[name] {
		if p.has(labels) {
			sum += p.value
		}
	}
	return sum
}

func (p *point) has(labels []string) bool {
	for i := 0; i < len(labels); i += 2 {
		if p.labels[labels[i]] != labels[i+1] {
			return false
		}
	}
	return true
}

// By adds up a metric for each value of a label, over all labels but those given.
func (r Reading) By(name, label string, labels ...string) map[string]float64 {
	all := map[string]float64{}
	for _, p := range r[name] {
		if p.has(labels) {
			all[p.labels[label]] += p.value
		}
	}
	return all
}

// Histogram is how often values fell between bounds, the last count being of
// those beyond the last bound.
type Histogram struct {
	Bounds []float64
	Counts []uint64
}

// Histogram adds up one over all its labels.
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

// Quantile is the value below which the share q lies, as even within a bucket as
// Prometheus assumes; the largest bound if it lies beyond that, 0 if there is
// nothing.
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
