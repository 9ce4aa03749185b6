package scene

import (
	"testing"
	"time"

	"perihelion/client/online"
	"perihelion/client/ui"
)

// newTestPanel is the F4 panel, laid out.
func newTestPanel(t *testing.T, network string) (*labPanel, *frame) {
	tc := newTestClient(t, Options{Dev: true})
	lab, err := online.NewLab(network)
	if err != nil {
		t.Fatal(err)
	}
	tc.deps.Lab = lab
	p, f := newLabPanel(tc.deps), &tc.frame
	f.top = true
	p.layoutPanel(f)
	return p, f
}

// sendInput updates the panel with the player's input.
func (p *labPanel) sendInput(f *frame, in ui.Input) transition {
	f.in = &in
	return p.Update(f)
}

func TestLabPanelByKeys(t *testing.T) {
	p, f := newTestPanel(t, "")
	p.sendInput(f, ui.Input{Nav: ui.NavRight})
	if got := p.deps.Lab.Network().Name; got != "lan" {
		t.Errorf("one to the right of nothing is %q, want lan", got)
	}
	p.sendInput(f, ui.Input{Nav: ui.NavDown})
	for range 12 {
		p.sendInput(f, ui.Input{Nav: ui.NavRight})
	}
	p.sendInput(f, ui.Input{Nav: ui.NavDown})
	for range 4 {
		p.sendInput(f, ui.Input{Nav: ui.NavRight})
	}
	n := p.deps.Lab.Network()
	if n.Name != online.NetworkCustom || n.Down.Latency != 60*time.Millisecond || n.Up.Jitter != 20*time.Millisecond {
		t.Errorf("the network is %+v, want 120 ms with 20 ms of jitter", n)
	}
	if tr := p.sendInput(f, ui.Input{Cancel: true}); tr != pop() {
		t.Errorf("escape makes %+v, want a way out", tr)
	}
}

func TestLabPanelByMouse(t *testing.T) {
	p, f := newTestPanel(t, "60ms jitter 20ms")
	if p.roundTrip.ValueText != "60 ms" || p.jitter.ValueText != "20 ms" || p.network.selectedName() != "60ms jitter 20ms" || p.bandwidth.ValueText != "all" {
		t.Errorf("it shows %q, %q, %q, %q", p.network.selectedName(), p.roundTrip.ValueText, p.jitter.ValueText, p.bandwidth.ValueText)
	}
	r := p.bandwidth.Rect
	at := ui.Input{X: r.X + r.W*.42 + 1, Y: r.CenterY(), Pressed: true, Down: true}
	p.sendInput(f, at)
	if got := p.deps.Lab.Network().Up.Bandwidth; got != minBandwidth {
		t.Errorf("the narrowest link has %d bytes per second, want %d", got, minBandwidth)
	}
	if p.network.selectedName() != online.NetworkCustom {
		t.Errorf("it still calls itself %q", p.network.selectedName())
	}
	p.sendInput(f, ui.Input{X: at.X, Y: at.Y, Released: true})
	r = p.network.Rect
	for _, in := range []ui.Input{{Pressed: true, Down: true}, {Released: true}} {
		in.X, in.Y = r.X+r.W-4, r.CenterY()
		p.sendInput(f, in)
	}
	if got := p.deps.Lab.Network(); got.Name != "lan" || got.Up.Bandwidth != 0 {
		t.Errorf("a press at the right end chose %+v", got)
	}
}
