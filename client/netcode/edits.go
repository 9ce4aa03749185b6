package netcode

import (
	"bytes"
	"errors"
	"slices"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// Why no edit is sent, beside what is wrong with the arena that it would make.
var (
	errNoEditing = errors.New("the arena of this match is not changed, or it is not here yet")
	errWaiting   = errors.New("too much waits for the server; try again in a moment")
)

// maxPending is how many edits wait for an answer.
const maxPending = 32

// EditsView is what a View tells of a match whose arena players change.
type EditsView struct {
	Made    []protocol.MadeEdit     // since the last View, by anybody
	Answers []protocol.EditDone     // since the last View
	Cursors []protocol.PlayerCursor // of others who edit now
	Waiting int                     // own edits that are shown and not answered
	Rights  protocol.Rights         // of this player
	Refused bool                    // the key of Options is not that of the room
}

// edits are the arena of a match in which players change it: what the server has made of it, and
// after that what this player has asked for since, as far as that can be made.
type edits struct {
	made    *sim.Arena // nil: it has not come yet
	shown   *sim.Arena
	pending []pendingEdit
	last    uint32 // number of the newest own edit
	claimed bool   // the key of Options is on its way
	view    EditsView
	given   EditsView // what the last View was given
}

// pendingEdit is an own edit that has no answer. It may be made already, and could still be lost with the
// server.
type pendingEdit struct {
	protocol.Edit
	made bool // made has it
}

// Edit changes the arena: it shows at once, and when the server has answered it stays or is taken
// back. The error says why it cannot be made; then nothing is sent. The number is that of the
// EditDone which will answer.
func (c *Client) Edit(change []byte) (number uint32, err error) {
	e := &c.edits
	switch {
	case e.made == nil:
		return 0, errNoEditing
	case len(e.pending) >= maxPending:
		return 0, errWaiting
	}
	next, err := c.game.about.EditArena(e.shown, change)
	if err != nil {
		return 0, err
	}
	e.last++
	e.pending = append(e.pending, pendingEdit{Edit: protocol.Edit{Number: e.last, Change: bytes.Clone(change)}})
	c.showArena(next)
	return e.last, c.transmit(protocol.AppendEdit(c.out[:0], &e.pending[len(e.pending)-1].Edit))
}

// Point tells the other players where this one points while they edit.
func (c *Client) Point(to *protocol.Cursor) error {
	if c.edits.made == nil {
		return nil
	}
	return c.transmit(protocol.AppendCursor(c.out[:0], to))
}

// Grant gives a player of the room another role, if they are still whom the roster tells. Only the owner can.
func (c *Client) Grant(p sim.PlayerID, to protocol.Role) error {
	g := protocol.Grant{Player: p, Role: to}
	if i, ok := findPlayer(c.roster.players, p); ok {
		g.Account = c.roster.players[i].Account
	}
	return c.transmit(protocol.AppendGrant(c.out[:0], &g))
}

// Claim asks to be an editor, by the key of the room.
func (c *Client) Claim(key string) error {
	return c.transmit(protocol.AppendClaim(c.out[:0], &protocol.Claim{Key: key}))
}

// TakeEdits takes from the client of a connection that has broken the edits to which there was no
// answer. They are sent again when the arena has come, and shown unless it has them.
func (c *Client) TakeEdits(from *Client) {
	e := &c.edits
	e.pending, from.edits.pending = from.edits.pending, nil
	e.last = max(e.last, from.edits.last)
	if e.made != nil {
		_ = c.sendPending() // who sends again finds out
	}
}

// sendPending shows what waits for an answer, and sends it.
func (c *Client) sendPending() error {
	c.showPending()
	for i := range c.edits.pending {
		if err := c.transmit(protocol.AppendEdit(c.out[:0], &c.edits.pending[i].Edit)); err != nil {
			return err
		}
	}
	return nil
}

func (e *edits) drop(number uint32) {
	e.pending = slices.DeleteFunc(e.pending, func(p pendingEdit) bool { return p.Number == number })
}

func (e *edits) markMade(number uint32) {
	for i := range e.pending {
		e.pending[i].made = e.pending[i].made || e.pending[i].Number == number
	}
}

// showPending shows what the server has made, and after it what waits, as far as that can be made.
func (c *Client) showPending() {
	a := c.edits.made
	for i := range c.edits.pending {
		if c.edits.pending[i].made {
			continue
		}
		if next, err := c.game.about.EditArena(a, c.edits.pending[i].Change); err == nil {
			a = next
		}
	}
	c.showArena(a)
}

// showArena makes an arena the one that is drawn and predicted.
func (c *Client) showArena(a *sim.Arena) {
	c.edits.shown, c.view.Config.Arena = a, a
	if p, ok := c.predictor.world.(sim.Placed); ok {
		p.SetArena(a)
	}
}

// fill fills in what a View tells, which is told once.
func (e *edits) fill(v *EditsView) {
	e.view.Made, e.given.Made = e.given.Made[:0], e.view.Made
	e.view.Answers, e.given.Answers = e.given.Answers[:0], e.view.Answers
	*v = EditsView{Made: e.given.Made, Answers: e.given.Answers, Cursors: e.view.Cursors, Waiting: len(e.pending), Rights: e.view.Rights, Refused: e.view.Refused}
}
