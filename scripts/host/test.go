package host

import "log/slog"

// Test is what For wants of a *testing.T; tools that are no test do without package
// testing.
type Test interface {
	Helper()
	Cleanup(f func())
	TempDir() string
	Fatal(args ...any)
	Error(args ...any)
}

// For runs a server for a test, on a free port of this machine and without the
// operator's, and stops it at the end. A server that did not end well fails the test.
// Settings are as those of Start, and overrule the limits that players have, which are
// the server's own here.
func For(t Test, log *slog.Logger, settings ...string) *Server {
	t.Helper()
	cfg, err := load(append([]string{"HTTP_ADDR=127.0.0.1:0", "ADMIN_ADDR=off", "DATA_DIR=" + t.TempDir(), "DRAIN_TIMEOUT=0s"}, settings...))
	if err != nil {
		t.Fatal(err)
	}
	s, err := run(cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}
