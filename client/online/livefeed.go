package online

import (
	"context"
	"encoding/json"
	"time"

	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// liveFeed receives the server's live events while a scene shows them. It reconnects by
// itself.
type liveFeed struct {
	events    chan api.Live // dropped when full: newer events follow
	party     string        // the party's chat channel, received beside the lobby's; empty: none
	cancel    context.CancelFunc
	watchedAt time.Time
}

const (
	maxFeedEvents = 256             // at the start the recent messages of two channels come at once
	feedIdleAfter = 3 * time.Second // then the feed is closed, because a match needs the bandwidth
)

// keepOpen opens the feed, or keeps it open. party is the party's chat channel, or empty.
func (f *liveFeed) keepOpen(s *Service, now time.Time, party string) {
	f.watchedAt = now
	if f.party != party {
		f.disconnect()
	}
	if f.cancel != nil || s.DialLive == nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	f.events, f.party, f.cancel = make(chan api.Live, maxFeedEvents), party, cancel
	events := f.events
	s.StartGuarded(func() { s.runFeed(ctx, party, events) })
}

// closeIfUnwatched closes the feed when keepOpen was not called for some time.
func (f *liveFeed) closeIfUnwatched(now time.Time) {
	if f.cancel != nil && now.Sub(f.watchedAt) > feedIdleAfter {
		f.disconnect()
	}
}

func (f *liveFeed) disconnect() {
	if f.cancel != nil {
		f.cancel()
		f.cancel = nil
	}
}

// nextEvent returns the next event, if there is one.
func (f *liveFeed) nextEvent() (e api.Live, ok bool) {
	select {
	case e = <-f.events:
		return e, true
	default:
		return e, false
	}
}

// runFeed receives events until ctx ends. Only a party's channel needs our token.
func (s *Service) runFeed(ctx context.Context, party string, into chan<- api.Live) {
	channels := []string{lobbyChannel}
	if party != "" {
		channels = append(channels, party)
	}
	for tries := 1; ctx.Err() == nil; tries++ {
		token := ""
		if party != "" {
			token = s.Guest().Token
		}
		if conn, err := s.DialLive(ctx, s.LobbyClient("").LiveURL(channels), token); err == nil {
			stop := context.AfterFunc(ctx, func() { conn.Close(transport.Normal) })
			if forwardEvents(conn, into) > 0 {
				tries = 1
			}
			stop()
			conn.Close(transport.Normal)
		}
		sleepContext(ctx, 2*RetryDelay(tries))
	}
}

// forwardEvents passes on events until the connection ends, and returns how many came.
func forwardEvents(conn transport.Conn, into chan<- api.Live) (n int) {
	for {
		frame, err := conn.Receive()
		if err != nil {
			return n
		}
		var e api.Live
		if json.Unmarshal(frame, &e) != nil {
			return n
		}
		n++
		select {
		case into <- e:
		default:
		}
	}
}
