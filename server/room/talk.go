package room

import (
	"slices"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// talk remembers the last lines that were said, for those who come in.
type talk struct {
	count uint32 // lines ever said
	lines []said // oldest first, protocol.MaxLines at most
}

type said struct {
	player string // account
	line   protocol.Line
	at     time.Time
}

// Say passes on what the player of a seat says, already clean, to those whom it
// is meant for. When the room is too busy the line is dropped.
func (r *Room) Say(p sim.PlayerID, epoch uint32, words protocol.Say) {
	_ = r.post(func() {
		s := r.seatOf(p, epoch)
		switch {
		case s == nil:
		case words.Channel == protocol.ChannelTeam: // every mode is each against all
			tell(s.peer, "There are no teams in this mode.")
		default:
			r.pass(s, protocol.Line{From: p, Name: s.name, Channel: words.Channel, Quick: words.Quick, Text: words.Text})
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
	r.talk.lines = append(r.talk.lines, said{player: s.player, line: l, at: r.now})
	r.notifyAll(protocol.AppendChat(nil, &protocol.Chat{Lines: []protocol.Line{l}}))
}

// recall tells a newcomer what was said lately. It is one frame, for the
// newcomer's connection holds few.
func (r *Room) recall(peer Peer) {
	if len(r.talk.lines) == 0 {
		return
	}
	var history protocol.Chat
	for i := range r.talk.lines {
		was := &r.talk.lines[i]
		l := was.line
		l.Ago = r.now.Sub(was.at)
		if s := &r.seats[l.From]; s.holder != human || s.player != was.player {
			l.From = sim.NoPlayer
		}
		history.Lines = append(history.Lines, l)
	}
	peer.Notify(protocol.AppendChat(nil, &history))
}

// tell says something to one player alone, in the name of the server.
func tell(peer Peer, text string) {
	if peer != nil {
		peer.Notify(protocol.AppendChat(nil, &protocol.Chat{Lines: []protocol.Line{{From: sim.NoPlayer, Text: text}}}))
	}
}
