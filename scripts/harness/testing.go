package harness

import (
	"net"
	"os"
	"os/exec"
)

// T is the part of a *testing.T that this package needs. Tools that are no tests do
// without package testing.
type T interface {
	Helper()
	Cleanup(f func())
	TempDir() string
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Skipf(format string, args ...any)
	Error(args ...any)
}

// FreeAddr is an address of this machine, host and port, at which nothing listens now.
func FreeAddr(t T) string {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// RequireProgram returns the path of a program that `make setup` installs. Without it
// the test is skipped, or fails where the environment variable required is set, as in
// `make test`.
func RequireProgram(t T, name, required string) (path string) {
	t.Helper()
	path, err := exec.LookPath(name)
	switch {
	case err != nil && os.Getenv(required) == "":
		t.Skipf("there is no %s here, so this is not tested: make setup brings it", name)
	case err != nil:
		t.Fatalf("%s=%s, and there is no %s: %v", required, os.Getenv(required), name, err)
	}
	return path
}
