package replays

import (
	"bufio"
	"errors"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"

	"perihelion/server/data/journal"
	"perihelion/shared/replay"
	"perihelion/sim"
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

// compressFile writes a log into the spool, quickly: it is packed when it is stored.
func compressFile(path string, l *journal.Log) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	c := newEncoder(f, zstd.SpeedFastest)
	if _, err := io.Copy(c, io.NewSectionReader(l.File, 0, l.Size)); err != nil {
		return err
	}
	if err := c.Close(); err != nil {
		return err
	}
	return f.Sync()
}

// maxWindowSize is how far back a stored log refers: browsers that unpack it take no more than
// eight times that.
const maxWindowSize = 1 << 20

func newEncoder(dst io.Writer, level zstd.EncoderLevel) *zstd.Encoder {
	c, err := zstd.NewWriter(dst, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(level), zstd.WithWindowSize(maxWindowSize))
	if err != nil {
		panic("replays: " + err.Error()) // the options are constant
	}
	return c
}

// pack writes a log as it is stored, and tells how long it is uncompressed. Every part becomes
// a block of its own, with a code of its own. It takes some 40 MB of memory meanwhile, so it is
// done for one log at a time: by Run.
func pack(dst io.Writer, log io.Reader, games sim.Games) (plain int64, err error) {
	c := newEncoder(dst, zstd.SpeedBestCompression)
	err = replay.Pack(log, games, func(part []byte) error {
		plain += int64(len(part))
		if _, err := c.Write(part); err != nil {
			return err
		}
		return c.Flush()
	})
	return plain, errors.Join(err, c.Close())
}
