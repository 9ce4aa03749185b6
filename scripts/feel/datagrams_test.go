package feel

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/server/play/room"
	"perihelion/shared/netsim"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// besider plays alone on a link with datagrams.
type besider struct {
	*harness.Client
	stream    *netsim.Conn
	datagrams *netsim.DatagramEnd
	server    *harness.MemoryServer
	frame     func() time.Duration // how long the next frame of the screen takes
}

func newBesider(t *testing.T, network netsim.Profile) *besider {
	t.Helper()
	b := &besider{server: harness.NewMemoryServer(harness.MemoryOptions{}), frame: func() time.Duration { return screen }}
	if err := b.server.OpenRoom(room.Config{Sim: sim.Config{Seed: 1, Seats: 4}, Linger: time.Hour}); err != nil {
		t.Fatal(err)
	}
	open := b.server.DatagramsBehind(network, 5, func(d *netsim.DatagramEnd) { b.datagrams = d })
	var bot harness.Bot
	var err error
	b.stream = b.server.Connect("Ada", network, 5)
	b.Client, err = harness.NewClient(b.stream, harness.Options{OpenDatagrams: open, Input: bot.Input})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *besider) close(t *testing.T) {
	b.Close(transport.Normal)
	if err := b.server.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// play plays for so long and returns how long it took until the datagrams were in that state;
// negative: they never were.
func (b *besider) play(t *testing.T, length time.Duration, want netcode.DatagramState) (took time.Duration) {
	t.Helper()
	took = -1
	for start := time.Now(); time.Since(start) < length; time.Sleep(b.frame()) {
		if err := b.PlayFrame(time.Now()); err != nil {
			t.Fatal(err)
		}
		if took < 0 && b.View.Stats.Datagrams == want {
			took = time.Since(start)
		}
	}
	return took
}

// bytes are those that come and go in 5 s, all of them by datagram.
func (b *besider) bytes(t *testing.T) (in, out uint64) {
	before := b.View.Stats
	if b.play(t, 5*time.Second, netcode.DatagramsUsed); b.state() != netcode.DatagramsUsed {
		t.Errorf("datagrams are %v, want used", b.state())
	}
	return b.View.Stats.BytesIn - before.BytesIn, b.View.Stats.BytesOut - before.BytesOut
}

func (b *besider) state() netcode.DatagramState { return b.View.Stats.Datagrams }

func TestACleanLinkStaysOnTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBesider(t, netsim.Symmetric(60*ms, 5*ms, 0))
		defer b.close(t)
		if took := b.play(t, 20*time.Second, netcode.DatagramsUsed); took >= 0 || b.state() != netcode.DatagramsSpare {
			t.Errorf("datagrams were used after %v and are in state %d at the end, want never and %d", took, b.state(), netcode.DatagramsSpare)
		}
	})
}

func TestALinkThatLosesPacketsMovesToDatagramsAndBackWhenTheyAreBlocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBesider(t, netsim.Symmetric(60*ms, 0, 0))
		defer b.close(t)
		b.play(t, 5*time.Second, netcode.DatagramsSpare)
		lossy := netsim.Symmetric(60*ms, 5*ms, 0.1)
		b.setNetwork(lossy)
		if took := b.play(t, 3*time.Second, netcode.DatagramsUsed); took < 0 || took > time.Second || b.state() != netcode.DatagramsUsed {
			t.Fatalf("datagrams were used after %v and are in state %d, want within a second", took, b.state())
		}
		before := b.View.Stats
		b.play(t, 5*time.Second, netcode.DatagramsUsed)
		if n := b.View.Stats.Keyframes - before.Keyframes; n > 0 || b.View.Stats.Corrupt > 0 {
			t.Errorf("%d keyframes asked for and %d snapshots corrupt, want none", n, b.View.Stats.Corrupt)
		}

		b.blockDatagrams(netsim.Symmetric(60*ms, 0, 0))
		before = b.View.Stats
		if took := b.play(t, 3*time.Second, netcode.DatagramsBlocked); took < 0 || took > time.Second {
			t.Errorf("the stream took over after %v, want within a second", took)
		}
		if n := b.View.Stats.Snapshots - before.Snapshots; n < 3*30-20 {
			t.Errorf("%d snapshots came in the three seconds, want about 80: play must go on", n)
		}
		if !b.View.Ready || b.View.Stats.Keyframes > before.Keyframes {
			t.Errorf("ready %v, %d keyframes: want a switch that nobody sees", b.View.Ready, b.View.Stats.Keyframes-before.Keyframes)
		}
	})
}

