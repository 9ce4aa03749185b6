package online

import (
	"testing"
	"time"

	"perihelion/shared/transport"
)

// What a server says last, before it closes the connection, is received: whoever looks in the moment between the two
// must not hear of the end first.
func TestTheLastFrameComesBeforeTheEnd(t *testing.T) {
	s := &Service{Config: Config{Now: time.Now, StartGuarded: func(f func()) { go f() }}}
	for range 500 {
		here, there := transport.Pipe()
		c := newConn(here, s)
		go func() {
			_ = there.Send([]byte("last"))
			there.Close(transport.Restarting)
		}()
		for received := false; ; {
			if _, ok := c.nextFrame(); ok {
				received = true
			} else if c.err() != nil {
				if !received {
					t.Fatal("the connection has ended with a frame that was not taken")
				}
				break
			}
		}
	}
}
