package scene

import (
	"context"
	"strings"
	"time"

	"perihelion/client/lobby"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// LobbyState is the state around the matches that all scenes share: the server's queues,
// who is online, news, chat, and our party.
type LobbyState struct {
	Meta          api.Meta
	Queues        []api.Queue // of the server, or defaultQueues
	QueuesVersion int         // counts changes of Queues and Meta
	metaCall      *Call[api.Meta]
	nextMeta      time.Time

	feed        liveFeed
	Status      api.Status
	StatusKnown bool // Status has been received
	News        []NewsItem
	NewsCount   int // news items ever added

	Chat  ChatChannel
	Party PartyState
}

// NewsItem is one entry of the news ticker.
type NewsItem struct {
	entry ui.LogEntry
	At    time.Time
}

const maxNews = 40

// defaultQueues are shown until the server has sent its own.
var defaultQueues = []api.Queue{
	{Name: "quick", Mode: "skirmish", Seats: 16, Party: 8},
	{Name: "teams", Mode: "teams", Teams: 2, Seats: 16, Party: 8},
	{Name: "duel", Mode: "duel", Rated: true, Seats: 2, Party: 2},
}

const LobbyChannel = "lobby" // the public chat

func newLobbyState() *LobbyState {
	return &LobbyState{Queues: defaultQueues, Chat: ChatChannel{Name: LobbyChannel}}
}

// Refresh is called each frame and updates what has changed on the server.
func (l *LobbyState) Refresh(deps *Deps, now time.Time) {
	l.fetchMeta(deps, now)
	l.feed.closeIfUnwatched(now)
	for {
		e, ok := l.feed.nextEvent()
		if !ok {
			break
		}
		l.applyLive(&e)
	}
	l.Party.refreshParty(deps, now)
}

// WatchFeed is called each frame by scenes that show the lobby or a party's chat.
func (l *LobbyState) WatchFeed(deps *Deps, now time.Time) {
	l.feed.keepOpen(deps, now, l.Party.Chat.Name)
	l.Chat.pollSay()
	l.Party.Chat.pollSay()
}

func (l *LobbyState) fetchMeta(deps *Deps, now time.Time) {
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
		l.metaCall = RequestAnonymously(deps, RequestTimeout, func(ctx context.Context, l *lobby.Client) (api.Meta, error) { return l.Meta(ctx) })
	}
}

// applyLive stores an event of the live feed.
func (l *LobbyState) applyLive(e *api.Live) {
	switch {
	case e.Status != nil:
		l.Status, l.StatusKnown = *e.Status, true
	case e.Kill != nil:
		l.addNews(e.At, killNews(e.Kill))
	case e.Round != nil:
		l.addNews(e.At, roundNews(e.Round))
	case e.Board != nil:
		l.addNews(e.At, leaderboardNews(e.Board))
	case e.Message != nil && e.Message.Channel == l.Chat.Name:
		l.Chat.addMessage(*e.Message)
	case e.Message != nil && e.Message.Channel == l.Party.Chat.Name:
		l.Party.Chat.addMessage(*e.Message)
	}
}

func (l *LobbyState) addNews(at time.Time, e ui.LogEntry) {
	if len(l.News) == maxNews {
		l.News = append(l.News[:0], l.News[1:]...)
	}
	l.News = append(l.News, NewsItem{e, at})
	l.NewsCount++
}

// queueLabel is the name of a queue on a button.
func queueLabel(q *api.Queue) string { return strings.ToUpper(q.Mode) }

// queueText describes a queue in one line. bots: they fill rooms on this server.
func queueText(q *api.Queue, bots bool) string {
	line := map[string]string{
		"skirmish": "Everyone for themselves, at once",
		"teams":    "Two sides around one star. Your friends' shots do you no harm",
		"duel":     "One against one, for the leaderboard",
	}[q.Mode]
	if line == "" {
		line = "A match of " + q.Mode
	}
	if bots && q.Mode == "skirmish" {
		line += ". Bots fill the empty seats"
	}
	return line
}
