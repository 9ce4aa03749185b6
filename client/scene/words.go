package scene

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// verdict is what an error means to a player.
type verdict struct {
	text  string
	again bool          // the same may work a little later
	wait  time.Duration // as the server asked; 0: it did not
}

// otherVersion is what a player can do about a game that was updated under their hands.
const otherVersion = "The game has been updated. Load the page again, or get the new version of the program."

// judge puts an errand's error in plain words.
func judge(err error) verdict {
	var p *api.Problem
	var closed *transport.Closed
	var over *fruitless
	switch {
	case errors.As(err, &over):
		return verdict{text: sentence(over.Error()), again: true}
	case errors.As(err, &p):
		again := p.Status == http.StatusTooManyRequests || p.Status == http.StatusServiceUnavailable || p.Status == http.StatusConflict || p.Status >= 502
		return verdict{sentence(p.Error()), again, p.Retry}
	case errors.Is(err, protocol.ErrVersion):
		return verdict{text: otherVersion}
	case errors.As(err, &closed):
		if closed.Reason == transport.Abnormal {
			return verdict{text: "The server could not be reached.", again: true}
		}
		return verdict{text: sentence(closed.Reason.String()), again: closed.Reason.Advice() != transport.GiveUp}
	case errors.Is(err, context.DeadlineExceeded):
		return verdict{text: "The server does not answer.", again: true}
	}
	return verdict{text: "The server could not be reached.", again: true}
}

// farewell is why a connection ended, in the server's own words if it said any.
func farewell(err error) string {
	var closed *transport.Closed
	if transport.ReasonOf(err) == transport.WrongVersion {
		return otherVersion
	}
	if errors.As(err, &closed) && closed.Text != "" && closed.Reason.Own() {
		return sentence(closed.Text)
	}
	return sentence(transport.ReasonOf(err).String())
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}

const (
	mostTries    = 8 // automatic ones in a row
	firstPause   = 400 * time.Millisecond
	longestPause = 3 * time.Second
)

// pause is how long to wait before another try when n have failed. It depends on
// chance: where a proxy reloads, everybody loses the connection at the same moment,
// and must not come back at the same moment.
func pause(n int) time.Duration {
	if n == 0 {
		return rand.N(firstPause)
	}
	d := min(longestPause, firstPause<<min(n-1, 8))
	return d/2 + rand.N(d)
}
