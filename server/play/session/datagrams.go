package session

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net/netip"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// Why datagrams are not connected with a session.
var (
	errNoSession = errors.New("session: no session has that token")
	errBanned    = errors.New("session: whoever comes from there is banned")
)

const (
	offerTTL = 30 * time.Second // from an offer until its token expires
	// chosenFor is for how long a client that sent inputs by datagram is sent the state that way: longer
	// than seven of its datagrams in a row take.
	chosenFor = 250 * time.Millisecond
)

// offers are the tokens that connect datagrams with sessions, each for one use. Gate.mu
// protects them.
type offers map[string]offer

type offer struct {
	session *Session
	expires time.Time
}

// issueOffer makes a token for s. An earlier one of the same session is void.
func (g *Gate) issueOffer(s *Session, now time.Time) string {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	token := hex.EncodeToString(random[:])
	g.mu.Lock()
	defer g.mu.Unlock()
	g.voidOffer(s)
	s.offered = token
	g.offers[token] = offer{s, now.Add(offerTTL)}
	return token
}

// voidOffer is called with g.mu held.
func (g *Gate) voidOffer(s *Session) {
	delete(g.offers, s.offered)
	s.offered = ""
}

// redeemOffer returns the session that a token was made for.
func (g *Gate) redeemOffer(token string, now time.Time) (*Session, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	o, ok := g.offers[token]
	if !ok || now.After(o.expires) {
		return nil, errNoSession
	}
	g.voidOffer(o.session)
	return o.session, nil
}

// AdmitDatagrams takes a token and returns the session that it belongs to. Whoever comes from
// an address that is banned is refused.
func (g *Gate) AdmitDatagrams(token string, from netip.Addr, now time.Time) (*Session, error) {
	s, err := g.redeemOffer(token, now)
	if err != nil || s.hasEnded() {
		return nil, errNoSession
	}
	if g.bans != nil {
		if _, banned := g.bans.Banned(s.player(), from, now); banned {
			return nil, errBanned
		}
	}
	return s, nil
}

func (s *Session) player() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.member.player
}

// ServeDatagrams reads d, for the client of s, until it or the session ends. Newer ones replace older ones.
func (s *Session) ServeDatagrams(d transport.Datagrams) {
	if !s.setDatagrams(d) {
		d.Close(transport.GoingAway)
		return
	}
	s.gate.metrics.Datagrams(+1)
	defer s.gate.metrics.Datagrams(-1)
	defer s.dropDatagrams(d)
	for {
		message, err := d.Receive()
		if err != nil {
			return
		}
		if !s.receiveDatagram(message, d, time.Now()) {
			return
		}
	}
}

func (s *Session) setDatagrams(d transport.Datagrams) bool {
	s.mu.Lock()
	old := s.datagrams.Swap(&datagrams{link: d})
	ended := s.ended.Load()
	s.mu.Unlock()
	if old != nil {
		old.link.Close(transport.Replaced)
	}
	if ended {
		s.dropDatagrams(d)
	}
	s.wake()
	return !ended
}

// dropDatagrams lets the state go by the stream again.
func (s *Session) dropDatagrams(d transport.Datagrams) {
	d.Close(transport.GoingAway)
	if current := s.datagrams.Load(); current != nil && current.link == d {
		s.datagrams.CompareAndSwap(current, nil)
	}
	s.wake()
}

// datagrams are those of a session.
type datagrams struct{ link transport.Datagrams }

// receiveDatagram takes a message of d. Whatever is wrong with it ends d, and reports false; the
// session goes on.
func (s *Session) receiveDatagram(message []byte, d transport.Datagrams, now time.Time) (goOn bool) {
	s.receiving.Lock()
	defer s.receiving.Unlock()
	if s.hasEnded() || len(message) > protocol.MaxDatagram {
		return false
	}
	if !s.meter.allow(len(message), now) {
		s.gate.metrics.Ignored(IgnoredRate)
		return !s.meter.isOver()
	}
	passed := s.filter.passed
	err := protocol.FramesOf(message, func(frame []byte) error {
		t, err := protocol.Peek(frame)
		if err != nil {
			return err
		}
		s.gate.metrics.MessageIn(t, len(frame))
		switch t {
		case protocol.TypeInputs:
			return s.onInputs(frame, byDatagram, now)
		case protocol.TypeProbe:
			return echoProbe(frame, d)
		}
		return errors.New("not by datagram")
	})
	if err != nil {
		s.log.Debug("datagram not understood", "err", err)
	}
	if n := s.filter.passed - passed; n > 0 {
		s.countLost(n-1, now) // each frame but the last one was sent before
	}
	return err == nil
}

func echoProbe(frame []byte, d transport.Datagrams) error {
	n, err := protocol.DecodeProbe(frame)
	if err != nil {
		return err
	}
	return d.Send(protocol.AppendToDatagram(nil, protocol.AppendEcho(nil, n)))
}

// onDatagrams answers a client that wants some.
func (s *Session) onDatagrams(frame []byte, now time.Time) error {
	if err := protocol.DecodeDatagrams(frame); err != nil {
		return err
	}
	if !s.meter.answers.Take(1, now) {
		return nil
	}
	var o protocol.Offer
	if s.gate.offer != nil {
		o = s.gate.offer(now)
	}
	if o.Port != 0 {
		o.Token = s.gate.issueOffer(s, now)
	}
	s.Notify(protocol.AppendOffer(nil, &o))
	return nil
}

// activeDatagrams are those by which the client wants the state, or nil.
func (s *Session) activeDatagrams(now time.Time) transport.Datagrams {
	d := s.datagrams.Load()
	if d == nil {
		return nil
	}
	if at := s.chosenAt.Load(); at == 0 || now.UnixNano()-at > int64(chosenFor) {
		return nil
	}
	return d.link
}

// way is how a frame came.
type way uint8

const (
	byStream way = iota
	byDatagram
)

// inputFilter lets each frame of inputs pass once, however often and in whatever order it
// comes. Until the first datagram all pass: a stream repeats nothing.
type inputFilter struct {
	enforced bool
	newest   sim.Tick // first tick of a frame that passed
	seen     uint64   // bit i: the frame that begins i ticks before newest
	passed   uint32   // frames with inputs
}

const filterSpan = 64 // ticks before newest that are remembered

// pass reports whether in was not seen before, and whether it is newer than all before.
func (f *inputFilter) pass(in *protocol.Inputs, by way) (first, newer bool) {
	first, newer = f.judge(in, by)
	if first && in.N > 0 {
		f.passed++
	}
	return first, newer
}

func (f *inputFilter) judge(in *protocol.Inputs, by way) (first, newer bool) {
	f.enforced = f.enforced || by == byDatagram
	ahead := int64(in.First) - int64(f.newest)
	switch {
	case in.N == 0:
		return true, false
	case ahead >= filterSpan, ahead <= -filterSpan && by == byStream: // a stream goes back when the client sets its clock anew
		f.newest, f.seen = in.First, 1
		return true, true
	case ahead > 0:
		f.newest, f.seen = in.First, f.seen<<ahead|1
		return true, true
	case ahead <= -filterSpan:
		return false, false
	}
	bit := uint64(1) << -ahead
	first = f.seen&bit == 0 || !f.enforced
	f.seen |= bit
	return first, !f.enforced
}
