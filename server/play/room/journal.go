package room

import (
	"errors"

	"perihelion/shared/replay"
)

// Journal stores the logs that a room records, one after the other. The goroutine of the
// room calls it, and no method blocks.
type Journal interface {
	// Write takes the next part of a log. ErrJournalBusy: earlier parts wait still, and the
	// room keeps this one and offers it again, with more. Any other error: the log cannot go
	// on, and the room begins another one later.
	Write(p *LogPart) error
	// Close tells that the room has ended, and whether its match may go on elsewhere: after
	// a crash, or a restart of the server.
	Close(goesOn bool)
}

// ErrJournalBusy is the error of a Journal that takes nothing now.
var ErrJournalBusy = errors.New("room: the journal is busy")

// LogPart is what was recorded since the part before. It is valid during Journal.Write.
type LogPart struct {
	Begin  bool // the log before is over, and one begins with these Bytes
	Bytes  []byte
	Starts []LogSegment // the segments that begin in it
	Ended  bool         // the log is over with it, because the round is
	Match  string       // with Ended: the match that it is the log of; empty: of none
}

// LogSegment is where in its log a segment begins.
type LogSegment struct {
	replay.Start
	Offset int64
	State  bool // it begins with one
}

// nopJournal stores nothing.
type nopJournal struct{}

func (nopJournal) Write(*LogPart) error { return nil }
func (nopJournal) Close(bool)           {}
