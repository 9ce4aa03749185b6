package datagram

import (
	"context"
	"sync"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/webtransport-go"

	"perihelion/shared/transport"
)

// maxUnsent is how many messages wait to be sent; more are dropped, because old news is worth
// nothing. The library makes a sender wait instead, and nobody who writes for many may.
const maxUnsent = 8

// link is a transport.Datagrams.
type link struct {
	session *webtransport.Session
	conn    *quic.Conn
	unsent  chan []byte
	free    chan []byte
	ctx     context.Context
	cancel  context.CancelFunc
	once    sync.Once
	why     transport.Closed
}

func newLink(s *webtransport.Session, conn *quic.Conn) *link {
	l := &link{session: s, conn: conn, unsent: make(chan []byte, maxUnsent), free: make(chan []byte, maxUnsent)}
	l.ctx, l.cancel = context.WithCancel(s.Context())
	return l
}

// sendAll sends until the link ends.
func (l *link) sendAll() {
	for {
		select {
		case m := <-l.unsent:
			if l.session.SendDatagram(m) != nil {
				l.cancel()
				return
			}
			select {
			case l.free <- m:
			default:
			}
		case <-l.ctx.Done():
			return
		}
	}
}

func (l *link) Send(message []byte) error {
	if l.ctx.Err() != nil {
		return l.closed()
	}
	var own []byte
	select {
	case own = <-l.free:
	default:
	}
	select {
	case l.unsent <- append(own[:0], message...):
	default:
	}
	return nil
}

// Lost is how many bytes went in packets that the client has not acknowledged in time. The library also
// counts as a lost packet, of no bytes, one that came with a mark of congestion.
func (l *link) Lost() uint64 { return l.conn.ConnectionStats().BytesLost }

func (l *link) Receive() ([]byte, error) {
	m, err := l.session.ReceiveDatagram(l.ctx)
	if err != nil {
		return nil, l.closed()
	}
	return m, nil
}

func (l *link) Close(r transport.Reason) {
	l.once.Do(func() {
		l.why = transport.Closed{Reason: r}
		l.cancel()
		_ = l.session.CloseWithError(webtransport.SessionErrorCode(r), "")
	})
}

func (l *link) closed() error {
	l.once.Do(func() {
		l.why = transport.Closed{Reason: transport.Abnormal}
		l.cancel()
	})
	why := l.why
	return &why
}
