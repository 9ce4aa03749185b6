// Package bustest runs NATS servers for tests, on ports of this machine that only it reaches.
package bustest

import (
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// startTimeout is generous: the machine may be busy.
const startTimeout = 30 * time.Second

// Run runs a NATS server until the test ends, or until stop is called, with the configuration in a
// file; empty: anybody may say anything. port is 0 for any free one.
func Run(t testing.TB, file string, port int) (url string, stop func()) {
	t.Helper()
	o := &server.Options{}
	if file != "" {
		var err error
		if o, err = server.ProcessConfigFile(file); err != nil {
			t.Fatal(err)
		}
	}
	o.Host, o.Port, o.NoSigs, o.NoLog = "127.0.0.1", port, true, true
	if port == 0 {
		o.Port = server.RANDOM_PORT
	}
	s, err := server.NewServer(o)
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(startTimeout) {
		t.Fatal("the NATS server does not start")
	}
	stop = func() {
		s.Shutdown()
		s.WaitForShutdown()
	}
	t.Cleanup(stop)
	return s.ClientURL(), stop
}
