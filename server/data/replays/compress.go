package replays

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"

	"perihelion/server/data/journal"
	"perihelion/shared/replay"
)

// maxWindow is the memory that reading a log may take: the largest segment.
const maxWindow = 32 << 20

// Decompress reads a log, whether it is compressed or not. The caller closes it.
func Decompress(log io.Reader) (io.ReadCloser, error) {
	in := bufio.NewReader(log)
	if start, _ := in.Peek(4); string(start) != "\x28\xb5\x2f\xfd" { // the magic number of zstd
		return io.NopCloser(in), nil
	}
	d, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return nil, err
	}
	return d.IOReadCloser(), nil
}

// compress writes a log: a frame of zstd for the header, and one for each segment.
func compress(dst io.Writer, l *journal.Log) error {
	c := newCompressor(dst)
	from := int64(0)
	for _, s := range l.Starts {
		if err := c.frame(io.NewSectionReader(l.File, from, s.Offset-from)); err != nil {
			return err
		}
		from = s.Offset
	}
	return c.frame(io.NewSectionReader(l.File, from, l.Size-from))
}

// compressFile writes it into a file.
func compressFile(path string, l *journal.Log) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := compress(f, l); err != nil {
		return err
	}
	return f.Sync()
}

// compressor writes frames of zstd.
type compressor struct {
	dst     io.Writer
	encoder *zstd.Encoder
	in, out []byte // scratch
}

func newCompressor(dst io.Writer) *compressor {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedBetterCompression))
	if err != nil {
		panic("replays: " + err.Error()) // the options are constant
	}
	return &compressor{dst: dst, encoder: encoder}
}

// frame writes all of a part of a log as one frame.
func (c *compressor) frame(part *io.SectionReader) error {
	n := int(part.Size())
	if n > replay.MaxBytes {
		return fmt.Errorf("a segment of %d bytes", n)
	}
	if cap(c.in) < n {
		c.in = make([]byte, n)
	}
	c.in = c.in[:n]
	if _, err := io.ReadFull(part, c.in); err != nil {
		return err
	}
	c.out = c.encoder.EncodeAll(c.in, c.out[:0])
	_, err := c.dst.Write(c.out)
	return err
}
