package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"perihelion/server/chat"
)

// Chat is told what players say.
type Chat struct{ lines *prometheus.CounterVec }

func newChat(f factory) *Chat {
	return &Chat{fromZero(
		f.counterVec("chat_lines_total", "Lines of chat, by where they were said and what became of them.", "where", "fate"),
		chat.Wheres(), []string{chat.LineSaid, chat.LineMuted, chat.LineFlood, chat.LineUnfit, chat.LineStarry},
	)}
}

// Line counts one.
func (c *Chat) Line(where, fate string) { c.lines.WithLabelValues(where, fate).Inc() }
