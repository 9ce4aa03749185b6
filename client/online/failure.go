package online

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"perihelion/client/lang"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// Failure is what an error means to a player.
type Failure struct {
	Text       string
	Retry      bool          // trying again later may help
	RetryAfter time.Duration // how long the server asks to wait; 0: it does not say
}

// updatedText tells a player whose client is older than the server what to do.
var updatedText = lang.Key("The game has been updated. Load the page again, or get the new version of the program.")

// Explain puts an error of a JoinFlow or of a request in plain words.
func Explain(err error) Failure {
	var p *api.Problem
	var closed *transport.Closed
	var failed *SearchFailed
	switch {
	case errors.As(err, &failed):
		return Failure{Text: Sentence(failed.Error()), Retry: true}
	case errors.As(err, &p):
		again := p.Status == api.StatusTooManyRequests || p.Status == api.StatusServiceUnavailable || p.Status == api.StatusConflict || p.Status >= 502
		return Failure{Sentence(p.Error()), again, p.Retry}
	case errors.Is(err, protocol.ErrVersion):
		return Failure{Text: lang.T(updatedText)}
	case errors.As(err, &closed):
		if closed.Reason == transport.Abnormal {
			return Failure{Text: lang.T("The server could not be reached."), Retry: true}
		}
		return Failure{Text: Sentence(closed.Reason.String()), Retry: closed.Reason.Advice() != transport.GiveUp}
	case errors.Is(err, context.DeadlineExceeded):
		return Failure{Text: lang.T("The server does not answer."), Retry: true}
	}
	return Failure{Text: lang.T("The server could not be reached."), Retry: true}
}

// explainClose says why a connection ended, in the server's words if it sent some.
func explainClose(err error) string {
	var closed *transport.Closed
	if transport.ReasonOf(err) == transport.WrongVersion {
		return lang.T(updatedText)
	}
	if errors.As(err, &closed) && closed.Text != "" && closed.Reason.Own() {
		return Sentence(closed.Text)
	}
	return Sentence(transport.ReasonOf(err).String())
}

// Sentence is s in the player's language, if it is a text of the server or of shared/protocol,
// and makes it start with a capital and end with a full stop.
func Sentence(s string) string {
	if s == "" {
		return s
	}
	s = lang.Server(s)
	first, n := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(first)) + s[n:]
	if !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}

const (
	MaxTries      = 8                      // automatic attempts in a row to get a seat
	maxRetryDelay = 3 * time.Second        // mean of the longest delays
	firstDelay    = 400 * time.Millisecond // mean of the first; it doubles with each failure
)

// RetryDelay is how long to wait before the next attempt after n have failed. It is
// random: when a proxy reloads, all players lose the connection at the same moment, and
// must not all come back at the same moment.
func RetryDelay(n int) time.Duration {
	if n == 0 {
		return rand.N(firstDelay)
	}
	d := min(maxRetryDelay, firstDelay<<min(n-1, 8))
	return d/2 + rand.N(d)
}
