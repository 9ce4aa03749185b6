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
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// The window of a tab that nothing resizes, in CSS pixels: few, as software draws them.
const pageW, pageH = 800, 450

// startChromium starts headless Chromium, which ends with the test.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// Two tabs play at once: neither may be put to sleep for being hidden.
		chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true),
		chromedp.WindowSize(pageW, pageH),
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

// newProfile is a storage of its own in the browser: another person's computer.
func newProfile(t *testing.T, browser context.Context) cdp.BrowserContextID {
	t.Helper()
	id, err := target.CreateBrowserContext().Do(cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser))
	if err != nil {
		t.Fatalf("make a profile: %v", err)
	}
	return id
}

// tab is a window with a page in it.
type tab struct {
	*pageLog
	controls
	t     *testing.T
	name  string
	ctx   context.Context
	close func() // the window, which the end of the test does too
}

// newTab opens url in a profile of its own.
func newTab(t *testing.T, browser context.Context, name, url string) *tab {
	t.Helper()
	b := newWindow(t, browser, newProfile(t, browser), name)
	b.navigate(url)
	return b
}

// newWindow opens an empty window of a profile. Tabs of one window would not do: a
// browser draws nothing in the one that is hidden.
func newWindow(t *testing.T, browser context.Context, who cdp.BrowserContextID, name string) *tab {
	t.Helper()
	exec := cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser)
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(who).WithNewWindow(true).Do(exec)
	if err != nil {
		t.Fatalf("%s: open a window: %v", name, err)
	}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithTargetID(id))
	t.Cleanup(cancel)
	b := &tab{pageLog: &pageLog{}, t: t, name: name, ctx: ctx, close: cancel}
	b.controls.device = b
	// Ebitengine's sound driver lets go of a callback while a second gesture, with
	// which the browser unlocks sound, still answers to it. Nothing comes of it.
	b.allowErrors("call to released function")
	chromedp.ListenTarget(ctx, b.onEvent)
	t.Cleanup(func() { b.checkLog(t, name) })
	if err := chromedp.Run(ctx); err != nil { // the window lives as long as the context of the first Run
		t.Fatalf("%s: %v", name, err)
	}
	b.runActions(chromedp.EmulateViewport(pageW, pageH))
	return b
}

// runActions lets the browser act, or fails the test.
func (b *tab) runActions(actions ...chromedp.Action) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, maxWait)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		b.t.Fatalf("%s: %v", b.name, err)
	}
}

// navigate loads url.
func (b *tab) navigate(url string) {
	b.t.Helper()
	b.allowHost(url)
	b.runActions(chromedp.Navigate(url))
}

// addInitScript has a script run in every page before anything else does.
func (b *tab) addInitScript(script string) {
	b.t.Helper()
	b.runActions(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	}))
}

// eval asks the page.
func evalScript[T any](b *tab, script string) (v T) {
	b.t.Helper()
	b.runActions(chromedp.Evaluate(script, &v))
	return v
}

func (b *tab) ClientName() string   { return b.name }
func (b *tab) testingT() *testing.T { return b.t }

// ClientState asks the client in the page.
func (b *tab) ClientState() (s clientState, err error) {
	var text string
	ctx, cancel := context.WithTimeout(b.ctx, 10*time.Second)
	defer cancel()
	const ask = `window.perihelion && perihelion.state ? String(perihelion.state()) : "{}"`
	if err := chromedp.Run(ctx, chromedp.Evaluate(ask, &text)); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(text), &s)
}

func (b *tab) Screenshot(file string) error {
	var png []byte
	if err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot(&png)); err != nil {
		return fmt.Errorf("screenshot of %s: %w", b.name, err)
	}
	return os.WriteFile(file, png, 0o644)
}

// awaitPromise has an evaluation wait for the promise that it is.
func awaitPromise(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// awaitScript waits until a script is true in the page.
func awaitScript(t *testing.T, b *tab, what, script string) {
	t.Helper()
	for begun := time.Now(); !evalScript[bool](b, script); time.Sleep(pollEvery) {
		if time.Since(begun) > maxWait {
			takeScreenshot(t, b, "failed")
			t.Fatalf("%s: no %s within %v", b.ClientName(), what, maxWait)
		}
	}
}
