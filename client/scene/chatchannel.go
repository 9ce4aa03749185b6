package scene

import (
	"context"

	"perihelion/client/lobby"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// ChatChannel is one channel of the lobby's chat: its latest messages, which the live feed
// brings, and the message that we send.
type ChatChannel struct {
	Name string

	Messages []api.Message
	entries  []ui.LogEntry
	version  int
	stale    bool // entries must be rebuilt from the messages
	sayCall  *Call[api.Message]
	ErrText  string // why the last message was not sent
}

const maxMessages = 50

// pollSay handles the reply to the message that we sent.
func (c *ChatChannel) pollSay() {
	if r, ok := c.sayCall.Result(); ok {
		c.sayCall = nil
		if r.Err != nil {
			c.ErrText = Explain(r.Err).Text
			return
		}
		c.addMessage(r.Value)
	}
}

// addMessage appends a message, unless it is already there.
func (c *ChatChannel) addMessage(m api.Message) {
	for i := range c.Messages {
		if c.Messages[i].ID == m.ID {
			return
		}
	}
	if len(c.Messages) >= maxMessages {
		c.Messages = append(c.Messages[:0], c.Messages[1:]...)
	}
	c.Messages = append(c.Messages, m)
	c.stale = true
}

// rebuildEntries makes the log entries, without muted players.
func (c *ChatChannel) rebuildEntries(deps *Deps) {
	c.stale = false
	c.version++
	c.entries = c.entries[:0]
	me := deps.identity.current().ID
	for i := range c.Messages {
		m := &c.Messages[i]
		if m.PlayerID != "" && deps.isMuted(protocol.AccountOf(m.PlayerID)) {
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

// fillLog updates a log if the channel has changed; seen is the version that it shows.
func (c *ChatChannel) fillLog(deps *Deps, g *ui.Log, seen *int) {
	if c.stale {
		c.rebuildEntries(deps)
	}
	if *seen != c.version {
		*seen = c.version
		g.SetEntries(c.entries)
	}
}

// Say sends a message.
func (c *ChatChannel) Say(deps *Deps, text string) {
	c.ErrText = ""
	if deps.Switches.noChat.Load() {
		c.ErrText = chatOffText
		return
	}
	if text == "" || c.sayCall != nil {
		return
	}
	channel := c.Name
	c.sayCall = Request(deps, func(ctx context.Context, l *lobby.Client) (api.Message, error) {
		return l.SendMessage(ctx, channel, text)
	})
}
