//go:build linux

package deploy

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"perihelion/scripts/harness"
)

// The binary needs neither other files nor root. This is tested as for the container, but
// without a container.
func TestTheServerRunsAsNobodyInAnEmptyFolder(t *testing.T) {
	binary := os.Getenv("PERIHELION_DIST_BINARY")
	switch {
	case binary == "":
		t.Skip("make dist runs this, with the binary that it has built")
	case os.Geteuid() != 0:
		t.Skip("only root may put a process into another root folder")
	}
	const nobody = 65532 // as in the Containerfile
	dir, err := os.MkdirTemp("", "perihelion-root-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	program, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "perihelion"), program, 0o755); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	for _, err := range []error{os.Chmod(dir, 0o755), os.Mkdir(data, 0o700), os.Chown(data, nobody, nobody)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	addr := harness.FreeAddr(t)
	var log bytes.Buffer
	server := &exec.Cmd{
		Path: "/perihelion", Args: []string{"perihelion"}, Dir: "/data",
		Env:         []string{"PERIHELION_HTTP_ADDR=" + addr, "PERIHELION_DATA_DIR=/data", "PERIHELION_ADMIN_ADDR=off"},
		SysProcAttr: &syscall.SysProcAttr{Chroot: dir, Credential: &syscall.Credential{Uid: nobody, Gid: nobody}},
		Stdout:      &log, Stderr: &log,
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	t.Cleanup(func() { _ = server.Process.Kill() })
	healthy := time.Now().Add(time.Minute)
	for !succeeds("http://" + addr + "/healthz") {
		select {
		case err := <-ended:
			t.Fatalf("it ended: %v\n%s", err, &log)
		case <-time.After(50 * time.Millisecond):
		}
		if time.Now().After(healthy) {
			t.Fatal("it is not healthy within a minute")
		}
	}
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("it ended with %v\n%s", err, &log)
		}
	case <-time.After(time.Minute):
		t.Fatal("it does not stop")
	}
	if _, err := os.Stat(filepath.Join(data, "perihelion.db")); err != nil {
		t.Errorf("it kept nothing: %v", err)
	}
}

// succeeds reports whether a GET of url succeeds.
func succeeds(url string) bool {
	res, err := http.Get(url)
	if err != nil {
		return false
	}
	res.Body.Close()
	return res.StatusCode == http.StatusOK
}
