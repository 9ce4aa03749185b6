package live

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"perihelion/server/net/httpx"
	"perihelion/server/people/chat"
	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// subscriberQueueSize is how many events may wait for a subscriber, which is disconnected
// when there are more. 64 is a minute of kills on a busy server. Subscribers share the
// events themselves.
const subscriberQueueSize = 64

// subscription is what a client asked for.
type subscription struct {
	kinds       []string
	channels    []string // canonical
	account     string   // of the client; empty: without a token
	checkAccess func(account, channel string) error
}

// maxChannels is how many channels one client may ask for; a player cannot be in more.
const maxChannels = 4

// publicKinds are the kinds of events for clients that ask for none.
var publicKinds = []string{api.LiveStatus, api.LiveKill, api.LiveGoal, api.LiveRound, api.LiveBoard}

// parseSubscription reads the lists in ?kinds= and ?channels=. Asking for a channel
// includes the kind message.
func parseSubscription(q url.Values) (sub subscription, problem *httpx.Problem) {
	for name := range q {
		if name != "kinds" && name != "channels" {
			return sub, httpx.NewProblem(422, "there is no parameter %.40q; there are kinds and channels", name)
		}
	}
	sub.kinds = splitLists(q["kinds"])
	for _, k := range sub.kinds {
		if k != api.LiveMessage && !slices.Contains(publicKinds, k) {
			return sub, httpx.NewProblem(422, "there is no kind %.40q; there are %s and %s", k, strings.Join(publicKinds, ", "), api.LiveMessage)
		}
	}
	for _, c := range splitLists(q["channels"]) {
		sub.channels = append(sub.channels, chat.CanonicalName(c))
	}
	if len(sub.channels) > maxChannels {
		return sub, httpx.NewProblem(422, "no more than %d channels at once", maxChannels)
	}
	switch {
	case len(sub.kinds) == 0:
		sub.kinds = slices.Clone(publicKinds)
	case len(sub.channels) == 0 && slices.Contains(sub.kinds, api.LiveMessage):
		sub.channels = []string{chat.Lobby}
	}
	if len(sub.channels) > 0 && !slices.Contains(sub.kinds, api.LiveMessage) {
		sub.kinds = append(sub.kinds, api.LiveMessage)
	}
	return sub, nil
}

// isPrivate reports whether a channel is not open to everyone.
func (sub *subscription) isPrivate() bool {
	return slices.ContainsFunc(sub.channels, func(c string) bool { return !chat.IsPublic(c) })
}

// includes reports whether the client asked for e, and may (still) read its channel.
func (sub *subscription) includes(e *event) bool {
	if !slices.Contains(sub.kinds, e.kind) {
		return false
	}
	return e.kind != api.LiveMessage || slices.Contains(sub.channels, e.channel) && sub.checkAccess(sub.account, e.channel) == nil
}

// splitLists splits comma-separated lists, given as one parameter or several.
func splitLists(lists []string) (all []string) {
	for _, list := range lists {
		for _, s := range strings.Split(list, ",") {
			if s = strings.TrimSpace(s); s != "" && !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
	}
	return all
}

// subscriber is a connected client of the feed.
type subscriber struct {
	subscription subscription
	queue        chan *event
	done         chan struct{} // closed when it is disconnected

	once   sync.Once
	reason transport.Reason // why, and the same in words
	text   string
}

// enqueue queues e for the client. If the queue is full the client is disconnected, and the
// result is false.
func (s *subscriber) enqueue(e *event) bool {
	select {
	case s.queue <- e:
		return true
	default:
		s.disconnect(transport.TooSlow, "you do not take the news as fast as there are any")
		return false
	}
}

// disconnect ends a subscriber. Only the first reason counts.
func (s *subscriber) disconnect(r transport.Reason, text string) {
	s.once.Do(func() {
		s.reason, s.text = r, text
		close(s.done)
	})
}

// subscribe adds a subscriber and returns its backlog: what it missed since the event with
// id last, or else the status and the chat history.
func (h *Hub) subscribe(sub subscription, last string) (*subscriber, []*event) {
	sub.checkAccess = h.cfg.Chat.CheckAccess
	s := &subscriber{subscription: sub, queue: make(chan *event, subscriberQueueSize), done: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		s.disconnect(transport.Restarting, "the server restarts")
		return s, nil
	}
	h.subscribers[s] = struct{}{}
	return s, h.backlog(&s.subscription, last)
}

// unsubscribe removes a subscriber.
func (h *Hub) unsubscribe(s *subscriber) {
	s.disconnect(transport.Normal, "")
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.subscribers, s)
}

// DisconnectBarred disconnects the accounts for which barred returns a reason.
func (h *Hub) DisconnectBarred(barred func(account string) *transport.Closed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subscribers {
		if end := barred(s.subscription.account); end != nil {
			s.disconnect(end.Reason, end.Text)
			delete(h.subscribers, s)
		}
	}
}

// len is the number of subscribers.
func (h *Hub) len() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.subscribers)
}
