package room

import (
	"context"
	"testing"
)

// A room that ends right after it answered has answered: the end must not win by chance.
func TestAnAnswerCountsThoughTheRoomEndsRightAfterIt(t *testing.T) {
	for range 1000 {
		r := &Room{mailbox: make(chan func(*match), 1), done: make(chan struct{})}
		go func() {
			(<-r.mailbox)(nil)
			close(r.done)
		}()
		if n, err := ask(context.Background(), r, func(*match) int { return 7 }); n != 7 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
	}
}
