package datagram_test

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"testing"
	"time"

	"perihelion/client/dial"
	"perihelion/server/net/datagram"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// refusals are the Metrics of a test.
type refusals chan string

func (r refusals) DatagramsRefused(why string) { r <- why }

// open starts a server that echoes what comes, to those with the token "right".
func open(t *testing.T) (*datagram.Server, refusals) {
	t.Helper()
	refused := make(refusals, 8)
	s, err := datagram.Listen(datagram.Config{
		Addr: "127.0.0.1:0", MaxConns: 8, PerIP: 2, Metrics: refused, Log: slog.New(slog.DiscardHandler),
		Admit: func(token string, from netip.Addr, _ time.Time) (func(transport.Datagrams), error) {
			if token != "right" || !from.IsLoopback() {
				return nil, errors.New("no")
			}
			return echo, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- s.Run() }()
	t.Cleanup(func() {
		s.Close()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return s, refused
}

func echo(d transport.Datagrams) {
	for {
		m, err := d.Receive()
		if err != nil || d.Send(m) != nil {
			return
		}
	}
}

func connect(t *testing.T, s *datagram.Server, token string, hashes [][]byte) (transport.Datagrams, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	return dial.Datagrams(ctx, protocol.Offer{Host: "127.0.0.1", Port: s.Port(), Path: protocol.DatagramPath, Token: token, Hashes: hashes})
}

func TestDatagramsGoBothWaysWithTheOfferedCertificate(t *testing.T) {
	s, _ := open(t)
	d, err := connect(t, s, "right", s.Hashes(time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close(transport.Normal)
	heard := make(chan string, 1)
	go func() {
		m, err := d.Receive()
		heard <- string(m)
		if err != nil {
			t.Error(err)
		}
	}()
	again := time.NewTicker(50 * time.Millisecond) // a datagram may be lost, on loopback as well
	defer again.Stop()
	for {
		select {
		case m := <-heard:
			if m != "hello" {
				t.Errorf("heard %q, want what was sent", m)
			}
			return
		case <-again.C:
			if err := d.Send([]byte("hello")); err != nil {
				t.Fatal(err)
			}
		case <-t.Context().Done():
			t.Fatal("nothing came back")
		}
	}
}

func TestWhoHasNoRightToDatagramsIsRefused(t *testing.T) {
	s, refused := open(t)
	if _, err := connect(t, s, "wrong", s.Hashes(time.Now())); err == nil {
		t.Error("a session with a wrong token was admitted")
	}
	if why := <-refused; why != datagram.RefusedToken {
		t.Errorf("refused for %q, want %q", why, datagram.RefusedToken)
	}
	if _, err := connect(t, s, "right", [][]byte{make([]byte, 32)}); err == nil {
		t.Error("a client took a certificate of another hash")
	}
}

func TestConnectionsOfOneAddressAreLimited(t *testing.T) {
	s, refused := open(t)
	for range 2 {
		d, err := connect(t, s, "right", s.Hashes(time.Now()))
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close(transport.Normal)
	}
	if _, err := connect(t, s, "right", s.Hashes(time.Now())); err == nil {
		t.Error("a third connection was admitted, want two of one address")
	}
	if why := <-refused; why != datagram.RefusedLimit {
		t.Errorf("refused for %q, want %q", why, datagram.RefusedLimit)
	}
}
