//go:build e2e

package e2e

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"perihelion/scripts/harness"
)

// webKit is a window of WebKitGTK's MiniBrowser, by WebDriver over HTTP:
// https://www.w3.org/TR/webdriver2/.
type webKit struct {
	client  *http.Client
	session string // URL of the session
}

// newWebKit starts the driver on a virtual screen, and the driver starts the browser.
func newWebKit(t *testing.T) *webKit {
	t.Helper()
	browsers, _ := filepath.Glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")
	if len(browsers) == 0 {
		t.Fatal("there is no MiniBrowser of WebKitGTK: run make setup")
	}
	addr := harness.FreeAddr(t)
	_, port, _ := net.SplitHostPort(addr)
	cmd := exec.Command("WebKitWebDriver", "--host=127.0.0.1", "--port="+port)
	cmd.Env = append(os.Environ(), "DISPLAY="+startDisplay(t), "HOME="+t.TempDir(), "LIBGL_ALWAYS_SOFTWARE=1", "LC_ALL=C.UTF-8",
		"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1") // root, as in a container, cannot make a sandbox
	startProcess(t, "WebKitWebDriver", cmd)
	w := &webKit{client: &http.Client{Timeout: browserTimeout}, session: "http://" + addr + "/session"}
	options := map[string]any{"binary": browsers[0], "args": []string{"--automation"}}
	ask := map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{"webkitgtk:browserOptions": options}}}
	var got struct{ SessionID string }
	err := w.sendCommand(http.MethodPost, "", ask, &got)
	for begun := time.Now(); err != nil && time.Since(begun) < browserTimeout; err = w.sendCommand(http.MethodPost, "", ask, &got) {
		time.Sleep(pollEvery) // until the driver listens
	}
	if err != nil {
		t.Fatalf("begin with WebKit: %v", err)
	}
	w.session += "/" + got.SessionID
	t.Cleanup(func() {
		if err := w.sendCommand(http.MethodDelete, "", nil, nil); err != nil { // the browser, which is not a child of ours
			t.Errorf("end of WebKit: %v", err)
		}
	})
	if err := w.sendCommand(http.MethodPost, "/window/rect", map[string]any{"width": pageW, "height": pageH + 100}, nil); err != nil {
		t.Fatal(err)
	}
	return w
}

// sendCommand sends a command of the session and reads the value of its answer; value may
// be nil.
func (w *webKit) sendCommand(method, path string, body, value any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequest(method, w.session+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	res, err := w.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	var got struct{ Value json.RawMessage }
	if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s: %s", method, path, res.Status, got.Value)
	}
	if value == nil {
		return nil
	}
	return json.Unmarshal(got.Value, value)
}

func (w *webKit) loadURL(url string) error {
	return w.sendCommand(http.MethodPost, "/url", map[string]any{"url": url}, nil)
}

func (w *webKit) evaluate(expression string) (value string, err error) {
	err = w.sendCommand(http.MethodPost, "/execute/sync", map[string]any{"script": "return " + expression, "args": []any{}}, &value)
	return value, err
}

func (w *webKit) performActions(sources ...inputSource) error {
	return w.sendCommand(http.MethodPost, "/actions", map[string]any{"actions": sources}, nil)
}

func (w *webKit) capturePNG() ([]byte, error) {
	var data string
	if err := w.sendCommand(http.MethodGet, "/screenshot", nil, &data); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(data)
}
