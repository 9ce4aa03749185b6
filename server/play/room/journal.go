package room

import (
	"errors"
	"math"

	"perihelion/shared/replay"
)

// Journal stores the logs that a room records, one after the other. The goroutine of the
// room calls it, and no method blocks.
type Journal interface {
	// Write takes the next part of a log. ErrJournalBusy: earlier parts wait still, and the
	// room keeps this one and offers it again, with more; the last one is never refused so. Any
	// other error: the log cannot go on, and the room begins another one later.
	Write(p *LogPart) error
	// Kept counts the parts that Write has taken, up to the newest that is kept: a process that is
	// killed does not lose it, nor a server whose match goes on at another one.
	Kept() int
	// Close tells that the room has ended. After JournalCrashed it reports whether the match
	// goes on: then somebody calls Registry.Restore, or Registry.GiveUp.
	Close(end JournalEnd) (goesOn bool)
}

// JournalEnd says why a room has ended.
type JournalEnd uint8

const (
	JournalOver    JournalEnd = iota // the match is over: nobody needs its log any more
	JournalPaused                    // the server ends, and the match can go on in its next process
	JournalCrashed                   // the last tick that was recorded could not be played
)

// MaxCrashes is how many rooms of a match may crash so that it still goes on: what crashes
// it again will do so for ever.
const MaxCrashes = 1

// ErrJournalBusy is the error of a Journal that takes nothing now.
var ErrJournalBusy = errors.New("room: the journal is busy")

// LogPart is what was recorded since the part before. It is valid during Journal.Write.
type LogPart struct {
	Begin   bool // the log before is over, and one begins with these Bytes
	Bytes   []byte
	Starts  []LogSegment // the segments that begin in it
	Ended   bool         // the log is over with it, because the round is
	EditKey string       // is Saved.EditKey from now on; empty: it has not changed
	Match   string       // with Ended: the match that it is the log of; empty: of none
	Urgent  bool         // somebody waits until it is kept
	Last    bool         // the room ends with it: whatever Write returns, nothing is offered again
}

// LogSegment is where in its log a segment begins.
type LogSegment struct {
	replay.Start
	Offset int64
	State  bool // it begins with one
}

// nopJournal stores nothing.
type nopJournal struct{}

func (nopJournal) Write(*LogPart) error  { return nil }
func (nopJournal) Kept() int             { return math.MaxInt }
func (nopJournal) Close(JournalEnd) bool { return false }
