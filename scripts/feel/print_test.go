package feel

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
)

// badReport is a report in which every figure is bad.
func badReport() *Report {
	r := &Report{Cheats: []CheatResult{{Cheat: Cheat{Banned: true}, Gain: 30}}}
	far := newDistribution([]float64{90, 80, 70})
	for _, p := range puckProfiles(Profiles()) {
		r.Puck = append(r.Puck, PuckRow{Profile: p, Puck: far, Others: far, Jump: far, Ahead: 50, Corrupt: 1})
	}
	for _, p := range Profiles() {
		r.Rows = append(r.Rows, Row{
			Profile: p, Cruise: far, Brawl: far, Starved: 20, Slack: 9, Underrun: 9, Delay: 400, Lead: 9, Blind: 9,
			Picture: far, Recovery: -1, Jumps: 3, Shots: shotCounts{confirmed: 1, denied: 9, rewind: 30},
			Own: 2, Other: 900, Down: 1, Up: 1, Keyframes: 9, Corrupt: 1,
		})
	}
	r.Datagrams = r.Rows
	r.Fairness = []FairnessRow{{Hits: [len(roundTrips)]int{9, 1, 1, 1}}}
	return r
}

func TestEveryBudgetCanBeMissed(t *testing.T) {
	r := badReport()
	for i := range Budgets {
		if got, ok := Budgets[i].evaluate(r); ok {
			t.Errorf("%s: %.2f is good enough", Budgets[i].What, got)
		}
		if _, ok := Budgets[i].evaluate(&Report{}); ok {
			t.Errorf("%s: held without anything measured", Budgets[i].What)
		}
	}
	var b bytes.Buffer
	if r.Print(&b) {
		t.Error("all budgets held")
	}
	if !strings.HasSuffix(b.String(), fmt.Sprintf("\n0 of %d budgets held\n", len(Budgets))) {
		t.Errorf("the report ends in %q", b.String()[max(0, b.Len()-40):])
	}
}

func TestTheDocExplainsEveryColumn(t *testing.T) {
	ships, rinks, _ := strings.Cut(doc, "// The columns of Puck")
	checkExplained(t, ships, columns)
	checkExplained(t, rinks, puckColumns)
}

func checkExplained[R any](t *testing.T, doc string, columns []column[R]) {
	t.Helper()
	for _, c := range columns {
		if !strings.Contains(doc, "//\t"+c.head) && !strings.Contains(doc, "//\tdown, "+c.head) && !strings.Contains(doc, "//\t"+c.head+", ") {
			t.Errorf("column %q is not explained", c.head)
		}
	}
}

func TestChartsAreWellFormed(t *testing.T) {
	r := badReport()
	for i := range charts {
		for name, rows := range map[string][]Row{"a bad game": r.Rows, "nothing but zeros": make([]Row, 2)} {
			var b bytes.Buffer
			charts[i].writeSVG(&b, rows)
			bars := strings.Count(b.String(), "<rect") - len(charts[i].series)
			if want := len(rows) * len(charts[i].series); bars != want {
				t.Errorf("%s of %s: %d bars, want %d", charts[i].file, name, bars, want)
			}
			d := xml.NewDecoder(&b)
			for {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s of %s: %v", charts[i].file, name, err)
				}
			}
		}
	}
}

func TestARayHitsWhatIsInItsWay(t *testing.T) {
	east := ray{0, 0, 1, 0}
	tests := []struct {
		name string
		d    disc
		at   float64
		hit  bool
	}{
		{"straight ahead", disc{x: 100, r: 10}, 90, true},
		{"grazed", disc{x: 100, y: 9.99, r: 10}, 100 - math.Sqrt(100-9.99*9.99), true},
		{"passed", disc{x: 100, y: 10.01, r: 10}, 0, false},
		{"behind", disc{x: -100, r: 10}, 0, false},
		{"inside", disc{x: 5, r: 10}, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if at, hit := east.intersect(tt.d); hit != tt.hit || math.Abs(at-tt.at) > 1e-9 {
				t.Errorf("enters at %v, %v, want %v, %v", at, hit, tt.at, tt.hit)
			}
		})
	}
	s := targets{ships: []disc{{who: 1, x: 300, r: 14}, {who: 2, x: 200, r: 14}}}
	if who, ok := s.firstHit(east); !ok || who != 2 {
		t.Errorf("the ray hits %d, want 2, the nearer", who)
	}
	s.cover = []disc{{x: 100, r: 40}}
	if who, ok := s.firstHit(east); ok {
		t.Errorf("the ray hits %d through a rock", who)
	}
}
