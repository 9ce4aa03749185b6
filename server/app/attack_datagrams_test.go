package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/webtransport-go"

	"perihelion/shared/protocol"
	"perihelion/sim/toy"
)

// datagramAttacks are those on the UDP port. They run after the others.
var datagramAttacks = []attack{
	{"20000 UDP packets of noise", func(s *attackTest) string { return s.sendNoise("127.0.0.31", 20_000) }},
	{"150 half-open QUIC connections of one address", func(s *attackTest) string {
		return s.openHalf(150, func(int) string { return "127.0.0.32" })
	}},
	{"150 half-open QUIC connections, each of another address", func(s *attackTest) string {
		return s.openHalf(150, func(i int) string { return fmt.Sprintf("127.1.0.%d", 1+i) })
	}},
	{"forged tokens for datagrams, from a foreign page", func(s *attackTest) string { return s.forgeDatagramTokens("127.0.0.33", 20) }},
	{"one token for datagrams twenty times", func(s *attackTest) string { return s.reuseDatagramToken("127.0.0.34", 20) }},
	{"QUIC connections that ask for nothing, 80 of them", func(s *attackTest) string { return s.connectOnly("127.0.0.35", 80) }},
	{"datagrams as fast as they go, 4 players", func(s *attackTest) string {
		frame := protocol.AppendInputs(nil, toy.Game.About().Inputs, &protocol.Inputs{First: 1})
		return s.abuseDatagrams("127.0.0.36", 4, func(d *webtransport.Session) bool {
			return d.SendDatagram(protocol.AppendToDatagram(nil, frame)) == nil
		})
	}},
	{"datagrams that are too long, 4 players", func(s *attackTest) string {
		return s.abuseDatagrams("127.0.0.37", 4, func(d *webtransport.Session) bool {
			time.Sleep(50 * time.Millisecond)
			return d.SendDatagram(make([]byte, protocol.MaxDatagram+1)) == nil
		})
	}},
	{"datagrams that are no frames, 4 players", func(s *attackTest) string {
		return s.abuseDatagrams("127.0.0.38", 4, func(d *webtransport.Session) bool {
			time.Sleep(50 * time.Millisecond)
			return d.SendDatagram([]byte{0xff, 0xff, 1}) == nil
		})
	}},
	{"streams without end, 4 players", func(s *attackTest) string { return s.openStreams("127.0.0.39", 4) }},
}

// offeredPlayer is a player who was told where to open datagrams.
func (s *attackTest) offeredPlayer(host string) (*testClient, protocol.Offer) {
	s.t.Helper()
	p := s.joinRoomFrom(host, s.freshToken())
	p.ignoreErrors = true
	p.waitForFrame(protocol.TypeState)
	p.sendFrame(protocol.AppendDatagrams(nil))
	o, err := protocol.DecodeOffer(p.waitForFrame(protocol.TypeOffer))
	if err != nil {
		s.t.Fatal(err)
	}
	return p, o
}

func (s *attackTest) forgeDatagramTokens(host string, n int) string {
	for range n {
		d, status, end := s.dialDatagrams(host, rand.Text())
		if end(); d != nil || status != http.StatusForbidden {
			s.t.Errorf("a forged token was answered with %d", status)
		}
	}
	return fmt.Sprintf("%d of %d answered with %d", n, n, http.StatusForbidden)
}

func (s *attackTest) reuseDatagramToken(host string, n int) string {
	p, o := s.offeredPlayer(host)
	defer p.NetConn().Close()
	opened := 0
	for range n {
		d, _, end := s.dialDatagrams(host, o.Token)
		defer end()
		if d != nil {
			opened++
		}
	}
	if opened != 1 {
		s.t.Errorf("a token opened %d sessions, want one", opened)
	}
	return fmt.Sprintf("%d of %d opened", opened, n)
}

// connectOnly ends handshakes and asks for no session. It returns when the server has ended all.
func (s *attackTest) connectOnly(host string, n int) string {
	began, held := time.Now(), atomic.Int64{}
	var work sync.WaitGroup
	for range n {
		work.Go(func() {
			c := s.openUDP(host)
			defer c.Close()
			t := &quic.Transport{Conn: c}
			defer t.Close()
			conn, err := t.Dial(s.t.Context(), s.udpAddr(), anyCertificate, attackQUIC)
			if err != nil {
				return
			}
			held.Add(1)
			select {
			case <-conn.Context().Done():
			case <-time.After(testTimeout):
				s.t.Error("a connection without a session is still held")
			}
		})
	}
	work.Wait()
	if held.Load() > 64 {
		s.t.Errorf("%d connections of one address were held, want 64 at the most", held.Load())
	}
	return fmt.Sprintf("%d of %d held, the last for %.0f s", held.Load(), n, time.Since(began).Seconds())
}

// abuseDatagrams lets n players send until their datagrams have ended; all play on by WebSocket.
func (s *attackTest) abuseDatagrams(host string, n int, send func(*webtransport.Session) bool) string {
	began := time.Now()
	var work sync.WaitGroup
	for range n {
		p, o := s.offeredPlayer(host)
		d, status, end := s.dialDatagrams(host, o.Token)
		if d == nil {
			s.t.Fatalf("an honest token was answered with %d", status)
		}
		work.Go(func() {
			defer end()
			for d.Context().Err() == nil && send(d) {
				if time.Since(began) > testTimeout {
					s.t.Error("the datagrams go on")
					return
				}
			}
			p.waitForFrame(protocol.TypeState)
			_ = p.NetConn().Close()
		})
	}
	work.Wait()
	return fmt.Sprintf("%d of %d ended within %.1f s, and play went on", n, n, time.Since(began).Seconds())
}

// openStreams opens as many streams as it can, and writes into each.
func (s *attackTest) openStreams(host string, n int) string {
	streams, written := 0, 0
	for range n {
		p, o := s.offeredPlayer(host)
		d, status, end := s.dialDatagrams(host, o.Token)
		if d == nil {
			s.t.Fatalf("an honest token was answered with %d", status)
		}
		ctx, cancel := context.WithTimeout(s.t.Context(), 2*time.Second)
		for {
			stream, err := d.OpenUniStreamSync(ctx)
			if err != nil {
				break
			}
			streams++
			_ = stream.SetWriteDeadline(time.Now().Add(time.Second))
			for range 64 {
				k, err := stream.Write(make([]byte, 4<<10))
				if written += k; err != nil {
					break
				}
			}
		}
		cancel()
		end()
		_ = p.NetConn().Close()
	}
	if streams > 4*n || written > n*64<<10 {
		s.t.Errorf("%d players opened %d streams and wrote %d bytes, want four each and 64 KiB at the most", n, streams, written)
	}
	return fmt.Sprintf("%d streams, %d KiB taken", streams, written>>10)
}

// expectNoDatagrams waits until the server holds no session on the UDP port.
func (s *attackTest) expectNoDatagrams() {
	s.t.Helper()
	for deadline := time.Now().Add(testTimeout); ; time.Sleep(50 * time.Millisecond) {
		r, err := s.metrics.Gather()
		if err != nil {
			s.t.Fatal(err)
		}
		if n := r.Sum("datagram_sessions"); n == 0 {
			return
		} else if time.Now().After(deadline) {
			s.t.Errorf("%v sessions with datagrams are left, want none", n)
			return
		}
	}
}
