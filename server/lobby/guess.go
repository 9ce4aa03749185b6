package lobby

import (
	"context"
	"errors"
	"time"

	"perihelion/server/account"
	"perihelion/server/party"
)

// Whoever guesses codes must not find any, and must not keep those who know one from
// using it. What counts is misses, and of codes only: an account may miss ten times
// and then once in ten seconds, and an address, which may be a classroom's of thirty,
// three hundred times and then once a second. Beyond that of the address an account
// which has missed nothing lately goes on: a neighbour of a guesser, who has typed
// the right code, gets in.
//
// A guesser who makes an account for each try gets around the limit of the address,
// and meets that of requests, RATE_TICKETS_PER_IP: at 20 a second, two for each try,
// 864,000 tries a day. The code of a room is one of 32^6, and with default settings
// 32 private rooms are open at most: such a day finds one of them with a chance of
// 2.6 %, and a given room with 0.08 %. Codes of parties (4096 of 32^8) are found with
// a chance of 0.3 % a day, and codes that link a device, of which a hundred may be
// open for ten minutes each and a try takes one request, with 0.02 %.
const (
	guessEvery = 10 * time.Second
	maxGuesses = 10 // at once: whoever mistypes a code does so a few times

	guessEveryFrom = time.Second
	maxGuessesFrom = 30 * maxGuesses
)

// idLength is how long the id of a room is; codes are shorter. An id opens nothing
// that is not public.
const idLength = 12

// guess is for what needs a code: those who were wrong too often are not told whether
// they are right this time, or codes could be found by trying.
func guess[T any](ctx context.Context, l *Lobby, code string, ask func() (T, error)) (v T, _ error) {
	if len(code) >= idLength {
		return ask()
	}
	c := callerOf(ctx)
	if refusal := l.limited(l.guessIn(c, time.Now())); refusal != nil {
		return v, refusal
	}
	v, err := ask()
	if errors.Is(err, ErrNoRoom) || errors.Is(err, party.ErrNotFound) || errors.Is(err, account.ErrBadCode) {
		now := time.Now()
		l.guessesFrom.Take(c.from, now)
		if c.player.ID != "" {
			l.guesses.Take(c.player.ID, now)
		}
	}
	return v, err
}

// guessIn is how long somebody has to wait before the next code; 0: not at all.
func (l *Lobby) guessIn(c *caller, now time.Time) time.Duration {
	wait := l.guessesFrom.Wait(c.from, now)
	switch {
	case c.player.ID == "":
		return wait
	case l.guesses.Rested(c.player.ID, now):
		return 0
	}
	return max(wait, l.guesses.Wait(c.player.ID, now))
}
