package protocol

import (
	"encoding/binary"
	"errors"
	"math"
)

const (
	// MaxDatagram is the most bytes of a datagram: what fits every path and browser. WebKit takes
	// no more than 1,024.
	MaxDatagram = 1000
	// DatagramPath is where a server takes WebTransport sessions, below its base path.
	DatagramPath = "/v1/datagrams"

	maxHashes     = 3   // of certificates: the one before, the current one, the next
	hashSize      = 32  // SHA-256
	maxHost       = 255 // bytes
	maxLaneToken  = 64  // bytes
	lengthPrefix  = 2   // bytes before each frame of a datagram
	maxDatagramIn = 8   // frames
)

// errDatagram is a datagram that is no sequence of frames.
var errDatagram = errors.New("malformed datagram")

// Offer tells a client where it may open datagrams beside its WebSocket. The zero Offer says
// that there are none.
type Offer struct {
	Host   string // empty: the one by which the client reached the WebSocket
	Port   uint16 // 0: there are none
	Path   string
	Token  string   // connects them with this session; good for a while, and once
	Hashes [][]byte // SHA-256 of certificates that the server may show; none: the usual rules of TLS
}

// AppendDatagrams appends the frame [6], with which a client asks for an Offer.
func AppendDatagrams(dst []byte) []byte { return header(dst, TypeDatagrams, 0) }

// DecodeDatagrams reads one.
func DecodeDatagrams(frame []byte) error {
	r := openFields(frame, TypeDatagrams, 0)
	return decoded(&r, TypeDatagrams)
}

// AppendOffer appends the frame [24, host, port, path, token, hashes].
func AppendOffer(dst []byte, o *Offer) []byte {
	dst = header(dst, TypeOffer, 5)
	dst = appendStr(dst, o.Host)
	dst = appendUint(dst, uint64(o.Port))
	dst = appendStr(dst, o.Path)
	dst = appendStr(dst, o.Token)
	dst = appendArray(dst, len(o.Hashes))
	for _, h := range o.Hashes {
		dst = appendBin(dst, h)
	}
	return dst
}

// DecodeOffer reads an Offer, whose Hashes alias the frame.
func DecodeOffer(frame []byte) (o Offer, err error) {
	r := openFields(frame, TypeOffer, 5)
	o.Host = r.str(maxHost)
	o.Port = uint16(r.uint(math.MaxUint16))
	o.Path = r.str(maxHost)
	o.Token = r.str(maxLaneToken)
	for n := r.count(maxHashes); n > 0 && r.err == nil; n-- {
		h := r.bin(hashSize)
		if r.err == nil && len(h) != hashSize {
			r.err = errRange
		}
		o.Hashes = append(o.Hashes, h)
	}
	if err := decoded(&r, TypeOffer); err != nil {
		return Offer{}, err
	}
	return o, nil
}

// AppendProbe appends the frame [7, number].
func AppendProbe(dst []byte, n uint32) []byte {
	return appendUint(header(dst, TypeProbe, 1), uint64(n))
}

// DecodeProbe reads one.
func DecodeProbe(frame []byte) (n uint32, err error) {
	r := openFields(frame, TypeProbe, 1)
	n = uint32(r.uint(math.MaxUint32))
	return n, decoded(&r, TypeProbe)
}

// AppendEcho appends the frame [26, number], which answers a Probe.
func AppendEcho(dst []byte, n uint32) []byte {
	return appendUint(header(dst, TypeEcho, 1), uint64(n))
}

// DecodeEcho reads one.
func DecodeEcho(frame []byte) (n uint32, err error) {
	r := openFields(frame, TypeEcho, 1)
	n = uint32(r.uint(math.MaxUint32))
	return n, decoded(&r, TypeEcho)
}

// AppendToDatagram appends a frame, with its length before it as two bytes, the higher one
// first. The caller keeps the whole within MaxDatagram.
func AppendToDatagram(dst, frame []byte) []byte {
	return append(binary.BigEndian.AppendUint16(dst, uint16(len(frame))), frame...)
}

// FitsDatagram reports whether a frame of n bytes can travel in a datagram.
func FitsDatagram(n int) bool { return lengthPrefix+n <= MaxDatagram }

// FramesOf calls take for each frame of a datagram, in order, until take fails. A datagram that is
// malformed is refused as a whole.
func FramesOf(datagram []byte, take func(frame []byte) error) error {
	var frames [maxDatagramIn][]byte
	n := 0
	for rest := datagram; len(rest) > 0; n++ {
		if n == maxDatagramIn || len(rest) < lengthPrefix {
			return errDatagram
		}
		size := int(binary.BigEndian.Uint16(rest))
		if rest = rest[lengthPrefix:]; size == 0 || size > len(rest) {
			return errDatagram
		}
		frames[n], rest = rest[:size], rest[size:]
	}
	for _, f := range frames[:n] {
		if err := take(f); err != nil {
			return err
		}
	}
	return nil
}
