package live

import (
	"encoding/json"
	"slices"

	"perihelion/shared/api"
)

// backlog is what a new subscriber gets first: the status, and then all events since the
// last one it has seen, here or on another server, or, if that is not known, the history of its
// channels. Servers hear of events in orders that may differ by milliseconds. The caller holds the
// mutex.
func (h *Hub) backlog(sub *subscription, last string) (first []*event) {
	if h.statusEvent != nil && sub.includes(h.statusEvent) {
		first = append(first, h.statusEvent)
	}
	at := slices.IndexFunc(h.recent, func(e *event) bool { return e.id == last })
	if at >= 0 || last == h.lastEvicted {
		for _, e := range h.recent[at+1:] {
			if sub.includes(e) {
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

// messageEvent makes an event of a message from the history.
func (h *Hub) messageEvent(m api.Message) *event {
	data, err := json.Marshal(api.Live{Kind: api.LiveMessage, At: m.At, Message: &m})
	if err != nil {
		panic("live: " + err.Error())
	}
	return &event{id: h.newest, kind: api.LiveMessage, channel: m.Channel, message: m.ID, data: data}
}

// isDuplicate reports whether e is a message that was in the backlog already, because it
// was sent while the history was read.
func isDuplicate(e *event, first []*event) bool {
	return e.kind == api.LiveMessage && slices.ContainsFunc(first, func(f *event) bool { return f.message == e.message })
}
