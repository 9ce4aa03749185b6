// Package datagrams opens datagrams beside the connection of a match, where the server offers
// them, and carries them to and from the netcode. Whoever owns the connection calls Exchange
// once a frame; the netcode decides whether they are used.
package datagrams

import (
	"bytes"
	"context"
	"sync"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

const (
	openTimeout = 5 * time.Second
	firstRetry  = 5 * time.Second // after an attempt that failed, or a link that broke
	maxRetry    = 2 * time.Minute
	maxWaiting  = 64 // messages between two frames; a page in the background drops the others
)

// Open opens datagrams as the offer says: dial.Datagrams.
type Open func(ctx context.Context, o protocol.Offer) (transport.Datagrams, error)

// Link is the datagrams of one connection. It belongs to one goroutine. Close it.
type Link struct {
	OnMessage func(data []byte, at time.Time) // is called for each message before the netcode reads it; nil: nothing

	open       Open
	background func(func())
	ctx        context.Context
	cancel     context.CancelFunc
	work       sync.WaitGroup
	nextTry    time.Time
	retry      time.Duration
	asked      bool
	active     transport.Datagrams // that the netcode has; nil: none
	Err        error               // why the last attempt failed, or the last link ended

	mu      sync.Mutex // protects what follows
	opened  transport.Datagrams
	ended   error // why opening failed, or the link ended
	waiting []message
	spare   []message
}

type message struct {
	data []byte
	at   time.Time
}

// New returns a link that is not open yet. Background runs its functions on goroutines, and
// recovers their panics.
func New(open Open, background func(func())) *Link {
	l := &Link{open: open, background: background, retry: firstRetry}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	return l
}

// Exchange asks for datagrams when it is time, opens what the server offers, and hands over what
// has come. It never blocks. What goes wrong ends the datagrams and nothing else.
func (l *Link) Exchange(c *netcode.Client, now time.Time) {
	if o, ok := c.TakeOffer(); ok {
		l.openOffer(o)
	}
	if !l.asked && !now.Before(l.nextTry) && c.RequestDatagrams() == nil {
		l.asked = true
	}
	l.mu.Lock()
	opened, ended, messages := l.opened, l.ended, l.waiting
	l.opened, l.ended = nil, nil
	l.waiting, l.spare = l.spare[:0], messages
	l.mu.Unlock()
	if opened != nil {
		l.active, l.retry = opened, firstRetry
		c.SetDatagrams(opened.Send, now)
	}
	for _, m := range messages {
		if l.OnMessage != nil {
			l.OnMessage(m.data, m.at)
		}
		if err := c.ReceiveDatagram(m.data, m.at); err != nil {
			l.lose(c, err, now)
			return
		}
	}
	if ended != nil {
		l.lose(c, ended, now)
	}
}

// openOffer opens o in the background. A server without datagrams is not asked again.
func (l *Link) openOffer(o protocol.Offer) {
	if o.Port == 0 {
		return
	}
	l.work.Add(1) // Close waits for it
	l.background(func() {
		defer l.work.Done()
		ctx, cancel := context.WithTimeout(l.ctx, openTimeout)
		d, err := l.open(ctx, o)
		cancel()
		if err != nil {
			l.noteEnd(err)
			return
		}
		stop := context.AfterFunc(l.ctx, func() { d.Close(transport.Normal) })
		defer stop()
		l.mu.Lock()
		l.opened = d
		l.mu.Unlock()
		for {
			data, err := d.Receive()
			if err != nil {
				l.noteEnd(err)
				return
			}
			l.put(message{bytes.Clone(data), time.Now()})
		}
	})
}

func (l *Link) noteEnd(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = err
}

func (l *Link) put(m message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) < maxWaiting {
		l.waiting = append(l.waiting, m)
	}
}

// lose takes the datagrams from the netcode, and asks for new ones later.
func (l *Link) lose(c *netcode.Client, err error, now time.Time) {
	l.Err = err
	if l.active != nil {
		l.active.Close(transport.Normal)
		l.active = nil
		c.SetDatagrams(nil, now)
	}
	l.asked, l.nextTry = false, now.Add(l.retry)
	l.retry = min(2*l.retry, maxRetry)
}

// Close ends the datagrams, and waits for what opens and reads them.
func (l *Link) Close() {
	l.cancel()
	l.mu.Lock()
	opened := l.opened
	l.mu.Unlock()
	for _, d := range []transport.Datagrams{l.active, opened} {
		if d != nil {
			d.Close(transport.Normal)
		}
	}
	l.work.Wait()
}
