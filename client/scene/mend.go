package scene

import (
	"cmp"
	"strings"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/prefs"
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
	resumed int        // how often we came back
	noted   prefs.Seat // what the window remembers of it
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
		if why == transport.RoomClosed && m.named() {
			if m.want.watch {
				note = "The room that you were watching has closed. Play yourself, or choose another room."
			}
			return m.over(note, want{queue: m.want.queue}) // there is nothing to go back to
		}
		return m.requeue(note)
	}
	w := m.want
	w.back = nil
	return m.over(note, w)
}

// named reports whether we were in this very room for a reason: there is no other
// like it to go to.
func (m *match) named() bool {
	w := &m.want
	return w.open || w.room != "" || w.party != "" || w.ticket != "" || w.watch
}

// over says why the match has ended for us; w is where playing again leads.
func (m *match) over(note string, w want) Move {
	m.kit.Prefs.SetSeat(prefs.Seat{})
	return Swap(newEnded(m.kit, note, w))
}

// requeue looks for another seat.
func (m *match) requeue(note string) Move {
	m.kit.Prefs.SetSeat(prefs.Seat{})
	w, tries := m.want, m.tries
	if w.back != nil {
		w.back = nil
		if !m.ready { // the page was loaded again, and too late: whether to play on is for the player to say
			return Swap(newEnded(m.kit, note, w))
		}
	}
	if m.ready {
		tries = 0
	}
	switch seat := &m.mend.seat; {
	case w.open: // the room we opened is where our friends are
		w = want{room: seat.Code}
	case w.ticket != "", w.party != "": // it was good for one use, and our friends are there
		w = want{room: cmp.Or(seat.Code, seat.RoomID)}
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
		m.remember()
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

// noteEvery is how often the window is told that the seat is still ours.
const noteEvery = 5 * time.Second

// remember has the window find the way back into the seat after a reload.
func (m *match) remember() {
	d, now := &m.mend, m.kit.Now()
	s := prefs.Seat{
		Server: m.kit.Options.Server, Player: m.kit.self.who().ID,
		URL: d.seat.URL, ResumeToken: d.ticket, RoomID: d.seat.RoomID, Code: d.seat.Code,
		Queue: m.want.queue, Spectator: d.seat.Watch,
		ResumeWindow: time.Duration(d.seat.ReconnectWindowMS) * time.Millisecond,
		ExpiresAt:    now.Add(noteEvery + d.heldFor()),
	}
	if s.ResumeToken == d.noted.ResumeToken && s.ExpiresAt.Sub(d.noted.ExpiresAt) < noteEvery {
		return
	}
	d.noted = s
	m.kit.Prefs.SetSeat(s)
}

// remembered is where this window was before it was loaded again, if that is worth
// a try. A link to another room wins.
func (k *Kit) remembered() (w want, ok bool) {
	s, ok := k.Prefs.ResumableSeat(k.Options.Server, k.self.who().ID, k.Now())
	if !ok || k.Options.Room != "" && k.Options.Room != s.Code {
		return w, false
	}
	w = want{queue: s.Queue, watch: s.Spectator, back: &api.Assignment{
		RoomID: s.RoomID, Code: s.Code, URL: s.URL, Ticket: s.ResumeToken, Watch: s.Spectator,
		ReconnectWindowMS: int(s.ResumeWindow.Milliseconds()),
	}}
	switch {
	case s.Code != "":
		w.room = s.Code
	case s.Spectator:
		w.room = s.RoomID
	}
	return w, true
}

// refused tells a ticket that the server no longer takes from a server that
// cannot be reached. A browser does not say; there, time decides.
func refused(err error) bool {
	return transport.ReasonOf(err) == transport.BadTicket || strings.Contains(err.Error(), "401")
}
