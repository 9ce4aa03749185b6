package main

import (
	"compress/gzip"
	"io"

	"github.com/andybalholm/brotli"
)

// Measured on the client: level 4 takes a second or two and is a fifth larger
// than level 11, which takes minutes.
const fast = 4

func compressBrotli(w io.Writer, data []byte, best bool) error {
	opt := brotli.WriterOptions{Quality: fast, LGWin: 22}
	if best {
		opt = brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24}
	}
	b := brotli.NewWriterOptions(w, opt)
	if _, err := b.Write(data); err != nil {
		return err
	}
	return b.Close()
}

func compressGzip(w io.Writer, data []byte, best bool) error {
	level := 4
	if best {
		level = gzip.BestCompression
	}
	g, err := gzip.NewWriterLevel(w, level)
	if err != nil {
		return err
	}
	if _, err := g.Write(data); err != nil {
		return err
	}
	return g.Close()
}
