package main

import "testing"

func TestTheSearchEndsAtTheMostPlayersThatHold(t *testing.T) {
	for _, most := range []int{64, 500, 512, 1300, 2047, 4800, maxBots} {
		tries := 0
		limit, err := search(func(n int) (bool, error) {
			tries++
			return n <= most, nil
		})
		if err != nil || limit > most || most-limit > findStep && 2*limit <= maxBots {
			t.Errorf("%d hold, found %d (%v)", most, limit, err)
		}
		if tries > 12 {
			t.Errorf("%d tries to find %d", tries, most)
		}
	}
}

func TestAServerIsFullWhenOneLimitBreaks(t *testing.T) {
	good := sample{players: 512, late: .5, snapshots: 1, arrival: maxArrival, cpu: .9, own: .5}
	if why := good.broken(); why != "" {
		t.Errorf("%+v: %s", good, why)
	}
	for name, change := range map[string]func(*sample){
		"late": func(s *sample) { s.late = maxLate + .1 }, "few": func(s *sample) { s.snapshots = .9 },
		"uneven": func(s *sample) { s.arrival++ }, "pilots": func(s *sample) { s.own = 1 },
	} {
		s := good
		if change(&s); s.broken() == "" {
			t.Errorf("%s: %+v is called good", name, s)
		}
	}
}
