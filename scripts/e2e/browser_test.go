//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// browser starts headless Chromium, which ends with the test.
func browser(t *testing.T) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// Two tabs play at once: neither may be put to sleep for being hidden.
		chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true),
		chromedp.WindowSize(960, 540),
	)
	alloc, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("start chromium: %v", err)
	}
	return ctx
}

// tab is a page of its own, with a storage of its own: another player.
type tab struct {
	name string
	ctx  context.Context
}

func newTab(t *testing.T, browser context.Context, name, url string) *tab {
	t.Helper()
	id, err := newWindow(browser)
	if err != nil {
		t.Fatalf("%s: open a window: %v", name, err)
	}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithTargetID(id))
	t.Cleanup(cancel)
	chromedp.ListenTarget(ctx, func(ev any) { logConsole(t, name, ev) })
	if err := chromedp.Run(ctx, chromedp.Navigate(url)); err != nil {
		t.Fatalf("%s: open %s: %v", name, url, err)
	}
	return &tab{name: name, ctx: ctx}
}

// newWindow opens a window with a storage of its own. Tabs of one window would not
// do: a browser draws nothing in the one that is hidden.
func newWindow(browser context.Context) (target.ID, error) {
	exec := cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser)
	profile, err := target.CreateBrowserContext().Do(exec)
	if err != nil {
		return "", err
	}
	return target.CreateTarget("about:blank").WithBrowserContextID(profile).WithNewWindow(true).Do(exec)
}

// logConsole shows what the page says, which tells more than a time-out.
func logConsole(t *testing.T, name string, ev any) {
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		t.Logf("%s: exception: %s", name, ev.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		for _, arg := range ev.Args {
			t.Logf("%s: console: %s", name, arg.Value)
		}
	}
}

func (b *tab) Name() string { return b.name }

// State asks the client in the page.
func (b *tab) State() (s state, err error) {
	var text string
	ctx, cancel := context.WithTimeout(b.ctx, 10*time.Second)
	defer cancel()
	const ask = `window.perihelion && perihelion.state ? String(perihelion.state()) : "{}"`
	if err := chromedp.Run(ctx, chromedp.Evaluate(ask, &text)); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(text), &s)
}

func (b *tab) Shot(file string) error {
	var png []byte
	if err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot(&png)); err != nil {
		return fmt.Errorf("screenshot of %s: %w", b.name, err)
	}
	return os.WriteFile(file, png, 0o644)
}
