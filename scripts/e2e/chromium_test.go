//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// pageW and pageH are the size of a page, unless a test changes it, in CSS pixels, and of the desktop client. It is
// small because it is drawn in software.
const pageW, pageH = 800, 450

// pageDensity is how many pixels a page has for a CSS pixel, where a test does not look at the picture closely:
// with a quarter of the pixels a frame takes half as long.
const pageDensity = .5

// slowScreen lets a page draw seldom, unless an event of an input device came in the last second: drawn in
// software, more frames would only take the cores from the rest of a test.
const slowScreen = `{
	let active = performance.now();
	for (const kind of ["keydown", "keyup", "mousedown", "mousemove", "mouseup", "touchstart", "touchmove", "touchend", "input", "paste"])
		addEventListener(kind, () => active = performance.now(), true);
	requestAnimationFrame = draw => setTimeout(() => draw(performance.now()), performance.now() - active < 1000 ? 20 : 250);
	cancelAnimationFrame = clearTimeout;
}`

// chromium is the one headless Chromium of all tests, each of which has profiles of its own: to start
// another one, and to compile what it draws with, takes as long as to load a page.
var chromium struct {
	sync.Once
	ctx  context.Context
	stop context.CancelFunc
	err  error
}

// TestMain ends what the tests share.
func TestMain(m *testing.M) {
	code := m.Run()
	if chromium.stop != nil {
		chromium.stop()
	}
	os.Exit(code)
}

// startChromium starts Chromium if no test has yet.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	chromium.Do(func() {
		alloc, stop := chromedp.NewExecAllocator(context.Background(), chromiumOptions()...)
		ctx, cancel := chromedp.NewContext(alloc)
		chromium.ctx, chromium.stop = ctx, func() { cancel(); stop() }
		chromium.err = chromedp.Run(ctx)
	})
	if chromium.err != nil {
		t.Fatalf("start chromium: %v", chromium.err)
	}
	return chromium.ctx
}

func chromiumOptions() []chromedp.ExecAllocatorOption {
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// Two tabs play at once: neither may be suspended because it is hidden.
		chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true),
		chromedp.WindowSize(pageW, pageH),
	)
	if os.Getenv(measureEnv) == "" {
		// A page of a test is not open long enough to earn back what its second compilation takes: a
		// quarter of the work of a test.
		opts = append(opts, chromedp.Flag("js-flags", "--liftoff-only"))
	}
	return opts
}

// newProfile makes a profile of the browser with a storage of its own, like that of
// another computer.
func newProfile(t *testing.T, browser context.Context) cdp.BrowserContextID {
	t.Helper()
	exec := cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser)
	id, err := target.CreateBrowserContext().Do(exec)
	if err != nil {
		t.Fatalf("make a profile: %v", err)
	}
	t.Cleanup(func() { _ = target.DisposeBrowserContext(id).Do(exec) }) // with its windows
	return id
}

// tab is a window with a page in it.
type tab struct {
	*pageLog
	controls
	t     *testing.T
	name  string
	who   cdp.BrowserContextID // the profile
	ctx   context.Context
	close func() // closes the window; the end of the test does that too
}

// newTab opens a URL in a new profile.
func newTab(t *testing.T, browser context.Context, name, url string) *tab {
	t.Helper()
	b := newWindow(t, browser, newProfile(t, browser), name)
	b.navigate(url)
	return b
}

// newWindow opens an empty window of a profile. Tabs of one window do not work: a browser
// does not draw the hidden one.
func newWindow(t *testing.T, browser context.Context, who cdp.BrowserContextID, name string) *tab {
	t.Helper()
	exec := cdp.WithExecutor(browser, chromedp.FromContext(browser).Browser)
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(who).WithNewWindow(true).Do(exec)
	if err != nil {
		t.Fatalf("%s: open a window: %v", name, err)
	}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithTargetID(id))
	t.Cleanup(cancel)
	b := &tab{pageLog: &pageLog{}, t: t, name: name, who: who, ctx: ctx, close: cancel}
	b.controls.device = b
	// Ebitengine's sound driver releases a callback that a second gesture, with which the
	// browser enables sound, still calls. The message is harmless.
	b.allowErrors("call to released function")
	chromedp.ListenTarget(ctx, b.onEvent)
	t.Cleanup(func() { b.checkLog(t, name) })
	if err := chromedp.Run(ctx); err != nil { // the window lives as long as the context of the first Run
		t.Fatalf("%s: %v", name, err)
	}
	b.setViewport(pageW, pageH)
	b.runActions(emulation.SetFocusEmulationEnabled(true)) // other tests open windows, too
	b.addInitScript(slowScreen)
	return b
}

// runActions runs actions in the browser; an error fails the test.
func (b *tab) runActions(actions ...chromedp.Action) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, maxWait)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		b.t.Fatalf("%s: %v", b.name, err)
	}
}

// setViewport gives the page a size in CSS pixels, and other properties of a screen. It has pageDensity unless they
// say otherwise. Ebitengine reads the density once, as the page loads.
func (b *tab) setViewport(w, h int64, screen ...chromedp.EmulateViewportOption) {
	b.t.Helper()
	screen = append([]chromedp.EmulateViewportOption{chromedp.EmulateScale(pageDensity)}, screen...)
	b.runActions(chromedp.EmulateViewport(w, h, screen...))
}

// navigate loads url.
func (b *tab) navigate(url string) {
	b.t.Helper()
	b.allowHost(url)
	b.runActions(chromedp.Navigate(url))
}

// addInitScript runs a script in every page before its own scripts.
func (b *tab) addInitScript(script string) {
	b.t.Helper()
	b.runActions(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	}))
}

// evalScript returns the value of a script in the page.
func evalScript[T any](b *tab, script string) (v T) {
	b.t.Helper()
	b.runActions(chromedp.Evaluate(script, &v))
	return v
}

func (b *tab) ClientName() string   { return b.name }
func (b *tab) testingT() *testing.T { return b.t }

// ClientState is what the client in the page returns.
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

// awaitPromise makes an evaluation wait for the promise that it returns.
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
