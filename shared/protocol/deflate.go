package protocol

import (
	"bytes"
	"compress/flate"
	"io"
	"sync"
	"unicode/utf8"
)

// appendDeflated appends a long text as bytes: deflated (RFC 1951), without a header. An empty one
// has none. The best compression would save a twentieth, and take three times as long.
func appendDeflated(dst []byte, text string) []byte {
	var b bytes.Buffer
	if text != "" {
		w := deflaters.Get().(*flate.Writer)
		defer deflaters.Put(w)
		w.Reset(&b)
		_, _ = io.WriteString(w, text)
		_ = w.Close() // a Buffer takes everything
	}
	return appendBin(dst, b.Bytes())
}

// deflaters are *flate.Writer, which take 700 kB each.
var deflaters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(nil, flate.DefaultCompression) // a level that there is
	return w
}}

// deflated reads a text of at most limit bytes, and takes no more memory than that for one that
// claims to be longer.
func (r *reader) deflated(limit int) string {
	b := bytes.NewReader(r.bin(MaxServerFrame))
	if r.err != nil || b.Len() == 0 {
		return ""
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(b), int64(limit)+1))
	switch {
	case err != nil:
		r.fail(errTruncated)
	case len(text) > limit:
		r.fail(errTooMany)
	case b.Len() > 0:
		r.fail(errTrailing)
	case len(text) == 0 || !utf8.Valid(text):
		r.fail(errText)
	default:
		return string(text)
	}
	return ""
}
