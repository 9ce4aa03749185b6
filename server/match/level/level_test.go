package level

import (
	"math"
	"testing"
	"time"
)

func TestWhatARoundGives(t *testing.T) {
	won := Round{Length: 5 * time.Minute, Place: 1, Last: 8, People: true, Points: 20, Figures: map[string]int{"kills": 10, "deaths": 4}}
	tests := []struct {
		name   string
		change func(r *Round)
		want   int
	}{
		{"a round that was won", func(*Round) {}, 160},
		{"the same against bots", func(r *Round) { r.People = false }, 80},
		{"the last place", func(r *Round) { r.Place = 8 }, 100},
		{"one in the middle", func(r *Round) { r.Place = 4 }, 134},
		{"more deaths", func(r *Round) { r.Figures = map[string]int{"kills": 10, "deaths": 40} }, 160},
		{"a zone that was held", func(r *Round) { r.Figures = nil }, 120},
		{"goals", func(r *Round) { r.Points, r.Figures = 3, map[string]int{"goals": 2, "assists": 1, "saves": 4} }, 113},
		{"half as long", func(r *Round) { r.Length /= 2 }, 105},
		{"a fight of seconds", func(r *Round) { r.Length = 6 * time.Second }, 4},
		{"more than anybody can do", func(r *Round) { r.Points, r.Length = 5000, time.Hour }, 250},
		{"nobody else in it", func(r *Round) { r.Last = 1 }, 100},
		{"nothing was done", func(r *Round) { r.Points, r.Figures = 0, map[string]int{"kills": 0, "deaths": 9} }, 0},
		{"below nothing", func(r *Round) { r.Points, r.Figures = -4, nil }, 0},
		{"gone at the end", func(r *Round) { r.Left = true }, 0},
		{"no time", func(r *Round) { r.Length = 0 }, 0},
	}
	for _, tt := range tests {
		r := won
		tt.change(&r)
		if got := Experience(&r); got != tt.want {
			t.Errorf("%s gives %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestLevels(t *testing.T) {
	for _, tt := range []struct {
		experience int
		want       Level
	}{
		{-5, Level{1, 0, 50}},
		{0, Level{1, 0, 50}},
		{49, Level{1, 49, 50}},
		{50, Level{2, 0, 100}},
		{149, Level{2, 99, 100}},
		{150, Level{3, 0, 150}},
		{9499, Level{19, 949, 950}},
		{9500, Level{20, 0, 1000}},
		{10_499, Level{20, 999, 1000}},
		{12_600, Level{23, 100, 1000}},
	} {
		if got := Of(tt.experience); got != tt.want {
			t.Errorf("Of(%d) = %+v, want %+v", tt.experience, got, tt.want)
		}
	}
	if got := Of(math.MaxInt); got.Number <= 0 || got.Gained < 0 {
		t.Errorf("with all there can be: %+v", got)
	}
}
