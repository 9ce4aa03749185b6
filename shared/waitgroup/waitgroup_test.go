package waitgroup

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestAGroupIsWaitedForAndNotForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g sync.WaitGroup
		g.Go(func() { time.Sleep(time.Second) })
		short, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if err := WaitContext(short, &g); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after a moment: %v", err)
		}
		if err := WaitContext(t.Context(), &g); err != nil {
			t.Errorf("after all: %v", err)
		}
	})
}
