package match

import "math"

// reach finds, among tickets in order of rating that accept one region, the next
// one up or down whose window reaches a rating. It is a tree over the ends of the
// windows, so that a crowd with narrow windows costs a few steps and not a walk.
type reach struct {
	width int       // leaves, a power of two
	low   []float64 // lowest rating that is reached below a node; root at 1
	high  []float64
	looks *int // at nodes
}

func newReach(byRate []*seeker, region int, looks *int) *reach {
	width := 1
	for width < len(byRate) {
		width *= 2
	}
	r := &reach{width: width, low: make([]float64, 2*width), high: make([]float64, 2*width), looks: looks}
	for i := range 2 * width {
		r.low[i], r.high[i] = math.Inf(1), math.Inf(-1)
	}
	for i, s := range byRate {
		if s.accept[region] {
			r.low[width+i], r.high[width+i] = s.rating-s.window, s.rating+s.window
		}
	}
	for i := width - 1; i > 0; i-- {
		r.join(i)
	}
	return r
}

func (r *reach) join(i int) {
	r.low[i] = min(r.low[2*i], r.low[2*i+1])
	r.high[i] = max(r.high[2*i], r.high[2*i+1])
}

// remove makes the ticket at i reach nobody.
func (r *reach) remove(i int) {
	i += r.width
	if math.IsInf(r.low[i], 1) {
		return // it never did
	}
	r.low[i], r.high[i] = math.Inf(1), math.Inf(-1)
	for i /= 2; i > 0; i /= 2 {
		r.join(i)
	}
}

// up is the first ticket after i whose window reaches down to a rating, or -1.
func (r *reach) up(i int, rating float64) int {
	i += r.width
	for i > 1 {
		*r.looks++
		if i%2 == 0 && r.low[i+1] <= rating {
			i++
			break
		}
		i /= 2
	}
	if i == 1 {
		return -1
	}
	for i < r.width {
		*r.looks++
		i *= 2
		if r.low[i] > rating {
			i++
		}
	}
	return i - r.width
}

// down is the last ticket before i whose window reaches up to a rating, or -1.
func (r *reach) down(i int, rating float64) int {
	i += r.width
	for i > 1 {
		*r.looks++
		if i%2 == 1 && r.high[i-1] >= rating {
			i--
			break
		}
		i /= 2
	}
	if i == 1 {
		return -1
	}
	for i < r.width {
		*r.looks++
		i = 2*i + 1
		if r.high[i] < rating {
			i--
		}
	}
	return i - r.width
}
