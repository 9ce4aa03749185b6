package lobby

import (
	"context"
	"errors"
	"time"

	"perihelion/server/people/account"
	"perihelion/server/people/party"
)

// Codes must not be found by trying, and a guesser must not keep honest players from using
// theirs. So only wrong codes count. A player may miss ten times at once, and then once in
// ten seconds. An address, which may be a classroom of thirty, may miss three hundred times
// at once, and then once a second. If the address is over its limit, a player without
// recent misses may still go on: a neighbour of a guesser who types the right code gets in.
//
// A guesser who makes a new account for each try avoids the limit of the address, but not
// the request rate RATE_TICKETS_PER_IP: at 20 a second and two requests for each try that
// is 864,000 tries a day. A room code is one of 32^6, and with default settings at most 32
// private rooms are open: such a day finds any of them with a chance of 2.6 %, and a given
// room with 0.08 %. Party codes (4096 of 32^8) are found with a chance of 0.3 % a day. Link
// codes, of which a hundred may be valid for ten minutes each and which take one request
// for each try, are found with 0.02 %.
const (
	guessEvery = 10 * time.Second
	maxGuesses = 10 // at once: honest players mistype a code a few times

	guessEveryPerAddr = time.Second
	maxGuessesPerAddr = 30 * maxGuesses
)

// idLength is the length of a room id; codes are shorter. An id gives access to public
// rooms only, so it need not be secret.
const idLength = 12

// limitGuesses calls ask, which looks up a code, unless the player has missed too often.
// Then ask is not called at all: otherwise the difference in responses would reveal a right
// code.
func limitGuesses[T any](ctx context.Context, l *Lobby, code string, ask func() (T, error)) (v T, _ error) {
	if len(code) >= idLength {
		return ask()
	}
	req := requestInfoOf(ctx)
	if problem := l.rateProblem(l.guessWait(req, time.Now())); problem != nil {
		return v, problem
	}
	v, err := ask()
	if errors.Is(err, ErrRoomNotFound) || errors.Is(err, party.ErrNotFound) || errors.Is(err, account.ErrBadCode) {
		now := time.Now()
		l.missesByAddr.Take(req.from, now)
		if req.player.ID != "" {
			l.missesByPlayer.Take(req.player.ID, now)
		}
	}
	return v, err
}

// guessWait is how long the sender of req has to wait before trying the next code; 0: not
// at all.
func (l *Lobby) guessWait(req *requestInfo, now time.Time) time.Duration {
	wait := l.missesByAddr.Wait(req.from, now)
	switch {
	case req.player.ID == "":
		return wait
	case l.missesByPlayer.IsFull(req.player.ID, now):
		return 0
	}
	return max(wait, l.missesByPlayer.Wait(req.player.ID, now))
}
