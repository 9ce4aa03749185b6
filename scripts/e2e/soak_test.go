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
	warmUp    = 10 * time.Second // until everything was drawn and heard once
	soakFor   = 20 * time.Second // E2E_SOAK says otherwise
	moreHeap  = 4 << 20          // bytes of JavaScript, collected
	moreWasm  = 16 << 20         // bytes of Go's memory, which grows in steps and never shrinks
	moreNodes = 20               // of the document, and listeners to its events
)

// memory is what a page holds.
type memory struct{ heap, wasm, nodes, listeners float64 }

// TestMemoryIsSteady plays on with a bot. Run E2E_SOAK=5m for a whole match.
func TestMemoryIsSteady(t *testing.T) {
	t.Parallel() // beside the net graph, which also waits
	long := soakFor
	if text := os.Getenv("E2E_SOAK"); text != "" {
		var err error
		if long, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	chrome := browser(t)
	b := newWindow(t, chrome, profile(t, chrome), "soak")
	b.before(`const start = WebAssembly.instantiateStreaming;
		WebAssembly.instantiateStreaming = async (...a) => { const p = await start(...a); window.wasm = p.instance.exports.mem; return p; };`)
	b.open(serve(t, "PERIHELION_DEV=true") + "/?play=1&bot=1&name=Soak")
	await(t, b, patience, "seat", ready)
	time.Sleep(warmUp)
	before, first := weigh(b), lately(t, b)
	t.Logf("after %v: JavaScript %.1f MB, wasm %.1f MB, %v nodes, %v listeners", warmUp, before.heap/1e6, before.wasm/1e6, before.nodes, before.listeners)
	for end := time.Now().Add(long); time.Now().Before(end); {
		time.Sleep(min(30*time.Second, time.Until(end)))
		m := weigh(b)
		t.Logf("%v left: JavaScript %.1f MB, wasm %.1f MB, %v nodes, %v listeners", time.Until(end).Round(time.Second), m.heap/1e6, m.wasm/1e6, m.nodes, m.listeners)
	}
	after, last := weigh(b), lately(t, b)
	t.Logf("%d frames in %v", last.Frames-first.Frames, long)
	if after.wasm == 0 || after.heap == 0 {
		t.Fatalf("memory was not measured: %+v", after)
	}
	if after.heap > before.heap+moreHeap || after.wasm > before.wasm+moreWasm || after.nodes > before.nodes+moreNodes || after.listeners > before.listeners+moreNodes {
		t.Errorf("memory grew from %+v to %+v in %v", before, after, long)
	}
	if last.Frames < first.Frames+uint64(long.Seconds()) || last.Tick <= first.Tick {
		t.Errorf("nothing was played meanwhile: frame %d to %d, tick %d to %d", first.Frames, last.Frames, first.Tick, last.Tick)
	}
}

// lately is the state of now: a page that nobody has asked for a while answers
// with that of then, once.
func lately(t *testing.T, b *tab) state {
	t.Helper()
	old, _ := b.State()
	return await(t, b, patience, "seat", func(s state) bool { return ready(s) && s.Frames > old.Frames })
}

// weigh collects the garbage and measures the rest.
func weigh(b *tab) (m memory) {
	b.do(performance.Enable(), heapprofiler.CollectGarbage(), chromedp.ActionFunc(func(ctx context.Context) error {
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
	m.wasm = eval[float64](b, `window.wasm.buffer.byteLength`)
	return m
}
