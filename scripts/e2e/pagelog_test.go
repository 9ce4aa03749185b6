//go:build e2e

package e2e

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// pageLog is what a page logged and requested. A page of the game must log no error, and
// must send requests only to the server that it came from.
type pageLog struct {
	mu           sync.Mutex
	errors       []string
	received     []*network.Response
	allowedHosts []string // that the page may send requests to
	requested    []string
	allowed      []string // parts of error messages that the test expects
}

// onEvent takes every event of the page, on a goroutine of chromedp.
func (j *pageLog) onEvent(ev any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		j.errors = append(j.errors, "exception: "+ev.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.APITypeError || ev.Type == runtime.APITypeWarning || ev.Type == runtime.APITypeAssert {
			j.errors = append(j.errors, consoleText(ev))
		}
	case *log.EventEntryAdded: // what the browser reports, as about the content security policy
		if e := ev.Entry; e.Level == log.LevelError || e.Source == log.SourceSecurity {
			j.errors = append(j.errors, fmt.Sprintf("%s %s: %s %s", e.Source, e.Level, e.Text, e.URL))
		}
	case *network.EventRequestWillBeSent:
		j.requested = append(j.requested, ev.Request.URL)
	case *network.EventWebSocketCreated:
		j.requested = append(j.requested, ev.URL)
	case *network.EventResponseReceived:
		j.received = append(j.received, ev.Response)
	}
}

func consoleText(ev *runtime.EventConsoleAPICalled) string {
	var text strings.Builder
	fmt.Fprintf(&text, "console %s:", ev.Type)
	for _, arg := range ev.Args {
		fmt.Fprintf(&text, " %s%s", arg.Value, arg.Description)
	}
	return text.String()
}

// allowHost allows requests to the host of address.
func (j *pageLog) allowHost(address string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if u, err := url.Parse(address); err == nil {
		j.allowedHosts = append(j.allowedHosts, u.Host)
	}
}

// allowErrors allows error messages that contain one of parts.
func (j *pageLog) allowErrors(parts ...string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.allowed = append(j.allowed, parts...)
}

// responses are the answers that the page has received so far.
func (j *pageLog) responses() []*network.Response {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.received)
}

// requestedURLs are the URLs that the page has requested or connected to so far.
func (j *pageLog) requestedURLs() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.requested)
}

// checkLog fails the test for errors and for requests to other hosts.
func (j *pageLog) checkLog(t *testing.T, name string) {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, text := range j.errors {
		if !slices.ContainsFunc(j.allowed, func(part string) bool { return strings.Contains(text, part) }) {
			t.Errorf("%s: %s", name, text)
		}
	}
	for _, address := range j.requested {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "blob" && u.Scheme != "data" && !slices.Contains(j.allowedHosts, u.Host) {
			t.Errorf("%s asked for %s, outside of %q", name, address, j.allowedHosts)
		}
	}
	if len(j.requested) == 0 {
		t.Errorf("%s: not one request was seen, nothing was checked", name)
	}
}
