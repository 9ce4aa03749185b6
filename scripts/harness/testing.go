package harness

import (
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
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
	Errorf(format string, args ...any)
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

// CheckCommandLines checks what parse makes of command lines. A test is a name, the
// arguments, separated by blanks, and a part of the error; empty: it is accepted.
func CheckCommandLines[O any](t T, parse func(args []string, out io.Writer) (O, error), tests [][3]string) {
	t.Helper()
	for _, test := range tests {
		name, args, want := test[0], strings.Fields(test[1]), test[2]
		_, err := parse(args, io.Discard)
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: refused: %v", name, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: got %v, want an error that says %q", name, err, want)
		}
	}
}
