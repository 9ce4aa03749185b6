package live

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"perihelion/shared/api"
)

// backlog is what a new subscriber gets first: the status, and then all events since the
// last one it has seen, or, if that is not known, the history of its channels. The caller
// holds the mutex.
func (h *Hub) backlog(sub *subscription, since uint64) (first []*event) {
	if h.statusEvent != nil && sub.includes(h.statusEvent) {
		first = append(first, h.statusEvent)
	}
	if since != 0 && since >= h.lastEvicted {
		for _, e := range h.recent {
			if e.seq > since && sub.includes(e) {
				first = append(first, e)
			}
		}
		return first
	}
	for _, c := range sub.channels {
		for _, m := range h.cfg.Chat.History(c) {
			first = append(first, h.messageEvent(m))
		}
	}
	return first
}

// DropMessagesOf removes the messages of accounts that have deleted their data from the
// recent events.
func (h *Hub) DropMessagesOf(erased func(account string) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.recent = slices.DeleteFunc(h.recent, func(e *event) bool { return e.account != "" && erased(e.account) })
}

// messageEvent makes an event of a message from the history. Its number is that of the
// newest event so far.
func (h *Hub) messageEvent(m api.Message) *event {
	data, err := json.Marshal(api.Live{Kind: api.LiveMessage, At: m.At, Message: &m})
	if err != nil {
		panic("live: " + err.Error())
	}
	return &event{seq: h.seq, kind: api.LiveMessage, channel: m.Channel, id: m.ID, data: data}
}

// isDuplicate reports whether e is a message that was in the backlog already, because it
// was sent while the history was read.
func isDuplicate(e *event, first []*event) bool {
	return e.kind == api.LiveMessage && slices.ContainsFunc(first, func(f *event) bool { return f.id == e.id })
}

// eventID is the id of an event, for Last-Event-ID.
func (h *Hub) eventID(e *event) string { return h.bootID + "-" + strconv.FormatUint(e.seq, 10) }

// parseEventID parses what eventID made; 0 for none, and for an event from before a
// restart.
func (h *Hub) parseEventID(name string) (seq uint64) {
	boot, number, _ := strings.Cut(name, "-")
	if boot != h.bootID {
		return 0
	}
	seq, err := strconv.ParseUint(number, 10, 64)
	if err != nil || seq > h.seq {
		return 0
	}
	return seq
}
