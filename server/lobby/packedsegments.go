package lobby

import (
	"bytes"
	"compress/gzip"
	"io"
	"sync"
)

// keptSegments is how many compressed segments are kept: the newest of as many rooms.
const keptSegments = 128

// packedSegments keeps the compressed form of segments that were asked for last. All who watch
// a room ask for the same one within a moment, and compression is most of what an answer costs.
// It is safe for concurrent use.
type packedSegments struct {
	mu    sync.Mutex
	byID  map[segmentID]*packedSegment
	order [keptSegments]segmentID // in which they came, as a ring
	next  int                     // in order
}

// segmentID names a segment. What it holds never changes.
type segmentID struct {
	room    string
	log     int64
	segment int
}

type packedSegment struct {
	pack   sync.Once
	packed []byte
}

// gzip compresses a segment, once.
func (p *packedSegments) gzip(id segmentID, plain []byte) []byte {
	s := p.find(id)
	s.pack.Do(func() {
		var b bytes.Buffer
		_ = gzipTo(&b, bytes.NewReader(plain)) // a buffer takes everything
		s.packed = b.Bytes()
	})
	return s.packed
}

// find returns what is kept of a segment, and makes room for one that is new.
func (p *packedSegments) find(id segmentID) *packedSegment {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.byID[id]; s != nil {
		return s
	}
	if p.byID == nil {
		p.byID = map[segmentID]*packedSegment{}
	}
	delete(p.byID, p.order[p.next])
	p.order[p.next], p.next = id, (p.next+1)%keptSegments
	s := &packedSegment{}
	p.byID[id] = s
	return s
}

// gzipWriters are *gzip.Writer, which take a megabyte each.
var gzipWriters = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // a valid level
	return z
}}

// gzipTo writes to w what it reads, compressed.
func gzipTo(w io.Writer, r io.Reader) error {
	z := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(z)
	z.Reset(w)
	if _, err := io.Copy(z, r); err != nil {
		return err
	}
	return z.Close()
}
