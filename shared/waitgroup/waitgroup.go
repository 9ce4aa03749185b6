// Package waitgroup waits for goroutines, but not for ever.
package waitgroup

import (
	"context"
	"sync"
)

// WaitContext returns nil when g is done, or the error of ctx when that ends first. Then a goroutine
// goes on waiting for g.
func WaitContext(ctx context.Context, g *sync.WaitGroup) error {
	done := make(chan struct{})
	go func() {
		g.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
