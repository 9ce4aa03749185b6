package casefile

import "slices"

// Spread says how measured values lie.
type Spread struct {
	Count  int     `json:"count"`
	Low    float64 `json:"p10"` // a tenth is below
	Median float64 `json:"p50"`
	High   float64 `json:"p90"` // a tenth is above
}

func spreadOf(values []float64) Spread {
	if len(values) == 0 {
		return Spread{}
	}
	slices.Sort(values)
	at := func(percent int) float64 { return values[(len(values)-1)*percent/100] }
	return Spread{len(values), at(10), at(50), at(90)}
}
