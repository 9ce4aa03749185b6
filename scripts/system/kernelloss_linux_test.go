package system

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"perihelion/client/dial"
	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

const (
	namespaceServer = "PERIHELION_TEST_NAMESPACE_SERVER" // set: be that
	namespacePlayer = "PERIHELION_TEST_NAMESPACE_PLAYER" // the server to play on

	kernelPatience = 2 * time.Minute        // for whatever must come: stalls are luck
	reportEvery    = 100 * time.Millisecond // by the player
)

// playerReport is a line that the player prints.
type playerReport struct {
	state     netcode.DatagramState
	snapshots uint64
	ready     bool
}

// A real server and a real client, each with a kernel of its own as far as networks go. Of
// their packets one in twenty is lost, and later UDP is blocked.
func TestAKernelThatLosesPacketsIsPlayedOnByDatagramAndOneThatBlocksUDPByWebSocket(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes until a TCP connection has stalled twice")
	}
	link := newKernelLink(t)
	program, args := link.command(serverNet, "TestServerInANamespace")
	server, err := harness.StartProcess(harness.AnyCore, []string{namespaceServer + "=1"}, program, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() }) // after its player
	reports := startPlayer(t, link, server.URL)

	reports.wait("datagrams are there, beside a stream that does as well", func(r playerReport) bool { return r.state == netcode.DatagramsSpare && r.ready })
	link.set(0.05, false)
	reports.wait("one packet in twenty is lost: by datagram", func(r playerReport) bool { return r.state == netcode.DatagramsUsed })
	reports.expectPlay()
	link.set(0.05, true)
	if took := reports.wait("UDP is blocked: by WebSocket", func(r playerReport) bool { return r.state != netcode.DatagramsUsed }); took > 5*time.Second {
		t.Errorf("the WebSocket took over after %v, want about one second", took)
	}
	reports.expectPlay()
	link.set(0.05, false)
	reports.wait("UDP is there again: by datagram", func(r playerReport) bool { return r.state == netcode.DatagramsUsed })
	reports.expectPlay()
	t.Logf("the link has lost %d packets", link.lost)
}

// playerReports are those of one player.
type playerReports struct {
	t     *testing.T
	lines chan playerReport
}

func startPlayer(t *testing.T, link *kernelLink, url string) *playerReports {
	t.Helper()
	program, args := link.command(playerNet, "TestPlayerInANamespace")
	ctx, end := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), namespacePlayer+"="+url)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		end()
		_ = cmd.Wait() // it was killed
	})
	r := &playerReports{t: t, lines: make(chan playerReport)}
	go func() {
		defer close(r.lines)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var p playerReport
			if _, err := fmt.Sscan(lines.Text(), &p.state, &p.snapshots, &p.ready); err != nil {
				t.Log(lines.Text())
				continue
			}
			select {
			case r.lines <- p:
			case <-t.Context().Done():
				return
			}
		}
	}()
	return r
}

// wait waits for a report and returns how long that took.
func (r *playerReports) wait(what string, good func(playerReport) bool) time.Duration {
	r.t.Helper()
	start := time.Now()
	timeout := time.After(kernelPatience)
	for {
		select {
		case p, ok := <-r.lines:
			if !ok {
				r.t.Fatalf("%s: the player has ended", what)
			}
			if good(p) {
				took := time.Since(start)
				r.t.Logf("%s, after %.1f s", what, took.Seconds())
				return took
			}
		case <-timeout:
			r.t.Fatalf("%s: not within %v", what, kernelPatience)
		}
	}
}

// expectPlay waits for snapshots of about two seconds, under control.
func (r *playerReports) expectPlay() {
	r.t.Helper()
	var first uint64
	r.wait("sixty snapshots came", func(p playerReport) bool {
		if first == 0 {
			first = p.snapshots
		}
		return p.ready && p.snapshots >= first+60
	})
}

func TestServerInANamespace(t *testing.T) {
	if os.Getenv(namespaceServer) == "" {
		t.Skip("it is the server of another test")
	}
	s := harness.StartTestServer(t, slog.New(slog.DiscardHandler), "HTTP_ADDR="+net.JoinHostPort(serverAddr, "0"), "QUIC_ADDR="+net.JoinHostPort(serverAddr, "0"))
	fmt.Println(s.URL)
	_, _ = io.Copy(io.Discard, os.Stdin) // ends with the other test
}

func TestPlayerInANamespace(t *testing.T) {
	url := os.Getenv(namespacePlayer)
	if url == "" {
		t.Skip("it is the player of another test")
	}
	open := func(ctx context.Context, o protocol.Offer) (transport.Datagrams, error) {
		o.Host = serverAddr
		return dial.Datagrams(ctx, o)
	}
	var bot harness.Bot
	c, _, err := harness.JoinMatch(t.Context(), url, "Ada", harness.Options{OpenDatagrams: open, Input: bot.Input})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(transport.Normal)
	screen := time.NewTicker(harness.ScreenFrame)
	defer screen.Stop()
	reported := time.Now()
	for now := range screen.C {
		if err := c.PlayFrame(now); err != nil {
			t.Fatal(err)
		}
		if now.Sub(reported) >= reportEvery {
			reported = now
			v := c.View
			if _, err := fmt.Println(strings.TrimSpace(fmt.Sprint(uint8(v.Stats.Datagrams), v.Stats.Snapshots, v.Ready))); err != nil {
				return
			}
		}
	}
}
