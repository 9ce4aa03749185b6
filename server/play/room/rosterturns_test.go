package room

import (
	"fmt"
	"testing"

	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

func TestOneSnapshotTellsAnEighthOfAnArena(t *testing.T) {
	const n = 1024
	m := begunMatch(Config{Sim: sim.Config{Seats: n}}, &fakeWorld{apart: 1000})
	peers := make([]byteCounter, n)
	for i := range peers {
		if _, err := m.admit(&Request{Player: fmt.Sprint(i), Peer: &peers[i], Aspect: 1778}); err != nil {
			t.Fatal(err)
		}
	}
	for range rosterShare * n / rosterPiece {
		m.flushRoster()
	}
	clear(peers)
	m.roster.markChanged(7)
	for i := range rosterShare {
		m.flushRoster()
		told := 0
		for p := range peers {
			told += peers[p].frames
		}
		if want := (i + 1) * n / rosterShare; told != want {
			t.Fatalf("%d players are told of a change with %d snapshots, want %d", told, i+1, want)
		}
	}
}

func TestThoseWhoOftenChangeDoNotHoldUpTheOthers(t *testing.T) {
	m := begunMatch(Config{Sim: sim.Config{Seats: crowd}}, &fakeWorld{apart: 1000})
	ada := &fakePeer{}
	if _, err := m.admit(&Request{Player: "ada", Name: "ada", Peer: ada, Aspect: 1778}); err != nil {
		t.Fatal(err)
	}
	for i := range crowd - 1 {
		m.mustAdmit(t, fmt.Sprint("pilot ", i))
	}
	for range crowd * rosterRest / rosterPiece {
		for p := range sim.PlayerID(crowd / 2) {
			m.roster.markChanged(p)
		}
		for range crowd/rosterTurns + 1 {
			m.flushRoster()
		}
	}
	if _, known := ada.line(crowd - 1); !known {
		t.Error("the last seat was never told of")
	}
}

// firstLines is a peer that notes whom the roster tells of until the first snapshot.
type firstLines struct {
	fakePeer
	told map[sim.PlayerID]bool
	done bool
}

func (p *firstLines) Publish(u Update) { u.Snap.Release(); p.done = true }

func (p *firstLines) Notify(frame []byte) {
	if typ, _ := protocol.Peek(frame); typ != protocol.TypeRoster || p.done {
		return
	}
	o, _ := protocol.DecodeRoster(frame)
	for _, l := range o.Players {
		p.told[l.ID] = true
	}
}

func TestTheFirstPieceIsOfTheShipsNearby(t *testing.T) {
	const n = 300
	cfg := Config{Game: games.Ships, Sim: sim.Config{Seed: 3, Seats: n + 1, Mode: ships.Swarm}}
	m := newMatch(New(cfg, quiet))
	m.begin()
	m.schedule.botTakeover = 1 << 20
	pass := func(ticks int) {
		for range ticks {
			m.now = m.now.Add(m.schedule.interval)
			m.step()
		}
	}
	for i := range n {
		m.mustAdmit(t, fmt.Sprint("p", i))
	}
	pass(120)
	peer := &firstLines{told: map[sim.PlayerID]bool{}}
	seat, err := m.admit(&Request{Player: "new", Name: "new", Peer: peer, Aspect: 1778})
	if err != nil {
		t.Fatal(err)
	}
	pass(m.interval())
	x, y := m.world.Eye(seat.Me)
	w, h := cfg.Game.About().View.Half(1778)
	near, told := 0, 0
	for p := range sim.PlayerID(n) {
		ex, ey := m.world.Eye(p)
		if dx, dy := ex-x, ey-y; max(dx, -dx) <= rosterNear*w && max(dy, -dy) <= rosterNear*h {
			if near++; peer.told[p] {
				told++
			}
		}
	}
	if near == 0 || told < min(near, rosterFirst-rosterFirst/rosterRest) || !peer.told[seat.Me] {
		t.Errorf("of %d ships nearby %d are told of with the first snapshot; of the own one %t", near, told, peer.told[seat.Me])
	}
}
