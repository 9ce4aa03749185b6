package bus

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// Keys signs messages, and tells whether others have: *auth.KeyRing.
type Keys interface {
	Sign(message []byte) (key string, signature []byte)
	Verify(key string, message, signature []byte) bool
	// Secret is the same for one purpose on all servers that sign with the same key, and known to nobody else.
	Secret(purpose string) (key string, secret []byte)
}

// A message is an envelope and then its body. The envelope has
//
//	the form      1 byte
//	the node      1 byte of length, and its name
//	the time      8 bytes: Unix milliseconds
//	the nonce     8 bytes: no two messages have the same
//	the key       1 byte of length, and its id; only if it is signed
//	the proof     a signature, or a tag; of the subject, of all of this and of the body
const (
	formSigned = 1 // for all who verify with that key: to all, or to a server of which nothing was heard lately
	formTagged = 2 // for a server that signs with the same key: a third of the bytes, a hundredth of the work

	nonceSize     = 8
	signatureSize = 64
	tagSize       = 16 // of HMAC-SHA256
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

// signer makes the messages of a server, and knows which keys the others sign with.
type signer struct {
	node   string
	keys   Keys
	key    string // that keys sign with
	secret []byte // of tags

	mu     sync.Mutex
	others map[string]heardKey // keys of servers, by name
}

// heardKey is the key that a server has signed with, and when it did last.
type heardKey struct {
	key string
	at  time.Time
}

// keyLasts is how long the key of a server counts that says nothing to all: several heartbeats. One that starts
// again with another key is down for longer.
const keyLasts = time.Second

func newSigner(node string, keys Keys) *signer {
	s := &signer{node: node, keys: keys, others: map[string]heardKey{}}
	s.key, s.secret = keys.Secret("bus tags")
	return s
}

// seal is a message, which one server alone must be able to verify; to "": all.
func (s *signer) seal(subject, to string, body []byte, now time.Time) []byte {
	s.mu.Lock()
	other := s.others[to]
	tagged := to != "" && other.key == s.key && now.Sub(other.at) <= keyLasts
	s.mu.Unlock()
	form := byte(formSigned)
	if tagged {
		form = formTagged
	}
	b := append([]byte{form, byte(len(s.node))}, s.node...)
	b = binary.BigEndian.AppendUint64(b, uint64(now.UnixMilli()))
	var nonce [nonceSize]byte
	_, _ = rand.Read(nonce[:]) // never fails
	b = append(b, nonce[:]...)
	if tagged {
		b = append(b, s.tag(provenText(subject, b, body))...)
	} else {
		b = append(append(b, byte(len(s.key))), s.key...)
		_, signature := s.keys.Sign(provenText(subject, b, body))
		b = append(b, signature...)
	}
	return append(b, body...)
}

func (s *signer) tag(text []byte) []byte {
	h := hmac.New(sha256.New, s.secret)
	h.Write(text)
	return h.Sum(nil)[:tagSize]
}

// provenText is what is signed. It begins unlike a token, which is signed with the same keys.
func provenText(subject string, envelope, body []byte) []byte {
	return fmt.Appendf(nil, "bus message\n%s\n%s%s", subject, envelope, body)
}

// envelope is what the envelope of a message says.
type envelope struct {
	form  byte
	node  string
	sent  time.Time
	nonce [nonceSize]byte
	key   string
}

// open reads a message: ok if its proof is right. Otherwise e.node is who claims to have sent it.
func (s *signer) open(subject string, data []byte) (e envelope, body []byte, ok bool) {
	rest := data
	take := func(n int) (part []byte) {
		if ok = ok && len(rest) >= n; ok {
			part, rest = rest[:n], rest[n:]
		}
		return part
	}
	number := func(n int) (v uint64) {
		for _, b := range take(n) {
			v = v<<8 | uint64(b)
		}
		return v
	}
	ok = true
	e.form = byte(number(1))
	e.node = string(take(int(number(1))))
	e.sent = time.UnixMilli(int64(number(8)))
	copy(e.nonce[:], take(nonceSize))
	size := tagSize
	if e.form == formSigned {
		e.key, size = string(take(int(number(1)))), signatureSize
	}
	head := data[:len(data)-len(rest)]
	proof := take(size)
	if !ok {
		return e, nil, false
	}
	switch text := provenText(subject, head, rest); e.form {
	case formSigned:
		ok = s.keys.Verify(e.key, text, proof)
	case formTagged:
		ok = hmac.Equal(proof, s.tag(text))
	default:
		ok = false
	}
	return e, rest, ok
}

// hear notes which key a server signs with.
func (s *signer) hear(e *envelope, now time.Time) {
	if e.form != formSigned {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.others[e.node] = heardKey{e.key, now}
}

// Topic is the topic to which one server alone listens.
func Topic(node, what string) string { return nodeTopics + node + "." + what }

const nodeTopics = "node." // where topics of one server begin

// nodeOf is the server that alone listens to a topic; "": all may.
func nodeOf(topic string) string {
	rest, ok := strings.CutPrefix(topic, nodeTopics)
	if !ok {
		return ""
	}
	node, _, _ := strings.Cut(rest, ".")
	return node
}

// verify returns who has sent a message and what, unless it is not for us to believe.
func (b *Bus) verify(subject string, data []byte) (m Message, ok bool) {
	now := time.Now()
	e, body, ok := b.signer.open(subject, data)
	switch {
	case !ok:
		return m, b.refuse(refusedKey, subject, e.node)
	case now.Sub(e.sent).Abs() > maxClockSkew:
		return m, b.refuse(refusedTime, subject, e.node)
	case !b.seen.first(e.nonce, now):
		return m, b.refuse(refusedReplay, subject, e.node)
	}
	b.signer.hear(&e, now)
	return Message{e.node, body}, true
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
	now, before map[[nonceSize]byte]struct{} // the nonces since turned, and those of the period before
}

// first reports whether a nonce has not come before.
func (g *replayGuard) first(nonce [nonceSize]byte, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now.Sub(g.turned) > 2*maxClockSkew {
		g.now, g.before, g.turned = map[[nonceSize]byte]struct{}{}, g.now, now
	}
	_, lately := g.now[nonce]
	_, earlier := g.before[nonce]
	g.now[nonce] = struct{}{}
	return !lately && !earlier
}
