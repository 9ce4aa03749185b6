// Package panics keeps a panic where it happened: no goroutine that works for one
// client, one request or one room may end the process, and with it the matches of
// everybody else. Every goroutine of the server ends in Recover or has been started
// by Loop; `scripts/arch` knows the few that may do without.
//
//	what runs                              who recovers             what is closed then
//	a request of HTTP                      httpx.Wrap                that request: 500, or its connection
//	a WebSocket's reader, gws included     ws.Conn                  that connection, without a close frame
//	a session called by the reader         ws.Conn                  that connection, with a close frame
//	a connection on its way in or out      app.track                that connection, before a byte is read
//	a player's writer                      session.Session          that connection; the seat is held
//	a listener's writer                    live.socket              that connection
//	a room with its world                  room.Room                that room; its players find another, a replay is kept
//	closing a connection, of many at once  ws.Server, session.Gate  nothing more: what was to be closed is cut off
//	work in the background                 Loop                     nothing: it begins again a second later
//	a result that is applied               results.Spool            that result is put aside
//	a number that is scraped               metrics.Set              it is NaN, or missing
//	a listener that accepts                app.App                  the server drains, and says why
//	TLS and its certificates               net/http                 that connection
//
// A room is not among the Places: rooms that crash are counted with those that close.
// What happens before the server serves, in New of its parts, recovers nothing: it
// should fail at once, and loudly.
package panics

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"
)

// Place is where a panic was recovered, as the label of a metric.
type Place string

const (
	Request    Place = "request"
	Connection Place = "connection"
	Session    Place = "session"
	Feed       Place = "feed"
	Background Place = "background"
)

// Places are all there are.
var Places = []Place{Request, Connection, Session, Feed, Background}

// restart is how long work in the background rests after a panic.
const restart = time.Second

// Guard recovers from panics and tells of them. The zero Guard recovers, but nobody
// counts. It is safe for concurrent use if Count is.
type Guard struct {
	Count func(Place) // nil: nobody counts
}

// Recover is deferred by a goroutine. It stops a panic, tells of it, and calls then,
// which closes what the goroutine was there for; a panic of then is stopped as well.
func (g Guard) Recover(p Place, log *slog.Logger, then func()) {
	cause := recover()
	if cause == nil {
		return
	}
	g.Report(p, log, cause)
	if then == nil {
		return
	}
	defer g.Recover(p, log, nil)
	then()
}

// Report tells of a panic that was recovered with this cause. It is to be called
// by the deferred function that did, for the stack.
func (g Guard) Report(p Place, log *slog.Logger, cause any) {
	if g.Count != nil {
		g.Count(p)
	}
	log.Error("panic recovered", "place", string(p), "panic", cause, "stack", string(debug.Stack()))
}

// Loop runs work that must go on as long as the server does. Work that panics
// begins again a moment later; work that returns is done.
func (g Guard) Loop(ctx context.Context, log *slog.Logger, work func(context.Context)) {
	for !g.finished(ctx, log, work) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(restart):
		}
	}
}

// finished runs work, and tells whether it returned.
func (g Guard) finished(ctx context.Context, log *slog.Logger, work func(context.Context)) (done bool) {
	defer g.Recover(Background, log, nil)
	work(ctx)
	return true
}
