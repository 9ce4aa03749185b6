package match

import "math"

// windowTree finds, among the tickets in order of rating that accept one region, the
// next one up or down whose rating window contains a rating. It is a segment tree over
// the ends of the windows, so that a search costs log n steps and not a walk along many
// tickets with narrow windows.
type windowTree struct {
	width int       // leaves, a power of two
	low   []float64 // lowest rating that is reached below a node; root at 1
	high  []float64
	steps *int // at nodes visited
}

func newWindowTree(byRate []*candidate, region int, looks *int) *windowTree {
	width := 1
	for width < len(byRate) {
		width *= 2
	}
	r := &windowTree{width: width, low: make([]float64, 2*width), high: make([]float64, 2*width), steps: looks}
	for i := range 2 * width {
		r.low[i], r.high[i] = math.Inf(1), math.Inf(-1)
	}
	for i, s := range byRate {
		if s.accept[region] {
			r.low[width+i], r.high[width+i] = s.rating-s.window, s.rating+s.window
		}
	}
	for i := width - 1; i > 0; i-- {
		r.merge(i)
	}
	return r
}

func (t *windowTree) merge(i int) {
	t.low[i] = min(t.low[2*i], t.low[2*i+1])
	t.high[i] = max(t.high[2*i], t.high[2*i+1])
}

// remove takes the ticket at i out of all searches.
func (t *windowTree) remove(i int) {
	i += t.width
	if math.IsInf(t.low[i], 1) {
		return // it never did
	}
	t.low[i], t.high[i] = math.Inf(1), math.Inf(-1)
	for i /= 2; i > 0; i /= 2 {
		t.merge(i)
	}
}

// up is the first ticket after i whose window reaches down to a rating, or -1.
func (t *windowTree) up(i int, rating float64) int {
	i += t.width
	for i > 1 {
		*t.steps++
		if i%2 == 0 && t.low[i+1] <= rating {
			i++
			break
		}
		i /= 2
	}
	if i == 1 {
		return -1
	}
	for i < t.width {
		*t.steps++
		i *= 2
		if t.low[i] > rating {
			i++
		}
	}
	return i - t.width
}

// down is the last ticket before i whose window reaches up to a rating, or -1.
func (t *windowTree) down(i int, rating float64) int {
	i += t.width
	for i > 1 {
		*t.steps++
		if i%2 == 1 && t.high[i-1] >= rating {
			i--
			break
		}
		i /= 2
	}
	if i == 1 {
		return -1
	}
	for i < t.width {
		*t.steps++
		i = 2*i + 1
		if t.high[i] < rating {
			i--
		}
	}
	return i - t.width
}
