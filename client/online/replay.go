package online

import (
	"context"
	"sync/atomic"
	"time"

	"perihelion/client/lobby"
)

// replayTimeout is how long a replay may take to come, over a slow link too.
const replayTimeout = 2 * time.Minute

// FetchReplay requests the log of a match; pass is that of an operator, if any. done counts
// the bytes that have come.
func (s *Service) FetchReplay(match, pass string, done *atomic.Int64) *Call[[]byte] {
	return requestRecording(s, func(ctx context.Context, l *lobby.Client) ([]byte, error) {
		done.Store(0)
		return l.Replay(ctx, match, pass, done)
	})
}
