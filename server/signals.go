package main

import (
	"os"
	"os/signal"
	"syscall"
)

// stops are the signals that ask the server to stop.
var stops = []os.Signal{os.Interrupt, syscall.SIGTERM}

// again calls hurry at the next of these signals, once release has let go of the
// first; the one after that ends the process at once. It returns after the first.
func again(release func(), hurry func()) {
	next := make(chan os.Signal, 1)
	signal.Notify(next, stops...) // before release, or a quick second one would end the process
	release()
	<-next
	signal.Stop(next)
	hurry()
}
