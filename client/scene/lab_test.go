package scene

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/ui"
	"perihelion/shared/transport"
)

func TestALabDelaysWhatItsDialerOpens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lab, err := NewLab("120ms")
		if err != nil {
			t.Fatal(err)
		}
		near, far := transport.Pipe()
		conn, err := lab.Through(func(context.Context, string, string) (transport.Conn, error) { return near, nil })(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { conn.Close(transport.Abnormal); far.Close(transport.Abnormal); lab.conn.Wait() }()
		send := func() time.Duration {
			began := time.Now()
			if err := conn.Send([]byte("x")); err != nil {
				t.Fatal(err)
			}
			if _, err := far.Receive(); err != nil {
				t.Fatal(err)
			}
			return time.Since(began)
		}
		if took := send(); took != 60*time.Millisecond {
			t.Errorf("a frame took %v, want half of 120 ms", took)
		}
		lab.set(networks()[0])
		if took := send(); took != 0 {
			t.Errorf("a frame took %v on no network at all", took)
		}
		lab.blackout(blackout)
		if took := send(); took != blackout {
			t.Errorf("a frame took %v in a blackout of %v", took, blackout)
		}
	})
}

func TestAnUnknownNetworkIsRefusedWithTheNamesOfOthers(t *testing.T) {
	_, err := NewLab("the moon")
	if err == nil || !strings.Contains(err.Error(), `"120ms jitter 20ms"`) {
		t.Errorf("got %v", err)
	}
}

// panel is the F4 panel, laid out.
func panel(t *testing.T, network string) (*labPanel, *Frame) {
	th := newTheatre(t, Options{Dev: true})
	lab, err := NewLab(network)
	if err != nil {
		t.Fatal(err)
	}
	th.kit.Lab = lab
	p, f := newLabPanel(th.kit), &th.frame
	f.Top = true
	p.layout(f)
	return p, f
}

// do lets the player do in.
func (p *labPanel) do(f *Frame, in ui.Input) Move {
	f.In = &in
	return p.Update(f)
}

func TestTheLabIsBentByKeys(t *testing.T) {
	p, f := panel(t, "")
	p.do(f, ui.Input{Nav: ui.NavRight})
	if got := p.kit.Lab.network.Name; got != "lan" {
		t.Errorf("one to the right of nothing is %q, want lan", got)
	}
	p.do(f, ui.Input{Nav: ui.NavDown})
	for range 12 {
		p.do(f, ui.Input{Nav: ui.NavRight})
	}
	p.do(f, ui.Input{Nav: ui.NavDown})
	for range 4 {
		p.do(f, ui.Input{Nav: ui.NavRight})
	}
	n := p.kit.Lab.network
	if n.Name != ownNetwork || n.Down.Latency != 60*time.Millisecond || n.Up.Jitter != 20*time.Millisecond {
		t.Errorf("the network is %+v, want 120 ms with 20 ms of jitter", n)
	}
	if m := p.do(f, ui.Input{Cancel: true}); m != Pop() {
		t.Errorf("escape makes %+v, want a way out", m)
	}
}

func TestTheLabIsBentByTheMouse(t *testing.T) {
	p, f := panel(t, "60ms jitter 20ms")
	if p.trip.ValueText != "60 ms" || p.jitter.ValueText != "20 ms" || p.network.label() != "60ms jitter 20ms" || p.width.ValueText != "all" {
		t.Errorf("it shows %q, %q, %q, %q", p.network.label(), p.trip.ValueText, p.jitter.ValueText, p.width.ValueText)
	}
	r := p.width.Rect
	at := ui.Input{X: r.X + r.W*.42 + 1, Y: r.CenterY(), Pressed: true, Down: true}
	p.do(f, at)
	if got := p.kit.Lab.network.Up.Bandwidth; got != leastWidth {
		t.Errorf("the narrowest link has %d bytes per second, want %d", got, leastWidth)
	}
	if p.network.label() != ownNetwork {
		t.Errorf("it still calls itself %q", p.network.label())
	}
	p.do(f, ui.Input{X: at.X, Y: at.Y, Released: true})
	r = p.network.Rect
	for _, in := range []ui.Input{{Pressed: true, Down: true}, {Released: true}} {
		in.X, in.Y = r.X+r.W-4, r.CenterY()
		p.do(f, in)
	}
	if got := p.kit.Lab.network; got.Name != "lan" || got.Up.Bandwidth != 0 {
		t.Errorf("a press at the right end chose %+v", got)
	}
}
