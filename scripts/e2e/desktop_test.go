//go:build e2e

package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// startDisplay starts a virtual screen, which is stopped at the end of the test, and
// returns its name.
func startDisplay(t *testing.T) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	// Xvfb picks a free number and writes it to the descriptor that -displayfd names.
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x720x24", "+extension", "GLX", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	startProcess(t, "Xvfb", cmd)
	w.Close()
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not say which display it is: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

// startProcess starts a process and returns a function that stops it, which the end of the
// test does too. What the process writes to stderr is logged if the test fails, and written
// to cmd.Stderr as well.
func startProcess(t *testing.T, name string, cmd *exec.Cmd) (stop func()) {
	t.Helper()
	var said strings.Builder
	cmd.Stdout = io.Discard
	if cmd.Stderr == nil {
		cmd.Stderr = io.Discard
	}
	cmd.Stderr = io.MultiWriter(&said, cmd.Stderr)
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", name, err)
	}
	stop = sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	t.Cleanup(func() {
		stop()
		if t.Failed() && said.Len() > 0 {
			t.Logf("%s said:\n%s", name, said.String())
		}
	})
	return stop
}

// desktop is the native client in a window on a virtual screen.
type desktop struct {
	t                  *testing.T
	name, screen, file string
	kill               func()
}

// buildClient builds the native client, once.
var buildClient = sync.OnceValues(func() (string, error) {
	file, err := filepath.Abs(filepath.Join(screenshotDir, "client"))
	if err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-o", file, "perihelion/client")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the client: %w: %s", err, out)
	}
	return file, nil
})

// newDesktop starts the native client on a screen. Its preferences are in home.
func newDesktop(t *testing.T, screen, home, name string, args ...string) *desktop {
	t.Helper()
	file, err := buildClient()
	if err != nil {
		t.Fatal(err)
	}
	d := &desktop{t: t, name: name, screen: screen, file: filepath.Join(t.TempDir(), "state.json")}
	cmd := exec.Command(file, append([]string{"-name", name, "-state", d.file, "-size", fmt.Sprintf("%dx%d", pageW, pageH)}, args...)...)
	cmd.Env = append(os.Environ(), "DISPLAY="+screen, "XDG_CONFIG_HOME="+home, "LIBGL_ALWAYS_SOFTWARE=1", "LC_ALL=C.UTF-8")
	d.kill = startProcess(t, name, cmd)
	return d
}

func (d *desktop) ClientName() string { return d.name }

// ClientState reads what the client wrote last; it is an error if that is old.
func (d *desktop) ClientState() (s clientState, err error) {
	info, err := os.Stat(d.file)
	if err != nil {
		return s, err
	}
	if age := time.Since(info.ModTime()); age > 10*time.Second {
		return s, fmt.Errorf("%s wrote its state %v ago", d.name, age)
	}
	text, err := os.ReadFile(d.file)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(text, &s)
}

func (d *desktop) Screenshot(file string) error {
	cmd := exec.Command("import", "-display", d.screen, "-window", "root", file)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("import: %w: %s", err, out)
	}
	return nil
}
