package live

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"perihelion/server/chat"
	"perihelion/server/httpx"
	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// waiting is how many events can wait for a listener, who is dropped when there
// are more: a minute of kills in a lively room. All listeners share the events
// themselves.
const waiting = 64

// wants is what a listener asked for.
type wants struct {
	kinds    []string
	channels []string // canonical
	account  string   // whose they are; empty: nobody in particular
	welcome  func(account, channel string) error
}

// mostChannels is how many channels one listener may ask for: there are not more
// that one player could be in.
const mostChannels = 4

// public are the kinds that a listener gets who asks for none.
var public = []string{api.LiveStatus, api.LiveKill, api.LiveRound, api.LiveBoard}

// readWants reads ?kinds= and ?channels=, which hold lists. Who asks for a channel
// asks for its messages.
func readWants(q url.Values) (w wants, refusal *httpx.Problem) {
	for name := range q {
		if name != "kinds" && name != "channels" {
			return w, httpx.NewProblem(422, "there is no parameter %.40q; there are kinds and channels", name)
		}
	}
	w.kinds = split(q["kinds"])
	for _, k := range w.kinds {
		if k != api.LiveMessage && !slices.Contains(public, k) {
			return w, httpx.NewProblem(422, "there is no kind %.40q; there are %s and %s", k, strings.Join(public, ", "), api.LiveMessage)
		}
	}
	for _, c := range split(q["channels"]) {
		w.channels = append(w.channels, chat.Canonical(c))
	}
	if len(w.channels) > mostChannels {
		return w, httpx.NewProblem(422, "no more than %d channels at once", mostChannels)
	}
	switch {
	case len(w.kinds) == 0:
		w.kinds = slices.Clone(public)
	case len(w.channels) == 0 && slices.Contains(w.kinds, api.LiveMessage):
		w.channels = []string{chat.Lobby}
	}
	if len(w.channels) > 0 && !slices.Contains(w.kinds, api.LiveMessage) {
		w.kinds = append(w.kinds, api.LiveMessage)
	}
	return w, nil
}

// private tells whether there is something among it that not everybody may hear.
func (w *wants) private() bool {
	return slices.ContainsFunc(w.channels, func(c string) bool { return !chat.Public(c) })
}

// has tells whether e is something that the listener wants, and may still hear.
func (w *wants) has(e *event) bool {
	if !slices.Contains(w.kinds, e.kind) {
		return false
	}
	return e.kind != api.LiveMessage || slices.Contains(w.channels, e.channel) && w.welcome(w.account, e.channel) == nil
}

// split takes lists apart, on one line or on several.
func split(lists []string) (all []string) {
	for _, list := range lists {
		for _, s := range strings.Split(list, ",") {
			if s = strings.TrimSpace(s); s != "" && !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	return all
}

// listener is somebody who hears the news.
type listener struct {
	wants wants
	queue chan *event
	gone  chan struct{} // closed when it was dropped

	once   sync.Once
	reason transport.Reason // why, as text
	text   string
}

// offer queues e; a listener who takes too long is dropped.
func (s *listener) offer(e *event) bool {
	select {
	case s.queue <- e:
		return true
	default:
		s.drop(transport.TooSlow, "you do not take the news as fast as there are any")
		return false
	}
}

// drop ends a listener. The first reason counts.
func (s *listener) drop(r transport.Reason, text string) {
	s.once.Do(func() {
		s.reason, s.text = r, text
		close(s.gone)
	})
}

// listen adds a listener, and tells what to begin with: what it missed since the
// event that it heard last, or else the status and what was said lately.
func (h *Hub) listen(w wants, last string) (*listener, []*event) {
	w.welcome = h.cfg.Chat.Welcome
	s := &listener{wants: w, queue: make(chan *event, waiting), gone: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		s.drop(transport.Restarting, "the server restarts")
		return s, nil
	}
	h.listeners[s] = struct{}{}
	return s, h.catchUp(&s.wants, h.parse(last))
}

// leave takes a listener away.
func (h *Hub) leave(s *listener) {
	s.drop(transport.Normal, "")
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.listeners, s)
}

// Expel lets go of those who listen in the name of an account that may not any more.
// What barred tells of an account is how its connections end; nil: it may listen.
func (h *Hub) Expel(barred func(account string) *transport.Closed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.listeners {
		if end := barred(s.wants.account); end != nil {
			s.drop(end.Reason, end.Text)
			delete(h.listeners, s)
		}
	}
}

// Len is how many listen.
func (h *Hub) Len() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.listeners)
}
