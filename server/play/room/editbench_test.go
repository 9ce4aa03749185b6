//go:build linux

package room

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships/layout"
)

// fullArena is an arena of 512 rocks, 400 zones, and as much else that it has a thousand objects.
func fullArena(b *testing.B) *sim.Arena {
	list := func(name, format string, n int) string {
		all := make([]string, n)
		for i := range all {
			all[i] = fmt.Sprintf(`{"id":"`+name+`-%[1]d",`+format+`}`, i, 400+i%550, i*7919%65536)
		}
		return fmt.Sprintf(`"%ss":[%s]`, name, strings.Join(all, ","))
	}
	text := `{"name":"full","title":"Full","radius":6000,"stars":[{"id":"star","radius":100}],` + strings.Join([]string{
		list("rock", `"radius":30,"distance":%[2]d,"phase":%[3]d,"period":900`, 512),
		list("zone", `"use":"checkpoint","radius":100,"distance":%[2]d,"phase":%[3]d,"period":900`, 400),
		list("pads", `"count":3,"inner":300,"outer":%[2]d`, 64),
		list("spawn", `"inner":%[2]d`, 24),
	}, ",") + "}"
	a, err := games.Ships.About().ReadArena([]byte(strings.Replace(text, `"padss"`, `"pads"`, 1)))
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// cpuTime is what this thread has worked: what a tick costs beside a busy machine, too.
func cpuTime() time.Duration {
	var t unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t)
	return time.Duration(t.Nano())
}

// BenchmarkEditedTick is a whole tick of a room in whose arena of a thousand objects eight edit, 20
// changes a second each, while eight fly: what they send, the changes, the simulation, and all frames.
func BenchmarkEditedTick(b *testing.B) {
	const editors, players = 8, 16
	cfg := Config{Game: games.Ships, Sim: sim.Config{Seed: 3, Seats: players, Arenas: &sim.Arenas{fullArena(b)}, Editable: true}}.withDefaults()
	m := newMatch(New(cfg, quiet))
	m.begin()
	peers, queues := make([]composer, players), make([]*InputQueue, players)
	for p := range peers {
		s, err := m.admit(&Request{Player: fmt.Sprint(p), Peer: &peers[p], Aspect: 1778})
		if queues[p] = s.Inputs; err != nil {
			b.Fatal(err)
		}
		if p < editors {
			m.seats[p].role = protocol.RoleEditor
		}
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var took []time.Duration
	number := uint32(0)
	tick := func() {
		m.now = m.now.Add(m.schedule.interval)
		t := m.world.Tick() + 1
		in := protocol.Inputs{Ack: t - 1, View: t - 1, First: t + 2, N: 1}
		in.Held[0].Axes = [sim.InputAxes]int32{127, 0, int32(t*90) % 65536}
		for _, q := range queues {
			q.Push(&in, m.now)
		}
		start := cpuTime()
		for p := range editors {
			if (int(t)+p)%3 > 0 {
				continue
			}
			number++
			change := layout.AppendChange(nil, []layout.Edit{{Op: layout.Set, Object: fmt.Sprintf("rock-%d", number%512), Field: "phase", Value: fmt.Sprint(number % 65536)}})
			m.askEdit(sim.PlayerID(p), &m.seats[p], &protocol.Edit{Number: number, Change: change})
		}
		m.step()
		took = append(took, cpuTime()-start)
	}
	for range 120 {
		tick()
	}
	took = took[:0]
	for b.Loop() {
		tick()
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds())/1e3, "p99-cpu-µs")
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds())/1e3, "p50-cpu-µs")
}
