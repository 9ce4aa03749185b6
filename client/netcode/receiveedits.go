package netcode

import (
	"bytes"
	"fmt"
	"slices"

	"perihelion/shared/protocol"
)

// receiveEditing takes what is said of an arena that players change.
func (c *Client) receiveEditing(kind protocol.Type, frame []byte) error {
	switch kind {
	case protocol.TypeArena:
		return c.receiveArena(frame)
	case protocol.TypeEdited:
		return c.receiveEdited(frame)
	case protocol.TypeEditDone:
		return c.receiveEditDone(frame)
	case protocol.TypeCursors:
		return c.receiveCursors(frame)
	case protocol.TypeRights:
		return c.receiveRights(frame)
	}
	return fmt.Errorf("receive %s: %w", kind, errOrder)
}

// receiveArena takes the arena of the server: on a new connection, to which what has no answer is sent
// again, and when the server has not told of each change.
func (c *Client) receiveArena(frame []byte) error {
	a, err := protocol.DecodeArena(frame)
	switch {
	case err != nil:
		return err
	case !c.welcomed() || !c.view.Config.Editable:
		return fmt.Errorf("receive an arena: %w", errOrder)
	}
	e := &c.edits
	again := e.made != nil
	if e.made, err = c.game.about.ReadArena([]byte(a.Text)); err != nil {
		return fmt.Errorf("receive an arena: %w", err)
	}
	e.last = max(e.last, a.Made.Last)
	for i := range e.pending {
		e.pending[i].made = a.Made.Has(e.pending[i].Number)
	}
	if e.view.Cursors = e.view.Cursors[:0]; again {
		c.showPending()
		return nil
	}
	return c.sendPending()
}

// receiveEdited takes changes that were made.
func (c *Client) receiveEdited(frame []byte) error {
	d, err := protocol.DecodeEdited(frame)
	switch {
	case err != nil:
		return err
	case c.edits.made == nil:
		return fmt.Errorf("receive a change: %w", errOrder)
	}
	e := &c.edits
	for _, m := range d.Made {
		if e.made, err = c.game.about.EditArena(e.made, m.Change); err != nil {
			return fmt.Errorf("receive a change: %w", err)
		}
		if m.By == c.view.Me {
			e.markMade(m.Number)
		}
		m.Change = bytes.Clone(m.Change)
		e.view.Made = append(e.view.Made, m)
	}
	c.showPending()
	return nil
}

// receiveEditDone takes the answer to what is made and kept, or was not made: that is taken back.
func (c *Client) receiveEditDone(frame []byte) error {
	d, err := protocol.DecodeEditDone(frame)
	if err != nil {
		return err
	}
	c.edits.drop(d.Number)
	c.edits.view.Answers = append(c.edits.view.Answers, d)
	if c.edits.made != nil {
		c.showPending()
	}
	return nil
}

// receiveRights takes what this player may do. With the first a connection tells what they may without
// a key, which is sent then: the next one answers that.
func (c *Client) receiveRights(frame []byte) (err error) {
	e := &c.edits
	if e.view.Rights, err = protocol.DecodeRights(frame); err != nil {
		return err
	}
	flies, key := e.view.Rights.Role == protocol.RoleFlyer, c.opt.Key
	c.opt.Key, e.view.Refused = "", flies && e.claimed
	if e.claimed = flies && key != ""; e.claimed {
		return c.Claim(key)
	}
	return nil
}

func (c *Client) receiveCursors(frame []byte) error {
	moved, err := protocol.DecodeCursors(frame)
	all := &c.edits.view.Cursors
	for _, m := range moved {
		*all = slices.DeleteFunc(*all, func(o protocol.PlayerCursor) bool { return o.Player == m.Player })
		if m.Here && m.Player != c.view.Me {
			*all = append(*all, m)
		}
	}
	return err
}
