package session

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

func frameOf(first sim.Tick, n int) *protocol.Inputs { return &protocol.Inputs{First: first, N: n} }

func TestInputsThatComeTwiceOrLatePassOnce(t *testing.T) {
	var f inputFilter
	for i, step := range []struct {
		first       sim.Tick
		by          way
		pass, newer bool
	}{
		{100, byStream, true, true},
		{100, byStream, true, true}, // a stream repeats nothing by itself
		{102, byDatagram, true, true},
		{106, byDatagram, true, true},
		{104, byDatagram, true, false}, // overtaken
		{104, byDatagram, false, false},
		{102, byStream, false, false}, // comes late by the stream
		{108, byStream, true, true},
		{44, byDatagram, false, false}, // too old to be known
		{400, byDatagram, true, true},
		{100, byStream, true, true}, // the client's clock starts anew
		{102, byDatagram, true, true},
	} {
		if pass, newer := f.pass(frameOf(step.first, 2), step.by); pass != step.pass || newer != step.newer {
			t.Errorf("step %d, inputs of tick %d: pass %v, newer %v, want %v, %v", i, step.first, pass, newer, step.pass, step.newer)
		}
	}
	if pass, newer := f.pass(frameOf(0, 0), byDatagram); !pass || newer {
		t.Errorf("an ack alone: pass %v, newer %v", pass, newer)
	}
}

func TestAnOfferIsGoodOnceAndForAWhile(t *testing.T) {
	g := NewGate(Config{})
	now := time.Unix(1000, 0)
	s := &Session{gate: g}
	admit := func(token string, now time.Time) error {
		_, err := g.AdmitDatagrams(token, netip.Addr{}, now)
		return err
	}
	first := g.issueOffer(s, now)
	second := g.issueOffer(s, now)
	if err := admit(first, now); !errors.Is(err, errNoSession) {
		t.Errorf("a token that a newer one replaced: %v, want errNoSession", err)
	}
	if err := admit(second, now.Add(offerTTL)); err != nil {
		t.Errorf("the newest token: %v", err)
	}
	if err := admit(second, now); !errors.Is(err, errNoSession) {
		t.Errorf("a token for the second time: %v, want errNoSession", err)
	}
	if err := admit(g.issueOffer(s, now), now.Add(offerTTL+time.Second)); !errors.Is(err, errNoSession) {
		t.Errorf("an old token: %v, want errNoSession", err)
	}
	token := g.issueOffer(s, now)
	s.ended.Store(true)
	if err := admit(token, now); !errors.Is(err, errNoSession) {
		t.Errorf("the token of a session that has ended: %v, want errNoSession", err)
	}
	g.forget(s)
	if len(g.offers) != 0 {
		t.Errorf("%d offers are left", len(g.offers))
	}
}
