package room

import (
	"context"
	"slices"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// chatHistory remembers the last lines that were said, for those who come in.
type chatHistory struct {
	count uint32      // lines ever said
	lines []ChatEntry // oldest first, protocol.MaxLines at most
}

// Say passes on what the player of a seat says, already clean, to those whom it
// is meant for. When the room is too busy the line is dropped.
func (r *Room) Say(p sim.PlayerID, epoch uint32, words protocol.Say) {
	_ = r.post(func(m *match) {
		s := m.seatOf(p, epoch)
		switch {
		case s == nil:
		case words.Channel == protocol.ChannelTeam && m.cfg.Sim.TeamOf(p) == sim.NoTeam:
			sendServerChat(s.peer, "There are no teams in this mode")
		default:
			m.deliverChat(s, protocol.Line{From: p, Name: s.name, Channel: words.Channel, Quick: words.Quick, Text: words.Text, Account: s.account})
		}
	})
}

// deliverChat sends a line to everyone who may hear it, and remembers it.
func (m *match) deliverChat(s *seat, l protocol.Line) {
	m.chat.count++
	l.Number = m.chat.count
	if len(m.chat.lines) == protocol.MaxLines {
		m.chat.lines = slices.Delete(m.chat.lines, 0, 1)
	}
	line := ChatEntry{Player: s.player, Team: m.cfg.Sim.TeamOf(l.From), Line: l, At: m.now}
	m.chat.lines = append(m.chat.lines, line)
	m.record.writer.Chat(1)
	frame := protocol.AppendChat(nil, &protocol.Chat{Lines: []protocol.Line{l}})
	if l.Channel == protocol.ChannelRoom {
		m.notifyAll(frame)
		return
	}
	for p := range m.seats {
		if peer := m.seats[p].peer; peer != nil && line.visibleTo(m.cfg.Sim.TeamOf(sim.PlayerID(p))) {
			peer.Notify(frame)
		}
	}
}

// visibleTo tells whether those of a team may hear the line.
func (s *ChatEntry) visibleTo(t sim.Team) bool {
	return s.Line.Channel != protocol.ChannelTeam || s.Team == t
}

// sendChatHistory sends the last lines to a player who has just come into a team. It is
// one frame, because the reliable queue of the connection is short.
func (m *match) sendChatHistory(peer Peer, side sim.Team) {
	var history protocol.Chat
	for i := range m.chat.lines {
		was := &m.chat.lines[i]
		if !was.visibleTo(side) {
			continue
		}
		l := was.Line
		l.Ago = m.now.Sub(was.At)
		if s := &m.seats[l.From]; s.holder != holderPlayer || s.player != was.Player {
			l.From = sim.NoPlayer
		}
		history.Lines = append(history.Lines, l)
	}
	if len(history.Lines) > 0 {
		peer.Notify(protocol.AppendChat(nil, &history))
	}
}

// sendServerChat sends a line in the name of the server to one player alone.
func sendServerChat(peer Peer, text string) {
	if peer != nil {
		peer.Notify(protocol.AppendChat(nil, &protocol.Chat{Lines: []protocol.Line{{From: sim.NoPlayer, Text: text}}}))
	}
}

// ChatEntry is a line of chat, and the account of whoever said it.
type ChatEntry struct {
	Player string
	Team   sim.Team // of the seat
	Line   protocol.Line
	At     time.Time
}

// Evidence is what a room can tell of itself when somebody in it is reported.
type Evidence struct {
	Match   string    // the round that goes on, or was the last; empty: there was none
	Began   time.Time // that round
	Players []PlayerInfo
	Chat    []ChatEntry // oldest first
}

// Evidence tells what is played in the room, who is in it and what was said lately.
func (r *Room) Evidence(ctx context.Context) (Evidence, error) {
	return ask(ctx, r, func(m *match) Evidence {
		return Evidence{m.round.id, m.round.began, m.playerInfos(), slices.Clone(m.chat.lines)}
	})
}

// Evidence asks the room of that id.
func (g *Registry) Evidence(ctx context.Context, id string) (Evidence, error) {
	r, err := g.Find(id)
	if err != nil {
		return Evidence{}, err
	}
	return r.Evidence(ctx)
}
