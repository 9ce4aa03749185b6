package chat

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"perihelion/assets/words"
)

const (
	maxWordsFile = 1 << 20         // bytes
	lookEvery    = 2 * time.Second // at the file
)

// Filter cleans what players write by a list that can be replaced while the
// server runs. It is safe for concurrent use.
type Filter struct {
	path string // empty: the built-in list, for ever
	log  *slog.Logger
	list atomic.Pointer[Words]
	seen os.FileInfo // the file as it was read last; of Watch
}

// NewFilter reads the list in the file at path, or the built-in one if path is
// empty.
func NewFilter(path string, log *slog.Logger) (*Filter, error) {
	f := &Filter{path: path, log: log}
	if path != "" {
		return f, f.read()
	}
	l, err := ReadWords(words.Blocked)
	f.list.Store(l)
	return f, err
}

// Clean is text with what may not be said in stars, and whether it was clean.
func (f *Filter) Clean(text string) (string, bool) { return f.list.Load().Clean(text) }

// Watch follows changes of the file until ctx ends. While it is missing or wrong,
// the list that was read last goes on.
func (f *Filter) Watch(ctx context.Context) {
	if f.path == "" {
		return
	}
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		now, err := os.Stat(f.path)
		if err != nil || now.ModTime().Equal(f.seen.ModTime()) && now.Size() == f.seen.Size() {
			continue
		}
		if err := f.read(); err != nil {
			f.log.Warn("word list not replaced", "err", err)
			continue
		}
		f.log.Info("word list replaced", "file", f.path)
	}
}

func (f *Filter) read() error {
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer file.Close()
	if f.seen, err = file.Stat(); err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(file, maxWordsFile+1))
	if err != nil {
		return err
	}
	if len(text) > maxWordsFile {
		return fmt.Errorf("%s: larger than %d bytes", f.path, maxWordsFile)
	}
	l, err := ReadWords(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", f.path, err)
	}
	f.list.Store(l)
	return nil
}
