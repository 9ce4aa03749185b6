package online

import (
	"context"

	"perihelion/client/lang"
	"perihelion/client/lobby"
	"perihelion/shared/api"
)

// ChatChannel is one channel of the lobby's chat: its latest messages, which the live feed
// brings, and the message that we send.
type ChatChannel struct {
	name     string
	Messages []api.Message // oldest first
	Version  int           // counts changes of Messages
	ErrText  string        // why the last message was not sent

	service *Service
	sayCall *Call[api.Message]
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
		c.AddMessage(r.Value)
	}
}

// AddMessage appends a message, unless it is already there.
func (c *ChatChannel) AddMessage(m api.Message) {
	for i := range c.Messages {
		if c.Messages[i].ID == m.ID {
			return
		}
	}
	if len(c.Messages) >= maxMessages {
		c.Messages = append(c.Messages[:0], c.Messages[1:]...)
	}
	c.Messages = append(c.Messages, m)
	c.Version++
}

// ChatOffText is the answer to a player who writes while chat is off.
var ChatOffText = lang.Key("Chat is off here.")

// Say sends a message. The result is added, or ErrText is set, in a later frame.
func (c *ChatChannel) Say(text string) {
	c.ErrText = ""
	if c.service.chatOff() {
		c.ErrText = lang.T(ChatOffText)
		return
	}
	if text == "" || c.sayCall != nil {
		return
	}
	channel := c.name
	c.sayCall = request(c.service, func(ctx context.Context, l *lobby.Client) (api.Message, error) {
		return l.SendMessage(ctx, channel, text)
	})
}
