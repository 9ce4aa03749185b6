package scene

import (
	"context"
	"encoding/json"
	"time"

	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// wire brings what the server tells of itself, for as long as somebody looks. It
// connects again by itself when it breaks.
type wire struct {
	events chan api.Live // what nobody takes is dropped: newer comes
	party  string        // the channel that it brings beside the lobby's; empty: none
	cancel context.CancelFunc
	looked time.Time
}

const (
	wireEvents = 256             // what was said lately in two channels comes at once
	unwatched  = 3 * time.Second // after which the wire is cut: a match needs the line
)

// look keeps the wire up, to the party's channel as well if there is one.
func (w *wire) look(k *Kit, now time.Time, party string) {
	w.looked = now
	if w.party != party {
		w.cut()
	}
	if w.cancel != nil || k.Listen == nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	w.events, w.party, w.cancel = make(chan api.Live, wireEvents), party, cancel
	events := w.events
	k.start(func() { k.listen(ctx, party, events) })
}

// rest cuts the wire when nobody has looked for a while.
func (w *wire) rest(now time.Time) {
	if w.cancel != nil && now.Sub(w.looked) > unwatched {
		w.cut()
	}
}

func (w *wire) cut() {
	if w.cancel != nil {
		w.cancel()
		w.cancel = nil
	}
}

// poll is the next event, if one has come.
func (w *wire) poll() (e api.Live, ok bool) {
	select {
	case e = <-w.events:
		return e, true
	default:
		return e, false
	}
}

// listen ends with ctx. Only a party asks who we are.
func (k *Kit) listen(ctx context.Context, party string, into chan<- api.Live) {
	channels := []string{lobbyChannel}
	if party != "" {
		channels = append(channels, party)
	}
	for tries := 1; ctx.Err() == nil; tries++ {
		token := ""
		if party != "" {
			token = k.self.who().Token
		}
		if conn, err := k.Listen(ctx, k.Lobby("").LiveURL(channels), token); err == nil {
			stop := context.AfterFunc(ctx, func() { conn.Close(transport.Normal) })
			if hear(conn, into) > 0 {
				tries = 1
			}
			stop()
			conn.Close(transport.Normal)
		}
		rest(ctx, 2*pause(tries))
	}
}

// hear hands on what comes until the connection ends, and says how much it was.
func hear(conn transport.Conn, into chan<- api.Live) (n int) {
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
