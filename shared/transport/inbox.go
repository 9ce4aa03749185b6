package transport

import "sync"

// Inbox is the receiving half of a Conn whose frames arrive as events: the link
// puts them in, the owner of the Conn takes them out. It is bounded, starts no
// goroutine and waits on channels only, so it works under testing/synctest. One
// putter, one receiver; the end may come from anywhere.
type Inbox struct {
	full, empty chan []byte // frames go round, so that a steady stream allocates nothing
	held        []byte      // lent to the caller of Receive until the next call

	once sync.Once
	done chan struct{}
	why  Closed
	cut  bool // what is still queued is not wanted
}

// NewInbox returns an inbox for up to this many frames.
func NewInbox(frames int) *Inbox {
	return &Inbox{
		full:  make(chan []byte, frames),
		empty: make(chan []byte, frames),
		done:  make(chan struct{}),
	}
}

// Put copies frame into the inbox. While it is full Put blocks, which is what
// makes a link push back on its sender.
func (i *Inbox) Put(frame []byte) error {
	if err := i.Err(); err != nil {
		return err
	}
	select {
	case i.full <- append(i.spare(), frame...):
		return nil
	case <-i.done:
		return i.Err()
	}
}

// TryPut is Put for a link that must not block. It reports whether there was room.
func (i *Inbox) TryPut(frame []byte) bool {
	select {
	case i.full <- append(i.spare(), frame...):
		return true
	default:
		return false
	}
}

// Receive is Conn.Receive.
func (i *Inbox) Receive() ([]byte, error) {
	i.giveBack()
	select {
	case i.held = <-i.full:
	case <-i.done:
	}
	err := i.Err()
	if err != nil && i.cut {
		return nil, err
	}
	if i.held == nil {
		select {
		case i.held = <-i.full:
		default:
			return nil, err
		}
	}
	return i.held, nil
}

// End ends the inbox because the other side did: what it sent before is still
// received. The first End or Cut counts.
func (i *Inbox) End(why Closed) { i.closeWith(why, false) }

// Cut ends the inbox because this side did: nothing more is received.
func (i *Inbox) Cut(why Closed) { i.closeWith(why, true) }

func (i *Inbox) closeWith(why Closed, cut bool) {
	i.once.Do(func() {
		i.why, i.cut = why, cut
		close(i.done)
	})
}

// Err is the *Closed of an inbox that has ended, else nil.
func (i *Inbox) Err() error {
	select {
	case <-i.done:
		why := i.why
		return &why
	default:
		return nil
	}
}

// spare returns an empty frame, never nil: an empty message is still a message.
func (i *Inbox) spare() []byte {
	select {
	case b := <-i.empty:
		return b[:0]
	default:
		return make([]byte, 0, 512)
	}
}

func (i *Inbox) giveBack() {
	if i.held == nil {
		return
	}
	select {
	case i.empty <- i.held:
	default:
	}
	i.held = nil
}
