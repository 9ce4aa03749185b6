package datagram

import (
	"context"
	"log/slog"
	"net"
	"net/netip"
	"syscall"
	"testing"
	"time"

	"perihelion/client/dial"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// The bits of congestion in the second byte of an IPv4 header.
const (
	ecnCapable   = 2
	ecnCongested = 3
)

// congestedPath passes on what comes, between the client that wrote to it first and a server, and marks
// every second packet of the server as one that met congestion, where the server allows it.
type congestedPath struct {
	*testing.T
	toClient, toServer *net.UDPConn
}

func newCongestedPath(t *testing.T, server uint16) *congestedPath {
	t.Helper()
	toClient, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = toClient.Close() })
	toServer, err := net.DialUDP("udp4", nil, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(server)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = toServer.Close() })
	p := &congestedPath{t, toClient, toServer}
	p.setOption(toServer, syscall.IP_RECVTOS, 1)
	go p.forward()
	return p
}

func (p *congestedPath) setOption(c *net.UDPConn, option, value int) {
	raw, err := c.SyscallConn()
	if err == nil {
		err = raw.Control(func(fd uintptr) {
			if err := syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, option, value); err != nil {
				p.Error(err)
			}
		})
	}
	if err != nil && p.Context().Err() == nil {
		p.Error(err)
	}
}

func (p *congestedPath) forward() {
	packet := make([]byte, 2048)
	n, client, err := p.toClient.ReadFromUDPAddrPort(packet)
	if err != nil {
		return
	}
	_, _ = p.toServer.Write(packet[:n])
	go p.backward(client)
	for {
		if n, err = p.toClient.Read(packet); err != nil {
			return
		}
		_, _ = p.toServer.Write(packet[:n])
	}
}

func (p *congestedPath) backward(client netip.AddrPort) {
	packet, control := make([]byte, 2048), make([]byte, 128)
	for capable := 0; ; {
		n, used, _, _, err := p.toServer.ReadMsgUDP(packet, control)
		if err != nil {
			return
		}
		mark := markOf(control[:used])
		if mark == ecnCapable {
			if capable++; capable%2 == 0 {
				mark = ecnCongested
			}
		}
		p.setOption(p.toClient, syscall.IP_TOS, mark)
		_, _ = p.toClient.WriteToUDPAddrPort(packet[:n], client)
	}
}

// markOf is what a packet says of congestion.
func markOf(control []byte) int {
	messages, _ := syscall.ParseSocketControlMessage(control)
	for _, m := range messages {
		if m.Header.Level == syscall.IPPROTO_IP && m.Header.Type == syscall.IP_TOS && len(m.Data) > 0 {
			return int(m.Data[0] & 3)
		}
	}
	return 0
}

type noMetrics struct{}

func (noMetrics) DatagramsRefused(string) {}

func TestWhatComesWithAMarkOfCongestionIsNotLost(t *testing.T) {
	links := make(chan *link, 1)
	s, err := Listen(Config{
		Addr: "127.0.0.1:0", MaxConns: 1, PerIP: 1, Metrics: noMetrics{}, Log: slog.New(slog.DiscardHandler),
		Admit: func(string, netip.Addr, time.Time) (func(transport.Datagrams), error) {
			return func(d transport.Datagrams) {
				links <- d.(*link)
				_, _ = d.Receive() // until it ends
			}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- s.Run() }()
	defer func() {
		s.Close()
		<-served
	}()
	path := newCongestedPath(t, s.Port())
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	port := uint16(path.toClient.LocalAddr().(*net.UDPAddr).Port)
	d, err := dial.Datagrams(ctx, protocol.Offer{Host: "127.0.0.1", Port: port, Path: protocol.DatagramPath, Token: "any", Hashes: s.Hashes(time.Now())})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close(transport.Normal)
	l := <-links
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for l.conn.ConnectionStats().PacketsLost < 5 {
		select {
		case <-again.C:
			if err := l.Send([]byte("hello")); err != nil {
				t.Fatal(err)
			}
		case <-ctx.Done():
			t.Fatal("the library notices no marks of congestion")
		}
	}
	if n := l.Lost(); n != 0 {
		t.Errorf("%d bytes count as lost, though every packet came", n)
	}
}
