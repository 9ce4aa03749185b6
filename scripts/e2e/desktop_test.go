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
	"testing"
	"time"
)

// display starts a virtual screen, which ends with the test, and returns its name.
func display(t *testing.T) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	// Xvfb picks a free number and writes it to the descriptor it is told.
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x720x24", "+extension", "GLX", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	run(t, "Xvfb", cmd)
	w.Close()
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not say which display it is: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

// run starts a process and stops it, by its own id, when the test ends.
func run(t *testing.T, name string, cmd *exec.Cmd) {
	t.Helper()
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = io.Discard, &said
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", name, err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() && said.Len() > 0 {
			t.Logf("%s said:\n%s", name, said.String())
		}
	})
}

// desktop is the native client in a window on a virtual screen.
type desktop struct {
	name, screen, file string
}

// newDesktop builds the native client and lets it play on screen.
func newDesktop(t *testing.T, screen, name string, args ...string) *desktop {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "client")
	build := exec.Command("go", "build", "-o", program, "perihelion/client")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the client: %v\n%s", err, out)
	}
	d := &desktop{name: name, screen: screen, file: filepath.Join(dir, "state.json")}
	cmd := exec.Command(program, append([]string{"-name", name, "-state", d.file, "-noaudio", "-size", "1280x720"}, args...)...)
	cmd.Env = append(os.Environ(), "DISPLAY="+screen, "XDG_CONFIG_HOME="+dir, "LIBGL_ALWAYS_SOFTWARE=1")
	run(t, name, cmd)
	return d
}

func (d *desktop) Name() string { return d.name }

// State reads what the client wrote last, if that is of now.
func (d *desktop) State() (s state, err error) {
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

func (d *desktop) Shot(file string) error {
	cmd := exec.Command("import", "-display", d.screen, "-window", "root", file)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("import: %w: %s", err, out)
	}
	return nil
}
