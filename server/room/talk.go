package room

import (
	"slices"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// talk remembers the last lines that were said, for those who come in.
type talk struct {
	count uint32 // lines ever said
	lines []Said // oldest first, protocol.MaxLines at most
}

// Say passes on what the player of a seat says, already clean, to those whom it
// is meant for. When the room is too busy the line is dropped.
func (r *Room) Say(p sim.PlayerID, epoch uint32, words protocol.Say) {
	_ = r.post(func() {
		s := r.seatOf(p, epoch)
		switch {
		case s == nil:
		case words.Channel == protocol.ChannelTeam && r.cfg.Sim.TeamOf(p) == sim.NoTeam:
			tell(s.peer, "There are no teams in this mode")
		default:
			r.pass(s, protocol.Line{From: p, Name: s.name, Channel: words.Channel, Quick: words.Quick, Text: words.Text, Account: s.account})
		}
	})
}

// pass sends a line to everyone who may hear it, and remembers it.
func (r *Room) pass(s *seat, l protocol.Line) {
	r.talk.count++
	l.Number = r.talk.count
	if len(r.talk.lines) == protocol.MaxLines {
		r.talk.lines = slices.Delete(r.talk.lines, 0, 1)
	}
	line := Said{Player: s.player, Team: r.cfg.Sim.TeamOf(l.From), Line: l, At: r.now}
	r.talk.lines = append(r.talk.lines, line)
	frame := protocol.AppendChat(nil, &protocol.Chat{Lines: []protocol.Line{l}})
	if l.Channel == protocol.ChannelRoom {
		r.notifyAll(frame)
		return
	}
	for p := range r.seats {
		if peer := r.seats[p].peer; peer != nil && line.reaches(r.cfg.Sim.TeamOf(sim.PlayerID(p))) {
			peer.Notify(frame)
		}
	}
}

// reaches tells whether those of a side may hear the line.
func (s *Said) reaches(t sim.Team) bool {
	return s.Line.Channel != protocol.ChannelTeam || s.Team == t
}

// recall tells a newcomer of a side what was said lately. It is one frame, for the
// newcomer's connection holds few.
func (r *Room) recall(peer Peer, side sim.Team) {
	var history protocol.Chat
	for i := range r.talk.lines {
		was := &r.talk.lines[i]
		if !was.reaches(side) {
			continue
		}
		l := was.Line
		l.Ago = r.now.Sub(was.At)
		if s := &r.seats[l.From]; s.holder != human || s.player != was.Player {
			l.From = sim.NoPlayer
		}
		history.Lines = append(history.Lines, l)
	}
	if len(history.Lines) > 0 {
		peer.Notify(protocol.AppendChat(nil, &history))
	}
}

// tell says something to one player alone, in the name of the server.
func tell(peer Peer, text string) {
	if peer != nil {
		peer.Notify(protocol.AppendChat(nil, &protocol.Chat{Lines: []protocol.Line{{From: sim.NoPlayer, Text: text}}}))
	}
}