func TestALinkThatLosesNothingAnyMoreGoesBackToTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lossy := netsim.Symmetric(60*ms, 5*ms, 0.05)
		b := newBesider(t, lossy)
		defer b.close(t)
		if took := b.play(t, 20*time.Second, netcode.DatagramsUsed); took < 0 || b.state() != netcode.DatagramsUsed {
			t.Fatalf("datagrams are in state %v after 20 s of loss, want used", b.state())
		}
		// A loss here and there keeps them in use: each state comes twice, and hides most of them.
		b.setNetwork(netsim.Symmetric(60*ms, 5*ms, 0.002))
		if took := b.play(t, 2*time.Minute, netcode.DatagramsSpare); took >= 0 {
			t.Errorf("the stream took over after %v although some datagrams are lost", took)
		}
		lossyIn, lossyOut := b.bytes(t)
		b.setNetwork(netsim.Symmetric(60*ms, 5*ms, 0))
		b.play(t, 35*time.Second, netcode.DatagramsUsed)
		if in, out := b.bytes(t); in > lossyIn*7/10 || out > lossyOut*7/10 {
			t.Errorf("%d and %d bytes in and out in 5 s without loss, %d and %d with some: want half, by datagram", in, out, lossyIn, lossyOut)
		}
		if took := b.play(t, 30*time.Second, netcode.DatagramsSpare); took < 10*time.Second {
			t.Errorf("the stream took over after %v without loss, want after a minute", took+40*time.Second)
		}
	})
}

// TestASlowMachineIsNoSlowLink draws frames as slowly as a machine does that is busy: what is read
// late is not taken for lost.
func TestASlowMachineIsNoSlowLink(t *testing.T) {
	for _, tt := range []struct {
		loss float64
		want netcode.DatagramState
		bad  []netcode.DatagramState
	}{
		{0, netcode.DatagramsSpare, []netcode.DatagramState{netcode.DatagramsUsed, netcode.DatagramsBlocked}},
		{0.05, netcode.DatagramsUsed, []netcode.DatagramState{netcode.DatagramsBlocked}},
	} {
		t.Run(fmt.Sprint(tt.loss), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBesider(t, netsim.Symmetric(60*ms, 0, tt.loss))
				defer b.close(t)
				random := rand.New(rand.NewPCG(1, 2))
				b.frame = func() time.Duration { return 40*ms + min(time.Duration(random.ExpFloat64()*float64(40*ms)), 200*ms) }
				if took := b.play(t, 30*time.Second, tt.want); took < 0 || took > 15*time.Second {
					t.Errorf("datagrams are %v after %v, want %v", b.state(), took, tt.want)
				}
				for _, bad := range tt.bad {
					if took := b.play(t, time.Minute, bad); took >= 0 {
						t.Errorf("datagrams were %v after %v", bad, took)
					}
				}
			})
		})
	}
}

// setNetwork changes the network of both ways.
func (b *besider) setNetwork(p netsim.Profile) {
	b.stream.SetProfile(p)
	b.datagrams.SetProfile(p)
}

// blockDatagrams lets the stream have p, and no datagram through.
func (b *besider) blockDatagrams(p netsim.Profile) {
	b.stream.SetProfile(p)
	p.Up.Loss, p.Down.Loss = 1, 1
	b.datagrams.SetProfile(p)
}
