package auth

import (
	"crypto/rand"
	"time"
)

const (
	kindReplayPass = "replay-pass"
	replayPassTTL  = time.Hour // for a look at one match
)

// IssueReplayPass returns a token with which the replay of a match can be seen that is not for
// everyone. It is for operators, and good on every server.
func (s *Signer) IssueReplayPass(match string, now time.Time) (token string, expires time.Time) {
	c := claims{}
	c.Subject, c.ID = match, rand.Text()
	return s.sign(c, now, replayPassTTL, kindReplayPass)
}

// VerifyReplayPass checks the pass for a match.
func (s *Signer) VerifyReplayPass(token, match string, now time.Time) error {
	c, err := s.verify(token, now, kindReplayPass)
	if err == nil && c.Subject != match {
		err = ErrWrongKind
	}
	return err
}
