package fairness

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"perihelion/sim"
)

// large is an arena of a thousand objects, as many as an author may place.
func large(t testing.TB) *sim.Arena {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	list := func(name, fields string, n, least int) string {
		all := make([]string, n)
		for i := range all {
			all[i] = fmt.Sprintf(`{"id":"%s-%d",%s"radius":%d,"distance":%d,"phase":%d,"period":%d}`,
				name, i, fields, least+r.IntN(least), 350+r.IntN(600), r.IntN(1<<16), 200+r.IntN(3_000))
		}
		return fmt.Sprintf(`"%ss":[%s]`, name, strings.Join(all, ","))
	}
	text := `{"name":"large","title":"Large","radius":8000,"stars":[{"id":"star","radius":100}],"spawns":[{"id":"spawn","inner":200}],` +
		list("rock", "", 512, 30) + "," + list("zone", `"use":"checkpoint",`, 400, 100) + `,"pads":[`
	for i := range 64 {
		text += fmt.Sprintf(`{"id":"pads-%d","count":3,"inner":500,"outer":%d},`, i, 600+i)
	}
	a, err := shipsGame.About().ReadArena([]byte(strings.TrimSuffix(text, ",") + "]}"))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// BenchmarkRound is a round of ten bots in an arena that is as full as it may be. A check plays forty.
func BenchmarkRound(b *testing.B) {
	a := large(b)
	for _, mode := range modes {
		b.Run(mode.Name, func(b *testing.B) {
			ticks := 0
			for b.Loop() {
				r, _ := play(plan{shipsGame, a, mode, 1, func() bool { return true }})
				ticks += r.ticks
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(ticks), "µs/tick")
		})
	}
}
