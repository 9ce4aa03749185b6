package room

import (
	"context"
	"testing"
)

// lateContext is a context of somebody who looks for the answer only once the room has ended.
type lateContext struct {
	context.Context
	ended <-chan struct{}
}

func (c lateContext) Done() <-chan struct{} {
	<-c.ended
	return c.Context.Done()
}

// A room that ends right after it answered has answered: the end must not win by chance.
func TestAnAnswerCountsThoughTheRoomEndsRightAfterIt(t *testing.T) {
	for range 50 {
		r := &Room{mailbox: make(chan func(*match), 1), done: make(chan struct{})}
		go func() {
			(<-r.mailbox)(nil)
			close(r.done)
		}()
		if n, err := ask(lateContext{t.Context(), r.done}, r, func(*match) int { return 7 }); n != 7 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
	}
}
