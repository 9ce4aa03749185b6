package live

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"perihelion/shared/api"
)

// catchUp is what a newcomer hears first: the status, and then, for who was here
// before, all that came since; for others what was said in their channels. The
// caller holds the mutex.
func (h *Hub) catchUp(w *wants, since uint64) (first []*event) {
	if h.status != nil && w.has(h.status) {
		first = append(first, h.status)
	}
	if since != 0 && since >= h.gone {
		for _, e := range h.recent {
			if e.seq > since && w.has(e) {
				first = append(first, e)
			}
		}
		return first
	}
	for _, c := range w.channels {
		for _, m := range h.cfg.Chat.History(c) {
			first = append(first, h.said(m))
		}
	}
	return first
}

// Forget takes back what accounts have said that have deleted their data.
func (h *Hub) Forget(erased func(account string) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.recent = slices.DeleteFunc(h.recent, func(e *event) bool { return e.account != "" && erased(e.account) })
}

// said is a message of the history as an event. It counts as one that was heard
// before all that come now.
func (h *Hub) said(m api.Message) *event {
	data, err := json.Marshal(api.Live{Kind: api.LiveMessage, At: m.At, Message: &m})
	if err != nil {
		panic("live: " + err.Error())
	}
	return &event{seq: h.seq, kind: api.LiveMessage, channel: m.Channel, id: m.ID, data: data}
}

// twice tells whether e is a message that was among the first events already: it
// was said while the history was being read.
func twice(e *event, first []*event) bool {
	return e.kind == api.LiveMessage && slices.ContainsFunc(first, func(f *event) bool { return f.id == e.id })
}

// name names an event for Last-Event-ID.
func (h *Hub) name(e *event) string { return h.boot + "-" + strconv.FormatUint(e.seq, 10) }

// parse reads what name wrote; 0 is an event of another life, or none.
func (h *Hub) parse(name string) (seq uint64) {
	boot, number, _ := strings.Cut(name, "-")
	if boot != h.boot {
		return 0
	}
	seq, err := strconv.ParseUint(number, 10, 64)
	if err != nil || seq > h.seq {
		return 0
	}
	return seq
}
