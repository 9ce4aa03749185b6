package scene

import (
	"context"

	"perihelion/client/lobby"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// chatter is a channel of the lobby's chat: its last lines, which the wire brings,
// and what we say there.
type chatter struct {
	channel string

	lines   []api.Message
	entries []ui.LogEntry
	version int
	stale   bool // the entries are not those of the lines
	saying  *call[api.Message]
	wrong   string // why the last line was not said
}

const mostLines = 50

// update takes what came of the line that we said.
func (c *chatter) update() {
	if r, ok := c.saying.done(); ok {
		c.saying = nil
		if r.err != nil {
			c.wrong = judge(r.err).text
			return
		}
		c.add(r.got)
	}
}

// add takes one more line, unless it is known.
func (c *chatter) add(m api.Message) {
	for i := range c.lines {
		if c.lines[i].ID == m.ID {
			return
		}
	}
	if len(c.lines) >= mostLines {
		c.lines = append(c.lines[:0], c.lines[1:]...)
	}
	c.lines = append(c.lines, m)
	c.stale = true
}

// changed writes the entries anew, without those whom we do not want to hear.
func (c *chatter) changed(k *Kit) {
	c.stale = false
	c.version++
	c.entries = c.entries[:0]
	me := k.self.who().ID
	for i := range c.lines {
		m := &c.lines[i]
		if m.PlayerID != "" && k.mutes(protocol.AccountOf(m.PlayerID)) {
			continue
		}
		e := ui.LogEntry{Author: m.Name, Text: m.Text, AuthorColor: ui.Accent}
		switch {
		case m.PlayerID == "":
			e.Dim = true
		case m.PlayerID == me:
			e.AuthorColor = ui.Cyan
		}
		c.entries = append(c.entries, e)
	}
}

// show brings a log up to date.
func (c *chatter) show(k *Kit, g *ui.Log, seen *int) {
	if c.stale {
		c.changed(k)
	}
	if *seen != c.version {
		*seen = c.version
		g.SetEntries(c.entries, c.version)
	}
}

// say sends a line.
func (c *chatter) say(k *Kit, text string) {
	c.wrong = ""
	if k.Switches.noChat.Load() {
		c.wrong = chatOff
		return
	}
	if text == "" || c.saying != nil {
		return
	}
	channel := c.channel
	c.saying = ask(k, func(ctx context.Context, l *lobby.Client) (api.Message, error) {
		return l.SendMessage(ctx, channel, text)
	})
}
