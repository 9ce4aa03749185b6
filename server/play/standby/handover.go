package standby

import (
	"context"
	"errors"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/play/room"
)

// maxHandovers is how often a match is handed over that the standby does not take.
const maxHandovers = 8

// endStream ends the stream of a room that has ended. A match that is only paused goes on at the standby.
func (j *stream) endStream() {
	defer j.streams.setCovered(j.saved.ID, Place{})
	switch {
	case j.end == room.JournalOver:
		j.release()
	case j.end == room.JournalPaused && (j.confirmed || !j.streams.cfg.Restarts && len(j.tail.log) > 0):
		j.handOver()
	}
}

// handOver sends the rest of the log, and makes sure that the standby plays on, or another one.
func (j *stream) handOver() {
	j.last = true
	for range maxHandovers {
		if j.node == "" {
			j.choose("")
		}
		if j.node == "" {
			break
		}
		j.send()
		switch taken, refused := j.isTaken(); {
		case taken:
			j.log.Info("the match goes on on another server", "node", j.node)
			return
		case refused:
			j.choose(j.node)
		default:
			j.sendAgain()
		}
	}
	j.log.Error("the match does not go on on another server", "node", j.node)
}

// isTaken asks the standby for a while whether it plays on, unless it is not there or refuses.
func (j *stream) isTaken() (taken, refused bool) {
	ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
	defer cancel()
	for ctx.Err() == nil {
		switch h, err := j.askStandby(ctx); {
		case err == nil && h.Taken > j.saved.Epoch:
			return true, false
		case errors.Is(err, bus.ErrNobody), err == nil && h.Refused:
			return false, true
		}
		select {
		case <-time.After(askTimeout / 10):
		case <-ctx.Done():
		}
	}
	return false, false
}
