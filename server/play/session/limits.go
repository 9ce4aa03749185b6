package session

import (
	"time"

	"perihelion/shared/bucket"
)

// Limits bound what one client may do. The zero value of a field means its
// default.
type Limits struct {
	Hello    time.Duration // until the client must have introduced itself; 5 s
	Join     time.Duration // until its room must have answered; 5 s
	Messages int           // per second; 120
	Bytes    int           // per second; 32 KiB
}

const (
	burst                 = 2 * time.Second  // of messages at once: what a link holds back and lets go
	strikes               = 3                // seconds with too many messages that end the session
	strikesForgottenAfter = 10 * time.Second // within the limits, after which strikes are forgotten

	windowRate, windowBurst = 3, 8   // times a second, and at once, that a client tells of the shape of its window
	editRate, editBurst     = 40, 80 // times a second, and at once, that a client changes the arena; the room allows less
	cursorRate, cursorBurst = 30, 60 // the same, that it tells where it points
	rightsRate, rightsBurst = 2, 20  // the same, that it gives or claims a role
	answerRate, answerBurst = 1, 4   // times a second, and at once, that a client is told what became of a line
)

func (l Limits) withDefaults() Limits {
	if l.Hello == 0 {
		l.Hello = 5 * time.Second
	}
	if l.Join == 0 {
		l.Join = 5 * time.Second
	}
	if l.Messages == 0 {
		l.Messages = 120
	}
	if l.Bytes == 0 {
		l.Bytes = 32 << 10
	}
	return l
}

// meter judges how much one client sends.
type meter struct {
	messages, bytes, answers, windows, edits, cursors, rights bucket.Bucket
	strikes                                                   int
	lastStrike                                                time.Time
}

func newMeter(l Limits) meter {
	return meter{
		messages: bucket.New(l.Messages, int(burst.Seconds())*l.Messages),
		bytes:    bucket.New(l.Bytes, int(burst.Seconds())*l.Bytes),
		answers:  bucket.New(answerRate, answerBurst),
		windows:  bucket.New(windowRate, windowBurst),
		edits:    bucket.New(editRate, editBurst),
		cursors:  bucket.New(cursorRate, cursorBurst),
		rights:   bucket.New(rightsRate, rightsBurst),
	}
}

// allow reports whether a frame of n bytes may pass.
func (m *meter) allow(n int, now time.Time) bool {
	if m.messages.Take(1, now) && m.bytes.Take(n, now) {
		return true
	}
	if now.Sub(m.lastStrike) > strikesForgottenAfter {
		m.strikes = 0
	}
	if now.Sub(m.lastStrike) >= time.Second {
		m.strikes++
		m.lastStrike = now
	}
	return false
}

// isOver reports whether the client has been warned often enough.
func (m *meter) isOver() bool { return m.strikes >= strikes }
