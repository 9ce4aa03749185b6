package pilots

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

const (
	opBinary, opClose, opPing, opPong = 2, 8, 9, 10

	readBuffer = 4 << 10
	maxMessage = 1 << 20
)

// socket is a WebSocket (RFC 6455) with the least that a pilot needs: a library would cost
// as much as the servers do. One goroutine receives; any may send.
type socket struct {
	conn    net.Conn
	r       *bufio.Reader
	message []byte

	mu  sync.Mutex // protects what follows
	out []byte
}

func dialSocket(ctx context.Context, target string, protocols []string) (*socket, error) {
	u, err := url.Parse(target)
	if err != nil {
		return nil, err
	}
	var d net.Dialer // sets TCP_NODELAY by default
	conn, err := d.DialContext(ctx, "tcp", u.Host)
	if err != nil {
		return nil, err
	}
	s := &socket{conn: conn, r: bufio.NewReaderSize(conn, readBuffer)}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	if err := s.upgrade(u, protocols); err != nil {
		return nil, errors.Join(fmt.Errorf("dial %s: %w", target, err), conn.Close())
	}
	return s, nil
}

func (s *socket) upgrade(u *url.URL, protocols []string) error {
	key := make([]byte, 16)
	_, _ = rand.Read(key) // never fails
	req := &http.Request{Method: http.MethodGet, URL: u, Host: u.Host, Header: http.Header{
		"Upgrade": {"websocket"}, "Connection": {"Upgrade"},
		"Sec-Websocket-Version": {"13"}, "Sec-Websocket-Key": {base64.StdEncoding.EncodeToString(key)},
	}}
	if len(protocols) > 0 {
		req.Header.Set("Sec-Websocket-Protocol", strings.Join(protocols, ", "))
	}
	if err := req.Write(s.conn); err != nil {
		return err
	}
	resp, err := http.ReadResponse(s.r, req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }() // an upgrade has none
	if resp.StatusCode != http.StatusSwitchingProtocols {
		return fmt.Errorf("the server says %s", resp.Status)
	}
	return nil
}

// receive returns the next message, which is good until the next call.
func (s *socket) receive() ([]byte, error) {
	for {
		op, err := s.readFrame()
		switch {
		case err != nil:
			return nil, err
		case op == opBinary:
			return s.message, nil
		case op == opPing:
			if err := s.write(opPong, s.message); err != nil {
				return nil, err
			}
		case op == opClose && len(s.message) >= 2:
			return nil, fmt.Errorf("closed with %d %s", binary.BigEndian.Uint16(s.message), s.message[2:])
		case op == opClose:
			return nil, io.EOF
		}
	}
}

// readFrame reads a frame into message.
func (s *socket) readFrame() (op byte, err error) {
	var head [8]byte
	if _, err := io.ReadFull(s.r, head[:2]); err != nil {
		return 0, err
	}
	op, size := head[0]&0x0f, uint64(head[1])
	if head[0]&0x80 == 0 || size > 127 {
		return 0, errors.New("websocket: a fragment or a masked frame, which no server here sends")
	}
	if size >= 126 {
		wide := head[:2]
		if size == 127 {
			wide = head[:8]
		}
		if _, err := io.ReadFull(s.r, wide); err != nil {
			return 0, err
		}
		size = 0
		for _, b := range wide {
			size = size<<8 | uint64(b)
		}
	}
	if size > maxMessage {
		return 0, fmt.Errorf("websocket: a message of %d bytes", size)
	}
	if uint64(cap(s.message)) < size {
		s.message = make([]byte, size)
	}
	s.message = s.message[:size]
	_, err = io.ReadFull(s.r, s.message)
	return op, err
}

// send sends a binary message.
func (s *socket) send(message []byte) error { return s.write(opBinary, message) }

func (s *socket) write(op byte, payload []byte) error {
	if len(payload) > 0xffff {
		return fmt.Errorf("websocket: %d bytes to send", len(payload))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := [4]byte{0x5a, 0xc3, 0x96, 0x3c} // the mask protects proxies, of which there are none
	s.out = append(s.out[:0], 0x80|op)
	if len(payload) < 126 {
		s.out = append(s.out, 0x80|byte(len(payload)))
	} else {
		s.out = binary.BigEndian.AppendUint16(append(s.out, 0x80|126), uint16(len(payload)))
	}
	s.out = append(s.out, key[:]...)
	for i, b := range payload {
		s.out = append(s.out, b^key[i%4])
	}
	_, err := s.conn.Write(s.out)
	return err
}

func (s *socket) close() error { return s.conn.Close() }
