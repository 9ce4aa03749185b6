package wsframe

import (
	"encoding/binary"
	"unicode/utf8"
)

// Append appends a message as a server sends it: one frame without a mask. A control frame
// must not have more than 125 bytes.
func Append(dst []byte, op Opcode, data []byte) []byte {
	dst = append(dst, 0x80|byte(op))
	switch n := len(data); {
	case n <= maxControl:
		dst = append(dst, byte(n))
	case n < 1<<16:
		dst = binary.BigEndian.AppendUint16(append(dst, length16), uint16(n))
	default:
		dst = binary.BigEndian.AppendUint64(append(dst, length64), uint64(n))
	}
	return append(dst, data...)
}

// AppendClose appends a close frame; code 0: one that says nothing. A text that is too long
// is cut off between two characters.
func AppendClose(dst []byte, code uint16, text string) []byte {
	if code == 0 {
		return Append(dst, Close, nil)
	}
	const maxText = maxControl - 2
	if len(text) > maxText {
		n := maxText
		for n > 0 && !utf8.RuneStart(text[n]) {
			n--
		}
		text = text[:n]
	}
	var data [maxControl]byte
	binary.BigEndian.PutUint16(data[:], code)
	return Append(dst, Close, data[:2+copy(data[2:], text)])
}

// CloseCode is what to answer to a close frame with this content: its own code if that may
// be sent, 1002 if not, and 0, for no code, to none.
func CloseCode(data []byte) uint16 {
	const protocolError = 1002
	switch len(data) {
	case 0:
		return 0
	case 1:
		return protocolError
	}
	switch code := binary.BigEndian.Uint16(data); {
	case code < 1000, code == 1004, code == 1005, code == 1006, code > 1013 && code < 3000, code > 4999:
		return protocolError
	default:
		return code
	}
}
