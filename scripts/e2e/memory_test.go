//go:build e2e

package e2e

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

const (
	warmUp         = 10 * time.Second // until everything was drawn and played once
	memoryTestTime = 20 * time.Second // unless E2E_SOAK is set
	maxHeapGrowth  = 4 << 20          // bytes of JavaScript, after a garbage collection
	maxWasmGrowth  = 16 << 20         // bytes of Go's memory, which grows in steps and never shrinks
	maxNodeGrowth  = 20               // of nodes of the document, and of event listeners
)

// memoryUse is what a page holds: bytes and numbers.
type memoryUse struct{ heap, wasm, nodes, listeners float64 }

// TestMemoryIsSteady lets a bot play and checks that memory does not grow. Set E2E_SOAK=5m
// for a whole match.
func TestMemoryIsSteady(t *testing.T) {
	t.Parallel()
	long := memoryTestTime
	if text := os.Getenv("E2E_SOAK"); text != "" {
		var err error
		if long, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	base, chrome := startGame(t, "PERIHELION_DEV=true"), startChromium(t)
	b := newWindow(t, chrome, newProfile(t, chrome), "soak")
	b.addInitScript(`const start = WebAssembly.instantiateStreaming;
		WebAssembly.instantiateStreaming = async (...a) => { const p = await start(...a); window.wasm = p.instance.exports.mem; return p; };`)
	b.navigate(base + "/?play=1&bot=1&name=Soak")
	awaitState(t, b, maxWait, "seat", hasSeat)
	time.Sleep(warmUp)
	before, first := measureMemory(b), currentState(t, b)
	t.Logf("after %v: JavaScript %.1f MB, wasm %.1f MB, %v nodes, %v listeners", warmUp, before.heap/1e6, before.wasm/1e6, before.nodes, before.listeners)
	for end := time.Now().Add(long); time.Now().Before(end); {
		time.Sleep(min(30*time.Second, time.Until(end)))
		m := measureMemory(b)
		t.Logf("%v left: JavaScript %.1f MB, wasm %.1f MB, %v nodes, %v listeners", time.Until(end).Round(time.Second), m.heap/1e6, m.wasm/1e6, m.nodes, m.listeners)
	}
	after, last := measureMemory(b), currentState(t, b)
	t.Logf("%d frames in %v", last.Frames-first.Frames, long)
	if after.wasm == 0 || after.heap == 0 {
		t.Fatalf("memory was not measured: %+v", after)
	}
	if after.heap > before.heap+maxHeapGrowth || after.wasm > before.wasm+maxWasmGrowth || after.nodes > before.nodes+maxNodeGrowth || after.listeners > before.listeners+maxNodeGrowth {
		t.Errorf("memory grew from %+v to %+v in %v", before, after, long)
	}
	if last.Frames < first.Frames+uint64(long.Seconds()) || last.Tick <= first.Tick {
		t.Errorf("nothing was played meanwhile: frame %d to %d, tick %d to %d", first.Frames, last.Frames, first.Tick, last.Tick)
	}
}

// currentState is the state of a new frame: after a pause, the first answer of a page is
// its old state.
func currentState(t *testing.T, b *tab) clientState {
	t.Helper()
	old, _ := b.ClientState()
	return awaitState(t, b, maxWait, "seat", func(s clientState) bool { return hasSeat(s) && s.Frames > old.Frames })
}

// measureMemory collects the garbage and measures what is left.
func measureMemory(b *tab) (m memoryUse) {
	b.runActions(performance.Enable(), heapprofiler.CollectGarbage(), chromedp.ActionFunc(func(ctx context.Context) error {
		metrics, err := performance.GetMetrics().Do(ctx)
		for _, v := range metrics {
			switch v.Name {
			case "JSHeapUsedSize":
				m.heap = v.Value
			case "Nodes":
				m.nodes = v.Value
			case "JSEventListeners":
				m.listeners = v.Value
			}
		}
		return err
	}))
	m.wasm = evalScript[float64](b, `window.wasm.buffer.byteLength`)
	return m
}
