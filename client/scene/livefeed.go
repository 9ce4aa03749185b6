package scene

import (
	"context"
	"encoding/json"
	"time"

	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// liveFeed brings what the server tells of itself, for as long as somebody looks. It
// connects again by itself when it breaks.
type liveFeed struct {
	events    chan api.Live // what nobody takes is dropped: newer comes
	party     string        // the channel that it brings beside the lobby's; empty: none
	cancel    context.CancelFunc
	watchedAt time.Time
}

const (
	maxFeedEvents = 256             // what was said lately in two channels comes at once
	feedIdleAfter = 3 * time.Second // after which the wire is cut: a match needs the line
)

// look keeps the wire up, to the party's channel as well if there is one.
func (f *liveFeed) keepOpen(deps *Deps, now time.Time, party string) {
	f.watchedAt = now
	if f.party != party {
		f.disconnect()
	}
	if f.cancel != nil || deps.DialLive == nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	f.events, f.party, f.cancel = make(chan api.Live, maxFeedEvents), party, cancel
	events := f.events
	deps.StartGuarded(func() { deps.runFeed(ctx, party, events) })
}

// rest cuts the wire when nobody has looked for a while.
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

// poll is the next event, if one has come.
func (f *liveFeed) nextEvent() (e api.Live, ok bool) {
	select {
	case e = <-f.events:
		return e, true
	default:
		return e, false
	}
}

// listen ends with ctx. Only a party asks who we are.
func (deps *Deps) runFeed(ctx context.Context, party string, into chan<- api.Live) {
	channels := []string{LobbyChannel}
	if party != "" {
		channels = append(channels, party)
	}
	for tries := 1; ctx.Err() == nil; tries++ {
		token := ""
		if party != "" {
			token = deps.identity.current().Token
		}
		if conn, err := deps.DialLive(ctx, deps.LobbyClient("").LiveURL(channels), token); err == nil {
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

// hear hands on what comes until the connection ends, and says how much it was.
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
