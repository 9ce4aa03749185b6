package match

import "math"

// windowTree finds, among the tickets of a region in order of rating, the next one up or
// down whose rating window contains a rating. It is a segment tree over the ends of the
// windows, so that a search takes log n steps instead of visiting many tickets with narrow
// windows.
type windowTree struct {
	width int       // number of leaves, a power of two
	low   []float64 // lowest accepted rating below a node; the root is at 1
	high  []float64
	steps *int // counts visited nodes
}

func newWindowTree(byRating []*candidate, region int, steps *int) *windowTree {
	width := 1
	for width < len(byRating) {
		width *= 2
	}
	t := &windowTree{width: width, low: make([]float64, 2*width), high: make([]float64, 2*width), steps: steps}
	for i := range 2 * width {
		t.low[i], t.high[i] = math.Inf(1), math.Inf(-1)
	}
	for i, s := range byRating {
		if s.accepted[region] {
			t.low[width+i], t.high[width+i] = s.rating-s.window, s.rating+s.window
		}
	}
	for i := width - 1; i > 0; i-- {
		t.updateNode(i)
	}
	return t
}

func (t *windowTree) updateNode(i int) {
	t.low[i] = min(t.low[2*i], t.low[2*i+1])
	t.high[i] = max(t.high[2*i], t.high[2*i+1])
}

// remove excludes the ticket at i from all searches.
func (t *windowTree) remove(i int) {
	i += t.width
	if math.IsInf(t.low[i], 1) {
		return // it was not in the tree
	}
	t.low[i], t.high[i] = math.Inf(1), math.Inf(-1)
	for i /= 2; i > 0; i /= 2 {
		t.updateNode(i)
	}
}

// nextUp is the first ticket after i that accepts a rating below its own, or -1.
func (t *windowTree) nextUp(i int, rating float64) int {
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

// nextDown is the last ticket before i that accepts a rating above its own, or -1.
func (t *windowTree) nextDown(i int, rating float64) int {
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
