package scene

import (
	"strings"
	"time"

	"perihelion/client/netcode"
	"perihelion/shared/api"
	"perihelion/shared/transport"
)

const (
	// defaultWindow is how long a server keeps a seat, if it does not say.
	defaultWindow = 20 * time.Second
	// noticedWithin is how much later than we the server may see that the link broke:
	// a silent one ends there by its idle timeout. The seat is held from then on.
	noticedWithin = 25 * time.Second
)

// mending is the way back into a seat whose connection broke. Meanwhile the
// match stays on the screen as it was, and a bot flies the ship.
type mending struct {
	seat    api.Assignment
	ticket  string    // back into the seat
	since   time.Time // when it broke; zero: all is well
	cut     bool      // there is no connection now
	errand  *errand   // to make one
	next    time.Time // of the next try
	tries   int
	resumed int // how often we came back
}

// lost decides what to do about the end of the connection.
func (m *match) lost(f *Frame, err error) Move {
	why := transport.ReasonOf(err)
	m.kit.Log.Info("connection ended", "err", err)
	note := farewell(err)
	d := &m.mend
	switch why.Advice() {
	case transport.Resume:
		if d.ticket == "" {
			return m.requeue(note)
		}
		if d.since.IsZero() {
			d.since, d.tries = f.Now, 0
		}
		d.cut, d.next = true, f.Now.Add(pause(d.tries))
		return Move{}
	case transport.Requeue:
		return m.requeue(note)
	}
	return Swap(newEnded(m.kit, note, m.want))
}

// requeue looks for another seat.
func (m *match) requeue(note string) Move {
	w, tries := m.want, m.tries
	if m.ready {
		tries = 0
	}
	switch seat := &m.mend.seat; {
	case w.open: // the room we opened is where our friends are
		w = want{room: seat.Code}
	case w.ticket != "", w.party != "": // it was good for one use, and our friends are there
		w = want{room: seat.RoomID}
	}
	s := newFinding(m.kit, w)
	s.note, s.tries = note, tries
	return Swap(s)
}

// heldFor is for how long after the break our seat may be held: for that long it is
// worth trying to come back. Then we ask for another.
func (d *mending) heldFor() time.Duration {
	window := time.Duration(d.seat.ReconnectWindowMS) * time.Millisecond
	if window == 0 {
		window = defaultWindow
	}
	return window + noticedWithin
}

// repair goes on with getting back.
func (m *match) repair(f *Frame) Move {
	d := &m.mend
	switch {
	case f.Now.Sub(d.since) > d.heldFor():
		return m.requeue("You were away for longer than your seat is kept.")
	case d.errand != nil:
		return m.reconnected(f)
	case !f.Now.Before(d.next):
		d.tries++
		d.errand = m.kit.resume(d.seat, d.ticket)
	}
	return Move{}
}

// reconnected looks whether the errand is back.
func (m *match) reconnected(f *Frame) Move {
	d := &m.mend
	o, ok := d.errand.Done()
	if !ok {
		return Move{}
	}
	d.errand = nil
	if o.err != nil {
		m.kit.Log.Info("not back yet", "err", o.err, "try", d.tries)
		if refused(o.err) {
			return m.requeue("Your seat was given away meanwhile.")
		}
		d.next = f.Now.Add(pause(d.tries))
		return Move{}
	}
	d.cut = false
	m.join(o.link)
	return Move{}
}

// join begins to talk over a new connection.
func (m *match) join(l *link) {
	m.link = l
	m.client = netcode.New(l.Send, m.options())
	_ = m.client.Hello() // if it cannot be sent, the link says why
}

// seated notes that the server has given us the seat and the controls.
func (m *match) seated(v *netcode.View) {
	d := &m.mend
	if ticket := m.client.Resume(); ticket != "" {
		d.ticket = ticket
	}
	if !v.Ready {
		return
	}
	m.view, m.ready = v, true
	if !d.since.IsZero() {
		d.since = time.Time{}
		d.resumed++
	}
}

// refused tells a ticket that the server no longer takes from a server that
// cannot be reached. A browser does not say; there, time decides.
func refused(err error) bool {
	return transport.ReasonOf(err) == transport.BadTicket || strings.Contains(err.Error(), "401")
}
