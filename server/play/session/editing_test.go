package session

import (
	"testing"
	"time"

	"perihelion/server/people/auth"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// flood sends what an editor says a hundred times, and returns how many answers of a type came.
func (h *house) flood(frame []byte, answer protocol.Type) (answers int) {
	h.tickets.known["in"] = auth.JoinToken{Player: "ada", Name: "ada", Room: h.room.Config().ID}
	near, far := transport.Pipe()
	go h.gate.Serve(far, "in")
	go func() {
		for {
			if _, err := near.Receive(); err != nil {
				return
			}
		}
	}()
	send := func(frame []byte) {
		if err := near.Send(frame); err != nil {
			h.Error(err)
		}
	}
	count := func() (n int) {
		time.Sleep(200 * time.Millisecond)
		h.metrics.count(func() { n = h.metrics.out[answer] })
		return n
	}
	send(hello(protocol.Version))
	before := count()
	for range 100 {
		send(frame)
		time.Sleep(time.Millisecond)
	}
	return count() - before
}

func TestWhereTheArenaDoesNotChangeEveryEditIsDenied(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		edit := protocol.AppendEdit(nil, &protocol.Edit{Number: 1, Change: []byte("x")})
		if n := h.flood(edit, protocol.TypeEditDone); n != 100 {
			t.Errorf("a hundred changes are answered %d times", n)
		}
	})
}
