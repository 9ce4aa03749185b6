package standby

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"sync"

	"github.com/klauspost/compress/flate"

	"perihelion/server/play/room"
)

// piece is what the standby is told of a log: a part of it, in order.
type piece struct {
	Room   string
	Epoch  int64
	Number int         // of the state that the log begins with, or of what is saved; another one begins the log anew
	At     int         // where in it Log goes
	Whole  int         // bytes at the beginning without which it cannot be played; only with Saved
	Saved  *room.Saved // with At 0
	Over   bool        // the match is over, or has another standby: nothing is to be kept
	Last   bool        // the match goes on at the standby, after this piece

	Log    []byte
	Packed []byte // Log, compressed; nil: it is sent as it is
}

// The flags that a piece begins with.
const (
	pieceOver = 1 << iota
	pieceLast
	pieceSaved
	piecePacked
)

// historySize is how much of the log before a piece its compression refers to.
const historySize = 2 << 10

var errPiece = errors.New("standby: a piece that is cut off")

// encode is the flags, the room, three numbers, what is saved of the room as JSON, and then the log as it is:
// twenty of these are sent a second, and most have a few hundred bytes of it. If that is shorter compressed, it is.
func (p *piece) encode() []byte {
	flags := byte(0)
	if p.Over {
		flags |= pieceOver
	}
	if p.Last {
		flags |= pieceLast
	}
	if p.Saved != nil {
		flags |= pieceSaved
	}
	log := p.Log
	if p.Packed != nil {
		flags |= piecePacked
		log = p.Packed
	}
	b := appendText([]byte{flags}, []byte(p.Room))
	for _, n := range []int64{p.Epoch, int64(p.Number), int64(p.At)} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	if p.Saved != nil {
		b = appendText(binary.AppendUvarint(b, uint64(p.Whole)), encode(p.Saved))
	}
	return append(b, log...)
}

// pack compresses the log, if that makes it shorter. before is what comes before it, from the last state on.
func (p *piece) pack(before []byte) {
	var packed bytes.Buffer
	err := flate.StatelessDeflate(&packed, p.Log, true, lately(before))
	if err == nil && packed.Len() < len(p.Log) {
		p.Packed = packed.Bytes()
	}
}

func lately(before []byte) []byte { return before[max(len(before)-historySize, 0):] }

// inflaters are readers of compressed logs, of 40 kB each.
var inflaters = sync.Pool{New: func() any { return flate.NewReader(nil) }}

// unpack makes Log of Packed.
func (p *piece) unpack(before []byte) error {
	if p.Packed == nil {
		return nil
	}
	r := inflaters.Get().(io.Reader)
	defer inflaters.Put(r)
	err := r.(flate.Resetter).Reset(bytes.NewReader(p.Packed), lately(before))
	if err != nil {
		return err
	}
	p.Log, err = io.ReadAll(io.LimitReader(r, maxPiece+1))
	if len(p.Log) > maxPiece {
		return errPiece
	}
	return err
}

func appendText(b, text []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// pieceReader reads what encode has written. After an error it reads nothing.
type pieceReader struct {
	rest []byte
	err  error
}

func (r *pieceReader) number() int64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 || int64(v) < 0 {
		r.rest, r.err = nil, errPiece
		return 0
	}
	r.rest = r.rest[n:]
	return int64(v)
}

func (r *pieceReader) bytes() (text []byte) {
	n := r.number()
	if n > int64(len(r.rest)) {
		r.rest, r.err = nil, errPiece
		return nil
	}
	text, r.rest = r.rest[:n], r.rest[n:]
	return text
}

func decodePiece(b []byte) (p piece, err error) {
	if len(b) == 0 {
		return p, errPiece
	}
	flags, r := b[0], pieceReader{rest: b[1:]}
	p.Over, p.Last = flags&pieceOver != 0, flags&pieceLast != 0
	p.Room, p.Epoch, p.Number, p.At = string(r.bytes()), r.number(), int(r.number()), int(r.number())
	if flags&pieceSaved != 0 {
		p.Whole = int(r.number())
		if saved := r.bytes(); r.err == nil {
			r.err = json.Unmarshal(saved, &p.Saved)
		}
		if r.err == nil && p.Saved == nil { // it was null
			r.err = errPiece
		}
	}
	if p.Log = r.rest; flags&piecePacked != 0 {
		p.Log, p.Packed = nil, r.rest
	}
	return p, r.err
}
