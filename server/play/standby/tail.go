package standby

import "perihelion/server/play/room"

// maxTail is how long a tail can be, in bytes: ten seconds of the fullest world are less.
const maxTail = 16 << 20

// tail is the end of the log of a room, from its newest state on: all that another server needs to
// play on from the last tick in it. It is a log by itself. The zero tail waits for a state.
type tail struct {
	header []byte // of the log
	log    []byte // header, the newest state, and what came after it; empty: there is none yet
	number int    // counts the states, and the keys of editors: with each the standby gets it from its beginning on
	at     int64  // offset in the log of the room of what comes next
}

// newTail is that of a log whose beginning is known by its header alone: the room goes on with it.
func newTail(header []byte) tail { return tail{header: header, at: -1} }

// extend adds a part of the log.
func (t *tail) extend(p *room.LogPart) {
	switch {
	case p.Begin && len(p.Starts) > 0:
		t.header, t.at = append(t.header[:0], p.Bytes[:p.Starts[0].Offset]...), 0
	case t.at < 0 && len(p.Starts) > 0:
		t.at = p.Starts[0].Offset
	}
	from := 0
	for _, s := range p.Starts {
		if s.State {
			from = int(s.Offset - t.at)
			t.log = append(t.log[:0], t.header...)
			t.number++
		}
	}
	t.at += int64(len(p.Bytes))
	switch rest := p.Bytes[from:]; {
	case len(t.log) == 0:
	case len(t.log)+len(rest) > maxTail:
		t.log = t.log[:0]
	default:
		t.log = append(t.log, rest...)
	}
}
