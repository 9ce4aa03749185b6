//go:build !js

package dial

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/webtransport-go"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

const datagramIdle = 10 * time.Second

// errHash is a certificate that the offer does not name.
var errHash = errors.New("the server shows another certificate than it has told")

// Datagrams opens datagrams as o says. ctx limits the handshake only.
func Datagrams(ctx context.Context, o protocol.Offer) (transport.Datagrams, error) {
	t := &webtransport.Transport{
		TLSClientConfig: tlsFor(o.Hashes),
		QUICConfig: &quic.Config{
			EnableDatagrams: true, EnableStreamResetPartialDelivery: true, MaxIdleTimeout: datagramIdle,
		},
	}
	url := datagramURL(o)
	_, session, err := t.Dial(ctx, url.String(), nil)
	if err != nil {
		_ = t.Close()
		return nil, fmt.Errorf("dial %s%s: %w", url.Host, url.Path, err)
	}
	d := &quicDatagrams{transport: t, session: session}
	d.ctx, d.cancel = context.WithCancel(session.Context())
	return d, nil
}

// tlsFor trusts the certificates with these hashes and no others; without any, authorities.
func tlsFor(hashes [][]byte) *tls.Config {
	if len(hashes) == 0 {
		return &tls.Config{MinVersion: tls.VersionTLS13}
	}
	return &tls.Config{
		MinVersion:         tls.VersionTLS13,
		InsecureSkipVerify: true, // the hash says more than a name
		VerifyPeerCertificate: func(raw [][]byte, _ [][]*x509.Certificate) error {
			sum := sha256.Sum256(raw[0])
			for _, h := range hashes {
				if bytes.Equal(h, sum[:]) {
					return nil
				}
			}
			return errHash
		},
	}
}

// quicDatagrams is a transport.Datagrams.
type quicDatagrams struct {
	transport *webtransport.Transport
	session   *webtransport.Session
	ctx       context.Context
	cancel    context.CancelFunc
	once      sync.Once
}

func (d *quicDatagrams) Send(message []byte) error { return d.session.SendDatagram(message) }

func (d *quicDatagrams) Receive() ([]byte, error) {
	m, err := d.session.ReceiveDatagram(d.ctx)
	if err != nil {
		d.Close(transport.Normal)
		return nil, &transport.Closed{Reason: transport.Abnormal, Text: err.Error()}
	}
	return m, nil
}

func (d *quicDatagrams) Close(r transport.Reason) {
	d.once.Do(func() {
		d.cancel()
		_ = d.session.CloseWithError(webtransport.SessionErrorCode(r), "")
		_ = d.transport.Close()
	})
}
