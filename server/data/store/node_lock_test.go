package store

import (
	"errors"
	"testing"
	"time"
)

func TestTwoServersOfOneNameAreRefused(t *testing.T) {
	url := postgresURL(t)
	a, b := open(t, url), open(t, url)
	b.nodeLock.wait = time.Millisecond
	must(t, a.LockNode(t.Context(), "n1"))
	if err := b.LockNode(t.Context(), "n1"); !errors.Is(err, ErrConflict) {
		t.Errorf("a second one = %v, want ErrConflict", err)
	}
	must(t, b.LockNode(t.Context(), "n2"))
	must(t, a.Close())
	must(t, open(t, url).LockNode(t.Context(), "n1")) // it has ended
}

func TestAFileIsOfOneServerAnyway(t *testing.T) {
	must(t, openFile(t).LockNode(t.Context(), "n1"))
}
