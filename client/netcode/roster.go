package netcode

import (
	"slices"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// A roster is who sits where, in order of seats.
type roster struct {
	players []protocol.Player
}

func findPlayer(players []protocol.Player, p sim.PlayerID) (int, bool) {
	return slices.BinarySearchFunc(players, p, func(l protocol.Player, p sim.PlayerID) int { return int(l.ID) - int(p) })
}

func (r *roster) receive(frame []byte) error {
	news, err := protocol.DecodeRoster(frame)
	if err != nil {
		return err
	}
	if news.Full {
		r.players = r.players[:0]
	}
	for _, p := range news.Left {
		if i, ok := findPlayer(r.players, p); ok {
			r.players = slices.Delete(r.players, i, i+1)
		}
	}
	for _, line := range news.Players {
		i, ok := findPlayer(r.players, line.ID)
		if !ok {
			r.players = slices.Insert(r.players, i, line)
		}
		r.players[i] = line
	}
	return nil
}

func (r *roster) receivePings(frame []byte) error {
	pings, err := protocol.DecodePings(frame)
	for _, p := range pings {
		if i, ok := findPlayer(r.players, p.Player); ok {
			r.players[i].Ping = p.Ping
		}
	}
	return err
}

const (
	linesMost   = 64              // of chat that nobody has looked at; the oldest go
	noticeLeast = 5 * time.Second // that a notice stays on the screen
)

// talk is what the server said in words.
type talk struct {
	lines, given []protocol.Line
	notice       protocol.Notice
	told         time.Duration // when the notice came
	shown        protocol.Notice
	warned       bool
}

func (k *talk) receiveChat(frame []byte) error {
	said, err := protocol.DecodeChat(frame)
	if err != nil {
		return err
	}
	k.lines = append(k.lines, said.Lines...)
	k.lines = slices.Delete(k.lines, 0, max(len(k.lines)-linesMost, 0))
	return nil
}

func (k *talk) receiveNotice(frame []byte, t time.Duration) error {
	n, err := protocol.DecodeNotice(frame)
	if err != nil {
		return err
	}
	k.notice, k.told, k.warned = n, t, true
	return nil
}

// since returns the lines that came since the last call, and the notice that
// stands at t.
func (k *talk) since(t time.Duration) ([]protocol.Line, *protocol.Notice) {
	k.lines, k.given = k.given[:0], k.lines
	if k.warned && t-k.told > max(k.notice.In, noticeLeast) {
		k.warned = false
	}
	if !k.warned {
		return k.given, nil
	}
	k.shown = k.notice
	k.shown.In = max(k.notice.In-(t-k.told), 0)
	return k.given, &k.shown
}
