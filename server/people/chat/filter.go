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
	checkEvery   = 2 * time.Second // the file for changes
)

// Filter censors text with a word list that can be replaced while the server runs. It is
// safe for concurrent use.
type Filter struct {
	path    string // empty: the built-in list
	log     *slog.Logger
	current atomic.Pointer[wordList]
	loaded  os.FileInfo // the file when it was loaded; used by WatchFile only
}

// NewFilter loads the list from the file at path, or the built-in one if path is empty.
func NewFilter(path string, log *slog.Logger) (*Filter, error) {
	f := &Filter{path: path, log: log}
	if path != "" {
		return f, f.loadFile()
	}
	l, err := parseWordList(words.Blocked)
	f.current.Store(l)
	return f, err
}

// Clean replaces blocked words by stars, and reports whether there were none.
func (f *Filter) Clean(text string) (string, bool) { return f.current.Load().Clean(text) }

// WatchFile reloads the list when the file changes, until ctx ends. While the file is
// missing or invalid, the last list is used.
func (f *Filter) WatchFile(ctx context.Context) {
	if f.path == "" {
		return
	}
	look := time.NewTicker(checkEvery)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		now, err := os.Stat(f.path)
		if err != nil || now.ModTime().Equal(f.loaded.ModTime()) && now.Size() == f.loaded.Size() {
			continue
		}
		if err := f.loadFile(); err != nil {
			f.log.Warn("word list not replaced", "err", err)
			continue
		}
		f.log.Info("word list replaced", "file", f.path)
	}
}

func (f *Filter) loadFile() error {
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer file.Close()
	if f.loaded, err = file.Stat(); err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(file, maxWordsFile+1))
	if err != nil {
		return err
	}
	if len(text) > maxWordsFile {
		return fmt.Errorf("%s: larger than %d bytes", f.path, maxWordsFile)
	}
	l, err := parseWordList(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", f.path, err)
	}
	f.current.Store(l)
	return nil
}
