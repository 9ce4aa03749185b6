package replay

import (
	"bytes"
	"errors"
	"io"

	"perihelion/sim"
)

// anonymous is the name of a player who was taken out of a log.
const anonymous = "[deleted]"

// Anonymize copies a log of one of games, in which the player of an account has neither the
// account nor a name. Everything else is copied byte for byte: a world knows no names, so
// the copy proves the same match. A log that ends in the middle of a record is copied up to
// there.
func Anonymize(dst io.Writer, log io.Reader, games sim.Games, account string) error {
	var raw bytes.Buffer // what was read and not copied yet
	r, err := NewReader(io.TeeReader(log, &raw), games)
	if err != nil {
		return err
	}
	w := Continue(r.Game.Rules, r.Config)
	copied := int64(0)
	for {
		part := raw.Next(int(r.Offset() - copied)) // the header, or a record
		copied = r.Offset()
		if replaced := w.Bytes(); len(replaced) > 0 {
			part = replaced
		}
		if _, err := dst.Write(part); err != nil {
			return err
		}
		w.Reset()
		rec, err := r.Next()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, ErrTruncated):
			return nil
		case err != nil:
			return err
		case rec.Op == OpSeat && rec.Seat.Account == account:
			rec.Seat.Account, rec.Seat.Name = "", anonymous
			w.Seat(rec.Player, &rec.Seat)
		case rec.Op == OpLeaver && rec.Leaver.Account == account:
			rec.Leaver.Account, rec.Leaver.Name = "", anonymous
			w.Leaver(rec.Player, &rec.Leaver)
		}
	}
}
