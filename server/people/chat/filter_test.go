package chat

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheListIsReplacedWhileTheServerRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "words.txt")
		write := func(text string) {
			t.Helper()
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(path, time.Now(), time.Now()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(2 * checkEvery)
			synctest.Wait()
		}
		write("apple")
		f, err := NewFilter(path, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go f.WatchFile(ctx)
		expect := func(when, want string) {
			t.Helper()
			if got, _ := f.Clean("apple and peach"); got != want {
				t.Errorf("%s: %q, want %q", when, got, want)
			}
		}
		expect("at first", "***** and peach")
		write("peach")
		expect("replaced", "apple and *****")
		write("two words")
		expect("replaced by nonsense", "apple and *****")
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * checkEvery)
		expect("removed", "apple and *****")
		write("apple\npeach")
		expect("back again", "***** and *****")
	})
}

func TestAListThatCannotBeReadIsAnError(t *testing.T) {
	huge := filepath.Join(t.TempDir(), "huge.txt")
	if err := os.WriteFile(huge, make([]byte, maxWordsFile+1), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"not there": huge + ".not", "a folder": t.TempDir(), "too large": huge} {
		if _, err := NewFilter(path, slog.New(slog.DiscardHandler)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
