package protocol

import (
	"math"
	"time"

	"perihelion/sim"
)

// Channel is who hears a line of chat.
type Channel uint8

const (
	ChannelRoom Channel = iota // everyone in the room
	ChannelTeam                // the own side, in modes that have sides

	lastChannel = ChannelTeam
)

// Say is a line of chat on its way to the server: a quick line, or a text, which
// the server cleans.
type Say struct {
	Channel Channel
	Quick   Quick
	Text    string // empty beside a quick line
}

// Chat is what was said, oldest first: one line as it is said, or the last ones
// for somebody who has just come in.
type Chat struct {
	Lines []Line
}

// Line is a line of chat as everyone who may hear it does.
type Line struct {
	Number  uint32       // counts the lines of the room from 1; 0: told to you alone
	From    sim.PlayerID // NoPlayer: the server, or somebody who has left that seat
	Name    string       // of the speaker, as it was then; empty: the server
	Channel Channel
	Quick   Quick
	Text    string        // empty beside a quick line
	Ago     time.Duration // since it was said, whole seconds
	Account Account       // of the speaker; 0: the server
}

// Words are what to show: the text, or what a quick line means in English.
func (l *Line) Words() string {
	if l.Quick != 0 {
		return l.Quick.String()
	}
	return l.Text
}

// AppendSay appends the frame [4, channel, quick, text].
func AppendSay(dst []byte, s *Say) []byte {
	dst = header(dst, TypeSay, 3)
	return appendWords(dst, s.Channel, s.Quick, s.Text)
}

// DecodeSay reads a Say.
func DecodeSay(frame []byte) (s Say, err error) {
	r := openFields(frame, TypeSay, 3)
	s.Channel, s.Quick, s.Text = r.words()
	return s, decoded(&r, TypeSay)
}

// AppendChat appends the frame
// [19, [[number, from, name, channel, quick, text, ago, account]…]].
func AppendChat(dst []byte, c *Chat) []byte {
	if len(c.Lines) > MaxLines {
		panic("protocol: too many lines for a frame")
	}
	dst = appendArray(header(dst, TypeChat, 1), len(c.Lines))
	for i := range c.Lines {
		dst = appendLine(dst, &c.Lines[i])
	}
	return dst
}

// DecodeChat reads a Chat. It takes memory for the lines that are there, not for
// those that are announced.
func DecodeChat(frame []byte) (c Chat, err error) {
	r := openFields(frame, TypeChat, 1)
	for range r.count(MaxLines) {
		if r.err != nil {
			break
		}
		c.Lines = append(c.Lines, r.said())
	}
	if err := decoded(&r, TypeChat); err != nil {
		return Chat{}, err
	}
	return c, nil
}

func appendLine(dst []byte, l *Line) []byte {
	dst = appendArray(dst, 8)
	dst = appendUint(dst, uint64(l.Number))
	dst = appendUint(dst, uint64(l.From))
	dst = appendStr(dst, l.Name)
	dst = appendWords(dst, l.Channel, l.Quick, l.Text)
	dst = appendUint(dst, uint64(min(max(l.Ago/time.Second, 0), math.MaxUint16)))
	return appendUint(dst, uint64(l.Account))
}

func (r *reader) said() (l Line) {
	r.fields(8)
	l.Number = uint32(r.uint(math.MaxUint32))
	l.From = r.player(sim.NoPlayer)
	l.Name = r.text(MaxName)
	l.Channel, l.Quick, l.Text = r.words()
	l.Ago = time.Duration(r.uint(math.MaxUint16)) * time.Second
	l.Account = Account(r.uint(math.MaxUint64))
	if l.From >= sim.MaxPlayers && l.From != sim.NoPlayer {
		r.fail(errRange)
	}
	return l
}

func appendWords(dst []byte, c Channel, q Quick, text string) []byte {
	dst = appendUint(dst, uint64(c))
	dst = appendUint(dst, uint64(q))
	return appendStr(dst, text)
}

// words reads what was said and to whom.
func (r *reader) words() (c Channel, q Quick, text string) {
	c = Channel(r.uint(uint64(lastChannel)))
	q = Quick(r.uint(uint64(LastQuick)))
	text = r.text(MaxChat)
	if q != 0 && text != "" {
		r.fail(errRange)
	}
	return c, q, text
}
