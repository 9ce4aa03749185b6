package app

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/webtransport-go"

	"perihelion/shared/protocol"
)

// countedUDP is a socket of an attacker, who counts bytes.
type countedUDP struct {
	net.PacketConn
	deaf      bool // what comes is counted, and thrown away
	sent, got atomic.Int64
}

func (c *countedUDP) WriteTo(b []byte, to net.Addr) (int, error) {
	c.sent.Add(int64(len(b)))
	return c.PacketConn.WriteTo(b, to)
}

func (c *countedUDP) ReadFrom(b []byte) (n int, from net.Addr, err error) {
	for {
		n, from, err = c.PacketConn.ReadFrom(b)
		c.got.Add(int64(n))
		if err != nil || !c.deaf {
			return n, from, err
		}
	}
}

func (s *attackTest) openUDP(host string) *countedUDP {
	s.t.Helper()
	c, err := net.ListenPacket("udp", net.JoinHostPort(host, "0"))
	if err != nil {
		s.t.Fatal(err)
	}
	return &countedUDP{PacketConn: c}
}

func (s *attackTest) udpAddr() *net.UDPAddr {
	return &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(s.datagrams.Port())}
}

var (
	anyCertificate = &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h3"}} // an attacker does not mind
	attackQUIC     = &quic.Config{EnableDatagrams: true, EnableStreamResetPartialDelivery: true, HandshakeIdleTimeout: 2 * time.Second}
)

// expectNoAmplification checks that no address was sent more than QUIC allows before it is verified.
func (s *attackTest) expectNoAmplification(sent, got, most int64) string {
	s.t.Helper()
	if got > most*sent {
		s.t.Errorf("%d bytes were answered with %d, want %d times as many at the most", sent, got, most)
	}
	return fmt.Sprintf("%.2f bytes for one", float64(got)/float64(max(sent, 1)))
}

// sendNoise sends n packets of noise, a third of which look like first packets of a version that there is not.
func (s *attackTest) sendNoise(host string, n int) string {
	c := s.openUDP(host)
	defer c.Close()
	c.deaf = true
	go func() { _, _, _ = c.ReadFrom(make([]byte, 2048)) }() // ends with the socket
	for i := range n {
		b := make([]byte, 1+i%1400)
		_, _ = rand.Read(b) // never fails
		if i%3 == 0 {
			b = append(b, make([]byte, 1200)...)[:1200]
			b[0] |= 0xc0
			binary.BigEndian.PutUint32(b[1:], 0x1a2a3a4a)
		}
		_, _ = c.WriteTo(b, s.udpAddr())
		if i%100 == 0 {
			time.Sleep(5 * time.Millisecond) // or this machine drops them itself
		}
	}
	time.Sleep(200 * time.Millisecond)
	return s.expectNoAmplification(c.sent.Load(), c.got.Load(), 1)
}

// openHalf begins n handshakes and does not hear what the server answers. Meanwhile an honest
// player gets in.
func (s *attackTest) openHalf(n int, host func(int) string) string {
	var work sync.WaitGroup
	var sent, got atomic.Int64
	for i := range n {
		c := s.openUDP(host(i))
		c.deaf = true
		work.Go(func() {
			t := &quic.Transport{Conn: c}
			_, err := t.Dial(s.t.Context(), s.udpAddr(), anyCertificate, attackQUIC)
			if err == nil {
				s.t.Error("a handshake ended although nothing was heard")
			}
			_ = t.Close()
			_ = c.Close()
			sent.Add(c.sent.Load())
			got.Add(c.got.Load())
		})
	}
	p, o := s.offeredPlayer("127.0.0.40")
	defer p.NetConn().Close()
	d, status, end := s.dialDatagrams("127.0.0.40", o.Token)
	if end(); d == nil {
		s.t.Errorf("meanwhile an honest player was answered with %d, want datagrams", status)
	}
	work.Wait()
	return s.expectNoAmplification(sent.Load(), got.Load(), 3)
}

// dialDatagrams opens a session with a token. Call end afterwards.
func (s *attackTest) dialDatagrams(host, token string) (d *webtransport.Session, status int, end func()) {
	c := s.openUDP(host)
	under := &quic.Transport{Conn: c}
	over := &webtransport.Transport{TLSClientConfig: anyCertificate, QUICConfig: attackQUIC, DialAddr: func(ctx context.Context, _ string, tlsCfg *tls.Config, cfg *quic.Config) (*quic.Conn, error) {
		return under.Dial(ctx, s.udpAddr(), tlsCfg, cfg)
	}}
	ctx, cancel := context.WithTimeout(s.t.Context(), testTimeout)
	defer cancel()
	res, d, err := over.Dial(ctx, "https://"+s.udpAddr().String()+protocol.DatagramPath+"?token="+url.QueryEscape(token), http.Header{"Origin": {"https://evil.example"}})
	if res != nil {
		status = res.StatusCode
	}
	if err != nil {
		d = nil
	}
	return d, status, func() {
		_ = over.Close()
		_ = under.Close()
		_ = c.Close()
	}
}
