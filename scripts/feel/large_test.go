package feel

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"perihelion/shared/protocol"
	"perihelion/sim/ships"
)

// mostBytes is as many as an arena of a thousand objects may take on the wire.
const mostBytes = 20_000

func TestAnArenaOfAThousandObjectsIsShortOnTheWire(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	list := func(name, fields string, n int) string {
		all := make([]string, n)
		for i := range all {
			all[i] = fmt.Sprintf(`{"id":"%s-%d",%s"radius":%d,"distance":%d,"phase":%d,"period":%d}`,
				name, i, fields, 40+r.IntN(160), 350+r.IntN(600), r.IntN(1<<16), 20+r.IntN(3_580))
		}
		return fmt.Sprintf(`"%ss":[%s]`, name, strings.Join(all, ","))
	}
	spawns := make([]string, 31)
	for i := range spawns {
		spawns[i] = fmt.Sprintf(`,{"id":"spawn-%d","inner":400}`, i)
	}
	text := `{"name":"large","title":"Large","stars":[{"id":"star","radius":100}],"spawns":[{"id":"spawn","inner":400}` + strings.Join(spawns, "") + `],` +
		list("rock", "", 512) + "," + list("zone", `"use":"checkpoint",`, 400) + `,"pads":[`
	for i := range 64 {
		text += fmt.Sprintf(`{"id":"pads-%d","count":3,"inner":500,"outer":%d},`, i, 600+i)
	}
	text = strings.TrimSuffix(text, ",") + "]}"
	a, err := ships.Rules.About().ReadArena([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	frame := protocol.AppendArena(nil, &protocol.Arena{Tick: 1, Text: a.Text})
	t.Logf("%d bytes of %d", len(frame), len(a.Text))
	if len(frame) > mostBytes {
		t.Errorf("%d bytes, want %d at most", len(frame), mostBytes)
	}
}
