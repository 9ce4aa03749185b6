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

// journal is what a page said and fetched. A page of ours has nothing to complain
// about, and talks to nobody but the server that it came from.
type journal struct {
	mu       sync.Mutex
	wrong    []string
	answers  []*network.Response
	hosts    []string // where the page was opened from
	fetched  []string
	expected []string // parts of complaints that are as they should be
}

// note hears every event of the page, on a goroutine of the browser's.
func (j *journal) note(ev any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		j.wrong = append(j.wrong, "exception: "+ev.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.APITypeError || ev.Type == runtime.APITypeWarning || ev.Type == runtime.APITypeAssert {
			j.wrong = append(j.wrong, said(ev))
		}
	case *log.EventEntryAdded: // what the browser itself finds wrong, as with the content security policy
		if e := ev.Entry; e.Level == log.LevelError || e.Source == log.SourceSecurity {
			j.wrong = append(j.wrong, fmt.Sprintf("%s %s: %s %s", e.Source, e.Level, e.Text, e.URL))
		}
	case *network.EventRequestWillBeSent:
		j.fetched = append(j.fetched, ev.Request.URL)
	case *network.EventWebSocketCreated:
		j.fetched = append(j.fetched, ev.URL)
	case *network.EventResponseReceived:
		j.answers = append(j.answers, ev.Response)
	}
}

func said(ev *runtime.EventConsoleAPICalled) string {
	var text strings.Builder
	fmt.Fprintf(&text, "console %s:", ev.Type)
	for _, arg := range ev.Args {
		fmt.Fprintf(&text, " %s%s", arg.Value, arg.Description)
	}
	return text.String()
}

// home allows the page to talk to the host of address.
func (j *journal) home(address string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if u, err := url.Parse(address); err == nil {
		j.hosts = append(j.hosts, u.Host)
	}
}

// expect says which complaints belong to the test.
func (j *journal) expect(parts ...string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.expected = append(j.expected, parts...)
}

// responses are the answers that the page got so far.
func (j *journal) responses() []*network.Response {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.answers)
}

// asked are the addresses that the page has fetched or connected to so far.
func (j *journal) asked() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.fetched)
}

// check fails the test for whatever a page of ours does not do.
func (j *journal) check(t *testing.T, name string) {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, text := range j.wrong {
		if !slices.ContainsFunc(j.expected, func(part string) bool { return strings.Contains(text, part) }) {
			t.Errorf("%s: %s", name, text)
		}
	}
	for _, address := range j.fetched {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "blob" && u.Scheme != "data" && !slices.Contains(j.hosts, u.Host) {
			t.Errorf("%s asked for %s, outside of %q", name, address, j.hosts)
		}
	}
	if len(j.fetched) == 0 {
		t.Errorf("%s: not one request was seen, nothing was checked", name)
	}
}
