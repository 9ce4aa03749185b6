//go:build e2e

package e2e

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lxzan/gws"
)

// firefox is a window of Firefox, by WebDriver BiDi: https://www.w3.org/TR/webdriver-bidi/.
// Debian has no geckodriver; Firefox itself speaks this protocol.
type firefox struct {
	gws.BuiltinEventHandler
	conn    *gws.Conn
	context string // the window

	mu         sync.Mutex
	lastID     int // of the last command
	waiting    map[int]chan bidiMessage
	pageErrors []string // what the page logged as an error
}

// bidiMessage is an answer to a command, or an event.
type bidiMessage struct {
	ID      int             `json:"id"`
	Type    string          `json:"type"` // success, error or event
	Method  string          `json:"method"`
	Result  json.RawMessage `json:"result"`
	Params  json.RawMessage `json:"params"`
	Error   string          `json:"error"`
	Message string          `json:"message"`
}

// newFirefox starts Firefox with a new profile on a virtual screen: without a screen it has
// no WebGL.
func newFirefox(t *testing.T) *firefox {
	t.Helper()
	r, w := io.Pipe()
	t.Cleanup(func() { _ = w.Close() })
	cmd := exec.Command("firefox-esr", "--no-remote", "--remote-debugging-port", "0", "--profile", t.TempDir(),
		"--width", fmt.Sprint(pageW), "--height", fmt.Sprint(pageH+100), "about:blank")
	cmd.Env = append(os.Environ(), "DISPLAY="+startDisplay(t), "HOME="+t.TempDir(), "LIBGL_ALWAYS_SOFTWARE=1", "LC_ALL=C.UTF-8", "MOZ_CRASHREPORTER_DISABLE=1")
	cmd.Stderr = w
	startProcess(t, "Firefox", cmd)
	f := &firefox{waiting: map[int]chan bidiMessage{}}
	var err error
	f.conn, _, err = gws.NewClient(f, &gws.ClientOption{Addr: awaitBiDiURL(t, r) + "/session", ReadMaxPayloadSize: 32 << 20})
	if err != nil {
		t.Fatalf("connect to Firefox: %v", err)
	}
	go f.conn.ReadLoop() // ends with Firefox
	t.Cleanup(func() {
		for _, text := range f.pageErrors {
			t.Errorf("Firefox: %s", text)
		}
	})
	var tree struct {
		Contexts []struct{ Context string }
	}
	err = errors.Join(
		f.sendCommand("session.new", map[string]any{"capabilities": map[string]any{}}, nil),
		f.sendCommand("session.subscribe", map[string]any{"events": []string{"log.entryAdded"}}, nil),
		f.sendCommand("browsingContext.getTree", map[string]any{}, &tree))
	if err != nil || len(tree.Contexts) == 0 {
		t.Fatalf("begin with Firefox: %v, windows %v", err, tree)
	}
	f.context = tree.Contexts[0].Context
	view := map[string]any{"context": f.context, "viewport": map[string]any{"width": pageW, "height": pageH}}
	err = errors.Join(
		f.sendCommand("browsingContext.setViewport", view, nil),
		f.sendCommand("script.addPreloadScript", map[string]any{"functionDeclaration": "() => " + slowScreen}, nil))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// awaitBiDiURL waits for the line in which Firefox writes the address of its protocol.
func awaitBiDiURL(t *testing.T, said io.Reader) string {
	t.Helper()
	found := make(chan string, 1)
	go func() { // ends with Firefox, whose output it reads until then
		lines := bufio.NewScanner(said)
		for lines.Scan() {
			if _, url, ok := strings.Cut(lines.Text(), "WebDriver BiDi listening on "); ok {
				found <- url
			}
		}
		_, _ = io.Copy(io.Discard, said) // if a line was too long to scan
	}()
	select {
	case url := <-found:
		return url
	case <-time.After(browserTimeout):
		t.Fatalf("Firefox does not listen after %v", browserTimeout)
		return ""
	}
}

// OnMessage takes answers, and errors that the page logs.
func (f *firefox) OnMessage(_ *gws.Conn, m *gws.Message) {
	defer m.Close()
	var a bidiMessage
	if json.Unmarshal(m.Bytes(), &a) != nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if a.Type == "event" {
		var entry struct{ Level, Text string }
		if json.Unmarshal(a.Params, &entry) == nil && entry.Level == "error" {
			f.pageErrors = append(f.pageErrors, entry.Text)
		}
		return
	}
	if to := f.waiting[a.ID]; to != nil {
		to <- a
	}
}

// sendCommand sends a command and waits for its result; result may be nil.
func (f *firefox) sendCommand(method string, params, result any) error {
	to := make(chan bidiMessage, 1)
	f.mu.Lock()
	f.lastID++
	id := f.lastID
	f.waiting[id] = to
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.waiting, id)
	}()
	text, err := json.Marshal(map[string]any{"id": id, "method": method, "params": params})
	if err != nil {
		return err
	}
	if err := f.conn.WriteMessage(gws.OpcodeText, text); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case a := <-to:
		if a.Type != "success" {
			return fmt.Errorf("%s: %s: %s", method, a.Error, a.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(a.Result, result)
	case <-time.After(browserTimeout):
		return fmt.Errorf("%s: no answer within %v", method, browserTimeout)
	}
}

func (f *firefox) loadURL(url string) error {
	return f.sendCommand("browsingContext.navigate", map[string]any{"context": f.context, "url": url, "wait": "interactive"}, nil)
}

func (f *firefox) evaluate(expression string) (string, error) {
	var got struct {
		Result           struct{ Value string }
		ExceptionDetails struct{ Text string }
	}
	err := f.sendCommand("script.evaluate", map[string]any{
		"expression": expression, "target": map[string]any{"context": f.context}, "awaitPromise": false,
	}, &got)
	if text := got.ExceptionDetails.Text; text != "" {
		err = errors.New(text)
	}
	return got.Result.Value, err
}

func (f *firefox) performActions(sources ...inputSource) error {
	return f.sendCommand("input.performActions", map[string]any{"context": f.context, "actions": sources}, nil)
}

func (f *firefox) capturePNG() ([]byte, error) {
	var got struct{ Data string }
	if err := f.sendCommand("browsingContext.captureScreenshot", map[string]any{"context": f.context}, &got); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(got.Data)
}
