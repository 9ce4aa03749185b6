// Package wsframe checks the headers of WebSocket frames (RFC 6455, section 5.2) in
// the bytes of a connection, before a library reads them. A library that trusts a
// length or a flag can be made to panic, and not every library looks at each; so
// both ends of ours put a Scanner between the network and theirs. The server and
// the desktop client use it; in a browser, the browser does the same.
package wsframe

// Kind is which rule a frame breaks, in one word, fit for the label of a metric.
type Kind string

const (
	length   Kind = "length"   // 2^63 bytes or more, or not written as short as it can be
	reserved Kind = "reserved" // a reserved bit is set: no extension is ever agreed on
	opcode   Kind = "opcode"   // of no kind of frame that there is
	Mask     Kind = "mask"     // a client must mask, a server must not
	control  Kind = "control"  // a control frame in fragments, or of more than 125 bytes
	fragment Kind = "fragment" // one of no message, or a message within another
	TooBig   Kind = "too_big"  // follows the rules, but is larger than we take
)

// Kinds are all there are.
var Kinds = []Kind{length, reserved, opcode, Mask, control, fragment, TooBig}

// Violation is the error of a stream that breaks a rule.
type Violation struct{ Kind Kind }

var words = map[Kind]string{
	length:   "the length of a frame is wrong",
	reserved: "a frame has a reserved bit set",
	opcode:   "a frame has an unknown opcode",
	Mask:     "a frame is masked that must not be, or is not that must",
	control:  "a control frame is fragmented or too long",
	fragment: "a fragment is out of order",
	TooBig:   "a message is too big",
}

func (v *Violation) Error() string { return "websocket: " + words[v.Kind] }

const (
	opText, opBinary      = 1, 2
	opClose, opPong       = 8, 10
	maxControl            = 125
	length16, length64    = 126, 127 // in place of a length: it follows in so many bits
	keySize, shortestHead = 4, 2
)

// Scanner follows one direction of a connection. It allocates nothing. It is not
// safe for concurrent use.
type Scanner struct {
	Masked bool // the frames come from a client
	Max    int  // bytes of a message, in however many fragments

	first   byte   // of the header that is being read
	have    int    // bytes of that header
	need    int    // its size without the mask's key, as far as it is known
	length  uint64 // of its payload, as far as it was read
	skip    uint64 // bytes of key and payload before the next header
	open    bool   // a message has begun and not ended
	message uint64 // bytes of that message
	err     error  // the stream is beyond hope
}

// Scan takes the next bytes of the stream. The first n of them may be handed on;
// frames is how many headers ended among them. After an error nothing else may be
// handed on, and Scan returns it again.
func (s *Scanner) Scan(b []byte) (n, frames int, err error) {
	for n < len(b) && s.err == nil {
		if s.skip > 0 {
			step := min(s.skip, uint64(len(b)-n))
			s.skip -= step
			n += int(step)
			continue
		}
		whole, broken := s.header(b[n])
		if broken != "" {
			s.err = &Violation{broken}
			break
		}
		if whole {
			frames++
		}
		n++
	}
	return n, frames, s.err
}

// header takes the next byte of a header, and tells whether it was the last.
func (s *Scanner) header(c byte) (whole bool, broken Kind) {
	switch s.have {
	case 0:
		s.need, broken = shortestHead, s.flags(c)
	case 1:
		broken = s.size(c)
	default:
		if s.have == shortestHead && s.need == shortestHead+8 && c&0x80 != 0 {
			return false, length // and would be negative, as an int
		}
		s.length = s.length<<8 | uint64(c)
	}
	s.have++
	if broken != "" || s.have < s.need || s.have < shortestHead {
		return false, broken
	}
	return true, s.finish()
}

// flags takes the first byte: FIN, the reserved bits, the opcode.
func (s *Scanner) flags(c byte) Kind {
	s.first = c
	op, final := c&0x0f, c&0x80 != 0
	switch {
	case c&0x70 != 0:
		return reserved
	case op > opBinary && op < opClose || op > opPong:
		return opcode
	case op >= opClose && !final:
		return control
	case op == 0 && !s.open, (op == opText || op == opBinary) && s.open:
		return fragment
	}
	return ""
}

// size takes the second byte: whether there is a mask, and the length, or in how
// many bytes it follows.
func (s *Scanner) size(c byte) Kind {
	s.length = uint64(c & 0x7f)
	switch {
	case (c&0x80 != 0) != s.Masked:
		return Mask
	case s.control() && s.length > maxControl:
		return control
	case s.length == length16:
		s.need, s.length = shortestHead+2, 0
	case s.length == length64:
		s.need, s.length = shortestHead+8, 0
	}
	return ""
}

func (s *Scanner) control() bool { return s.first&0x0f >= opClose }

// finish judges a whole header and gets ready for what follows it.
func (s *Scanner) finish() Kind {
	if s.need == shortestHead+2 && s.length <= maxControl || s.need == shortestHead+8 && s.length <= 1<<16-1 {
		return length
	}
	if !s.control() {
		if s.length > uint64(s.Max)-s.message {
			return TooBig
		}
		s.message += s.length
		if s.open = s.first&0x80 == 0; !s.open {
			s.message = 0
		}
	}
	s.skip, s.have = s.length, 0
	if s.Masked {
		s.skip += keySize
	}
	return ""
}
