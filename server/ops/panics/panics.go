// Package panics contains panics: no goroutine that works for one client, one request or
// one room may end the process, and with it all other matches. Every goroutine of the
// server defers Recover or is started by Loop; `scripts/arch` lists the few exceptions.
//
//	what runs                              who recovers             what is closed then
//	an HTTP request                        httpx.Middleware         that request: 500, or its connection
//	whoever reads a WebSocket              ws.Conn                  that connection, without a close frame
//	a session called by the reader         ws.Conn                  that connection, with a close frame
//	a connection that opens or closes      listen.ConnLimits        that connection, before a byte is read
//	whoever writes to a player             session.Session          that connection; the seat is held
//	a feed subscriber's writer             live.socket              that connection
//	a room with its world                  room.Room                that room; its players find another, a replay is kept
//	closing one of many connections        ws.Server, session.Gate  that connection is cut off
//	background work                        Loop                     nothing: it starts again a second later
//	applying a result                      results.Queue            that result is put aside
//	reading a gauge                        metrics.Set              it is NaN, or missing
//	a listener that accepts                app.App                  the server drains and exits with an error
//	TLS and its certificates               net/http                 that connection
//
// Rooms have no Place: crashed rooms are counted with closed ones. A panic while the
// server is being built, in New of its parts, is not recovered: it should fail at once.
package panics

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"
)

// Place is where a panic was recovered; it is the label of a metric.
type Place string

const (
	Request    Place = "request"
	Connection Place = "connection"
	Session    Place = "session"
	Feed       Place = "feed"
	Background Place = "background"
)

// Places are all values of Place.
var Places = []Place{Request, Connection, Session, Feed, Background}

// restartDelay is how long background work pauses after a panic.
const restartDelay = time.Second

// Guard recovers from panics and counts them. The zero Guard recovers without counting. It
// is safe for concurrent use if Count is.
type Guard struct {
	Count func(Place) // may be nil
}

// Recover is deferred by a goroutine. It stops a panic, logs and counts it, and calls then,
// which closes what the goroutine worked for. A panic of then is stopped as well.
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

// Report logs and counts a panic that was recovered with this cause. It must be called by
// the deferred function that recovered, so that the stack is right.
func (g Guard) Report(p Place, log *slog.Logger, cause any) {
	if g.Count != nil {
		g.Count(p)
	}
	log.Error("panic recovered", "place", string(p), "panic", cause, "stack", string(debug.Stack()))
}

// Loop runs work that must go on as long as the server does. If work panics it is started
// again after restartDelay; if it returns, Loop returns.
func (g Guard) Loop(ctx context.Context, log *slog.Logger, work func(context.Context)) {
	for !g.runOnce(ctx, log, work) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(restartDelay):
		}
	}
}

// runOnce runs work, and reports whether it returned without a panic.
func (g Guard) runOnce(ctx context.Context, log *slog.Logger, work func(context.Context)) (done bool) {
	defer g.Recover(Background, log, nil)
	work(ctx)
	return true
}
