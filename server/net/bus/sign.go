package bus

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// Keys signs messages, and tells whether others have: *auth.KeyRing.
type Keys interface {
	Sign(message []byte) (key string, signature []byte)
	Verify(key string, message, signature []byte) bool
}

// The headers of a message.
const (
	headerNode      = "Node"
	headerTime      = "Time"  // Unix milliseconds
	headerNonce     = "Nonce" // no two messages have the same
	headerKey       = "Key"
	headerSignature = "Signature" // of all of these, the subject and the body
)

// maxClockSkew is how old a message may be, and how far the clocks of two servers may be apart.
const maxClockSkew = 30 * time.Second

// Why messages are refused, as labels of metrics.
const (
	refusedKey    = "key"    // not signed, or with a key that is not in use here
	refusedTime   = "time"   // by a clock that is more than maxClockSkew from ours
	refusedReplay = "replay" // came before
)

var errForged = errors.New("bus: the answer is not signed by a server of ours")

// Refusals are all reasons, for metrics.
func Refusals() []string { return []string{refusedKey, refusedTime, refusedReplay} }

// signer signs messages of a server.
type signer struct {
	node string
	keys Keys
}

func (s signer) sign(subject string, body []byte) *nats.Msg {
	m := &nats.Msg{Subject: subject, Data: body, Header: nats.Header{
		headerNode: {s.node}, headerTime: {strconv.FormatInt(time.Now().UnixMilli(), 10)}, headerNonce: {rand.Text()},
	}}
	key, signature := s.keys.Sign(signedText(m))
	m.Header.Set(headerKey, key)
	m.Header.Set(headerSignature, encode(signature))
	return m
}

func encode(signature []byte) string { return base64.RawStdEncoding.EncodeToString(signature) }

// signedText is what is signed. It begins unlike a token, which is signed with the same keys.
func signedText(m *nats.Msg) []byte {
	return fmt.Appendf(nil, "bus message\n%s\n%s\n%s\n%s\n%s", m.Subject, m.Header.Get(headerNode), m.Header.Get(headerTime), m.Header.Get(headerNonce), m.Data)
}

// verify returns who has signed m, unless it is not for us to believe.
func (b *Bus) verify(m *nats.Msg) (from string, ok bool) {
	now := time.Now()
	node := m.Header.Get(headerNode)
	signature, err := base64.RawStdEncoding.DecodeString(m.Header.Get(headerSignature))
	if err != nil || !b.cfg.Keys.Verify(m.Header.Get(headerKey), signedText(m), signature) {
		return "", b.refuse(refusedKey, m.Subject, node)
	}
	ms, err := strconv.ParseInt(m.Header.Get(headerTime), 10, 64)
	if err != nil || now.Sub(time.UnixMilli(ms)).Abs() > maxClockSkew {
		return "", b.refuse(refusedTime, m.Subject, node)
	}
	if !b.seen.first(m.Header.Get(headerNonce), now) {
		return "", b.refuse(refusedReplay, m.Subject, node)
	}
	return node, true
}

func (b *Bus) refuse(why, subject, node string) bool {
	b.cfg.Metrics.MessageRefused(why)
	b.cfg.Log.Debug("message refused", "why", why, "subject", subject, "node", node) // others can cause these lines
	return false
}

// replayGuard remembers nonces for as long as their messages would be accepted.
type replayGuard struct {
	mu          sync.Mutex
	turned      time.Time
	now, before map[string]struct{} // the nonces since turned, and those of the period before
}

// first reports whether a nonce has not come before.
func (g *replayGuard) first(nonce string, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now.Sub(g.turned) > 2*maxClockSkew {
		g.now, g.before, g.turned = map[string]struct{}{}, g.now, now
	}
	_, lately := g.now[nonce]
	_, earlier := g.before[nonce]
	g.now[nonce] = struct{}{}
	return !lately && !earlier
}
