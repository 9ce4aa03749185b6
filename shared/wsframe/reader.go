package wsframe

// Opcode is what a frame is.
type Opcode byte

const (
	Text   Opcode = opText
	Binary Opcode = opBinary
	Close  Opcode = opClose
	Ping   Opcode = 9
	Pong   Opcode = opPong
)

// Reader takes the messages out of what a client sends, however it comes in pieces. It
// keeps only what has come: a length that a header promises allocates nothing. Make one
// with NewReader. It is not safe for concurrent use.
type Reader struct {
	scanner Scanner
	key     [keySize]byte
	opcode  Opcode // of the message in fragments
	message []byte // what has come of a message, unmasked
	control []byte // of a control frame, which may come amid the fragments of a message
}

// NewReader returns a reader for messages of at most this many bytes.
func NewReader(limit int) *Reader {
	return &Reader{scanner: Scanner{Masked: true, Max: limit}}
}

// Message is a message or a control frame.
type Message struct {
	Opcode Opcode // 0: none is whole yet
	Data   []byte // valid until the next call of Next
	Frames int    // that ended since the message before
}

// Next takes the next bytes of the stream, up to the end of a message, and says how many
// those are. A message that lies in b as a whole is unmasked there. An error is a
// *Violation, and is returned for ever after.
func (r *Reader) Next(b []byte) (m Message, n int, err error) {
	s := &r.scanner
	for n < len(b) && s.err == nil {
		switch {
		case s.skip == 0:
			if _, broken := s.header(b[n]); broken != "" {
				s.err = &Violation{broken}
				return m, n, s.err
			}
			n++
			continue
		case s.skip > s.length:
			r.key[keySize-(s.skip-s.length)] = b[n]
			s.skip--
			n++
		}
		if s.skip > s.length {
			continue
		}
		piece := b[n : n+int(min(s.skip, uint64(len(b)-n)))]
		n += len(piece)
		unmask(piece, r.key, int(s.length-s.skip))
		s.skip -= uint64(len(piece))
		if s.skip > 0 {
			r.keep(piece)
			continue
		}
		m.Frames++
		if m.Opcode, m.Data = r.finish(piece); m.Opcode != 0 {
			break
		}
	}
	return m, n, s.err
}

// part is where the pieces of the frame that is being read are kept.
func (r *Reader) part() *[]byte {
	if r.scanner.control() {
		return &r.control
	}
	return &r.message
}

func (r *Reader) keep(piece []byte) {
	p := r.part()
	*p = append(*p, piece...)
}

// finish ends a frame with its last piece, and returns what became whole by it.
func (r *Reader) finish(piece []byte) (Opcode, []byte) {
	first := r.scanner.first
	op, final := Opcode(first&0x0f), first&0x80 != 0
	if op == 0 {
		op = r.opcode
	}
	if !final {
		r.opcode = op
		r.keep(piece)
		return 0, nil
	}
	p := r.part()
	if len(*p) == 0 {
		return op, piece
	}
	r.keep(piece)
	whole := *p
	*p = whole[:0]
	return op, whole
}

// unmask undoes the mask of a piece of a payload that begins at byte at of it.
func unmask(b []byte, key [keySize]byte, at int) {
	for i := range b {
		b[i] ^= key[(at+i)&(keySize-1)]
	}
}
