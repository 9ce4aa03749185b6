// Package bus carries messages between the servers of a fleet, over NATS: to all who
// subscribe to a topic, or to one who answers. Each message is signed with the keys that the
// servers share, or tagged with a secret that is made of them, so that nobody else who reaches NATS can say anything to them. Nothing here
// is stored: a message that cannot be delivered now is lost, and its sender is told where
// somebody should have answered. A Bus is safe for concurrent use.
package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"perihelion/server/ops/panics"
)

// The errors of a Request that has reached nobody.
var (
	ErrNobody = errors.New("bus: nobody answers to that topic")
	ErrAway   = errors.New("bus: no connection to NATS")
)

const (
	prefix        = "fleet."               // of all subjects, so that one rule of NATS permits them
	inboxPrefix   = "fleet.inbox"          // of those on which answers come
	reconnectWait = 500 * time.Millisecond // and as much by chance
	reconnectSoon = 20 * time.Millisecond  // the same, of the first attempt: others think that who is away is dead
	connectWait   = 2 * time.Second
	pingEvery     = 5 * time.Second // a connection that was cut without a word is noticed after two of them
)

// Any stands for any word between two dots, in a topic to subscribe to.
const Any = "*"

// Metrics counts messages that were dropped because they are not what one of our servers
// would send now. It must not block.
type Metrics interface {
	MessageRefused(why string)
}

// Config is how a server takes part.
type Config struct {
	URL       string // of NATS; several are separated by commas
	CredsFile string // with which NATS lets this server in; empty: URL has it, or none is needed
	Node      string // name of this server
	Keys      Keys
	Metrics   Metrics
	Panics    panics.Guard
	Log       *slog.Logger
}

// Message is a message of another server.
type Message struct {
	From string // the server that signed it
	Body []byte
}

// Bus is a connection to NATS. Make one with Connect.
type Bus struct {
	cfg    Config
	conn   *nats.Conn
	signer *signer
	seen   replayGuard

	refused atomic.Pointer[string] // what NATS has refused last: it refuses the same again and again
}

// Connect returns a bus that connects in the background, and again whenever the connection
// breaks. Its error is about the configuration, not about NATS being away.
func Connect(cfg Config) (*Bus, error) {
	b := &Bus{cfg: cfg, signer: newSigner(cfg.Node, cfg.Keys)}
	options := []nats.Option{
		nats.Name(cfg.Node), nats.CustomInboxPrefix(inboxPrefix), nats.NoEcho(),
		nats.RetryOnFailedConnect(true), nats.MaxReconnects(-1), nats.CustomReconnectDelay(reconnectDelay), nats.Timeout(connectWait),
		nats.PingInterval(pingEvery), nats.MaxPingsOutstanding(1), nats.ReconnectBufSize(-1),
		nats.IgnoreAuthErrorAbort(),
		nats.ConnectHandler(func(*nats.Conn) { cfg.Log.Info("connected to NATS") }),
		nats.ReconnectHandler(func(*nats.Conn) { cfg.Log.Info("connected to NATS again") }),
		nats.DisconnectErrHandler(b.onDisconnect),
		nats.ErrorHandler(b.onError),
	}
	if cfg.CredsFile != "" {
		options = append(options, nats.UserCredentials(cfg.CredsFile))
	}
	var err error
	if b.conn, err = nats.Connect(cfg.URL, options...); err != nil {
		return nil, fmt.Errorf("connect to NATS: %w", err)
	}
	return b, nil
}

// reconnectDelay is how long to wait before an attempt to connect again, counted from 1.
func reconnectDelay(attempt int) time.Duration {
	wait := reconnectWait
	if attempt == 1 {
		wait = reconnectSoon
	}
	return wait + rand.N(wait)
}

func (b *Bus) onDisconnect(_ *nats.Conn, err error) {
	if err != nil {
		b.cfg.Log.Warn("the connection to NATS is lost; matches play on, and new ones are played here until it is back", "err", err)
	}
}

// onError hears of what NATS does not permit, and of messages that were not taken in time.
func (b *Bus) onError(_ *nats.Conn, s *nats.Subscription, err error) {
	topic := ""
	if s != nil {
		topic = s.Subject
	}
	text := topic + err.Error()
	if last := b.refused.Swap(&text); last != nil && *last == text {
		return
	}
	b.cfg.Log.Error("NATS refuses something", "subject", topic, "err", err)
}

// Connected reports whether messages can be sent now.
func (b *Bus) Connected() bool { return b.conn.IsConnected() }

// Close sends what is on its way, and ends the connection.
func (b *Bus) Close() {
	if b.Connected() {
		_ = b.conn.FlushTimeout(connectWait) // an error means that NATS is away
	}
	b.conn.Close()
}

// Publish sends a message to all other servers that subscribe to topic. It does not wait.
func (b *Bus) Publish(topic string, body []byte) error {
	return away(b.conn.Publish(prefix+topic, b.signer.seal(prefix+topic, nodeOf(topic), body, time.Now())))
}

// away is err as the callers of this package know it.
func away(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, nats.ErrNoResponders):
		return ErrNobody
	case errors.Is(err, nats.ErrReconnectBufExceeded), errors.Is(err, nats.ErrConnectionClosed), errors.Is(err, nats.ErrConnectionReconnecting), errors.Is(err, nats.ErrDisconnected):
		return ErrAway
	}
	return err
}

// Subscribe calls handle with each message to topic, one after the other in the order in
// which a server has sent them. It must not wait for long. After a panic the next message is handled.
func (b *Bus) Subscribe(topic string, handle func(Message)) error {
	_, err := b.conn.Subscribe(prefix+topic, func(m *nats.Msg) {
		defer b.cfg.Panics.Recover(panics.Background, b.cfg.Log, nil)
		if message, ok := b.verify(m.Subject, m.Data); ok {
			handle(message)
		}
	})
	return err
}

// Answer answers the requests to topic, so many at the same time; more wait. What handle returns
// is sent back.
func (b *Bus) Answer(topic string, atOnce int, handle func(Message) []byte) error {
	answering := make(chan struct{}, atOnce)
	_, err := b.conn.Subscribe(prefix+topic, func(m *nats.Msg) {
		question, ok := b.verify(m.Subject, m.Data)
		if !ok || m.Reply == "" {
			return
		}
		answering <- struct{}{}
		go func() { // ends with the answer
			defer b.cfg.Panics.Recover(panics.Background, b.cfg.Log, nil) // then there is none
			defer func() { <-answering }()
			answer := b.signer.seal(m.Reply, question.From, handle(question), time.Now())
			_ = b.conn.Publish(m.Reply, answer) // an error is the same to the other side as no answer
		}()
	})
	return err
}

// Request sends a message to the one server that answers to topic, and returns what it says.
func (b *Bus) Request(ctx context.Context, topic string, body []byte) (Message, error) {
	if !b.Connected() {
		return Message{}, ErrAway
	}
	m, err := b.conn.RequestWithContext(ctx, prefix+topic, b.signer.seal(prefix+topic, nodeOf(topic), body, time.Now()))
	if err != nil {
		return Message{}, fmt.Errorf("ask %s: %w", topic, away(err))
	}
	answer, ok := b.verify(m.Subject, m.Data)
	if !ok {
		return Message{}, fmt.Errorf("ask %s: %w", topic, errForged)
	}
	return answer, nil
}
