package online

import (
	"context"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
)

// Lobby is the state around the matches that all scenes share: the server's queues,
// who is online, news, chat, and our party.
type Lobby struct {
	Meta          api.Meta
	Queues        []api.Queue // of the server, or DefaultQueues
	QueuesVersion int         // counts changes of Queues and Meta
	service       *Service
	regions       regionMeter
	metaCall      *Call[api.Meta]
	nextMeta      time.Time

	feed        liveFeed
	Status      api.Status
	StatusKnown bool       // Status has been received
	News        []api.Live // kills, rounds and leaderboard changes, oldest first
	NewsCount   int        // news ever added

	Chat  ChatChannel
	Party Party
}

// MaxNews is how many news are kept.
const MaxNews = 40

// DefaultQueues are shown until the server has sent its own.
func DefaultQueues() []api.Queue {
	return []api.Queue{
		{Name: "quick", Mode: "skirmish", Rated: true, Seats: 16, Party: 8},
		{Name: "teams", Mode: "teams", Rated: true, Teams: 2, Seats: 16, Party: 8},
		{Name: "duel", Mode: "duel", Rated: true, Seats: 2, Party: 2},
	}
}

// lobbyChannel is the name of the public chat channel.
const lobbyChannel = "lobby"

func newLobby(s *Service) *Lobby {
	return &Lobby{Queues: DefaultQueues(), service: s, Chat: ChatChannel{name: lobbyChannel, service: s}, Party: Party{service: s}}
}

// Refresh is called each frame and updates what has changed on the server.
func (l *Lobby) Refresh(now time.Time) {
	l.fetchMeta(now)
	l.regions.refresh(l.service, l.Meta.Regions, now)
	l.feed.closeIfUnwatched(now)
	for {
		e, ok := l.feed.nextEvent()
		if !ok {
			break
		}
		l.Apply(&e)
	}
	l.Party.refresh(now)
}

// WatchFeed is called each frame by scenes that show the lobby or a party's chat.
func (l *Lobby) WatchFeed(now time.Time) {
	l.feed.keepOpen(l.service, now, l.Party.Chat.name)
	l.Chat.pollSay()
	l.Party.Chat.pollSay()
}

// CloseFeed closes the live feed. WatchFeed opens it again.
func (l *Lobby) CloseFeed() { l.feed.disconnect() }

func (l *Lobby) fetchMeta(now time.Time) {
	if r, ok := l.metaCall.Result(); ok {
		l.metaCall = nil
		if r.Err == nil {
			l.Meta = r.Value
			l.QueuesVersion++
			if len(r.Value.Queues) > 0 {
				l.Queues = r.Value.Queues
			}
			return
		}
	}
	if l.Meta.Protocol == 0 && l.metaCall == nil && now.After(l.nextMeta) {
		l.nextMeta = now.Add(pollRetryInterval)
		l.metaCall = requestOptionalAuth(l.service, requestTimeout, func(ctx context.Context, l *lobby.Client) (api.Meta, error) { return l.Meta(ctx) })
	}
}

// Apply stores an event of the live feed.
func (l *Lobby) Apply(e *api.Live) {
	switch {
	case e.Status != nil:
		l.Status, l.StatusKnown = *e.Status, true
	case e.Kill != nil, e.Goal != nil, e.Round != nil, e.Board != nil:
		l.addNews(e)
	case e.Message != nil && e.Message.Channel == l.Chat.name:
		l.Chat.AddMessage(*e.Message)
	case e.Message != nil && e.Message.Channel == l.Party.Chat.name:
		l.Party.Chat.AddMessage(*e.Message)
	}
}

func (l *Lobby) addNews(e *api.Live) {
	if len(l.News) == MaxNews {
		l.News = append(l.News[:0], l.News[1:]...)
	}
	l.News = append(l.News, *e)
	l.NewsCount++
}
