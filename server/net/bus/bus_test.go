package bus

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"perihelion/server/net/bus/bustest"
	"perihelion/server/people/auth"
)

// patience is for a busy machine; what is waited for comes in milliseconds.
const patience = 20 * time.Second

// refusals counts why messages were refused.
type refusals struct {
	mu  sync.Mutex
	all []string
}

func (r *refusals) MessageRefused(why string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, why)
}

func (r *refusals) list() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.all)
}

func testKey(t *testing.T) *auth.KeyRing {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return auth.NewKeyRing(key)
}

// connect connects a server and waits until it is.
func connect(t *testing.T, url, node string, keys Keys) (*Bus, *refusals) {
	t.Helper()
	r := &refusals{}
	b, err := Connect(Config{URL: url, Node: node, Keys: keys, Metrics: r, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	eventually(t, "connected", b.Connected)
	return b, r
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not %s after %v", what, patience)
		}
	}
}

// flush returns when the other servers of NATS know what this one has subscribed to.
func flush(t *testing.T, b *Bus) {
	t.Helper()
	if err := b.conn.FlushTimeout(patience); err != nil {
		t.Fatal(err)
	}
}

func TestMessagesReachTheOthersInOrder(t *testing.T) {
	url, _ := bustest.Run(t, "", 0)
	keys := testKey(t)
	a, _ := connect(t, url, "n1", keys)
	b, _ := connect(t, url, "n2", keys)
	got := make(chan string, 100)
	for _, each := range []*Bus{a, b} {
		if err := each.Subscribe("news", func(m Message) { got <- each.cfg.Node + " hears " + m.From + " " + string(m.Body) }); err != nil {
			t.Fatal(err)
		}
		flush(t, each)
	}
	for i := range 20 {
		if err := a.Publish("news", []byte(strconv.Itoa(i))); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 20 {
		if text, want := <-got, fmt.Sprintf("n2 hears n1 %d", i); text != want {
			t.Fatalf("message %d: %q, want %q: the others hear it, and in order", i, text, want)
		}
	}
}

func TestARequestIsAnswered(t *testing.T) {
	url, stop := bustest.Run(t, "", 0)
	keys := testKey(t)
	a, _ := connect(t, url, "n1", keys)
	b, _ := connect(t, url, "n2", keys)
	if err := b.Answer("node.n2.open", 1, func(m Message) []byte { return append([]byte(m.From+" asks "), m.Body...) }); err != nil {
		t.Fatal(err)
	}
	flush(t, b)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if m, err := a.Request(ctx, "node.n2.open", []byte("duel")); err != nil || m.From != "n2" || string(m.Body) != "n1 asks duel" {
		t.Errorf("answer = %+v, %v", m, err)
	}
	if _, err := a.Request(ctx, "node.n3.open", nil); !errors.Is(err, ErrNobody) {
		t.Errorf("a request to a server that is not there: %v, want %v", err, ErrNobody)
	}
	stop()
	eventually(t, "disconnected", func() bool { return !a.Connected() })
	if _, err := a.Request(ctx, "node.n2.open", nil); !errors.Is(err, ErrAway) {
		t.Errorf("a request without NATS: %v, want %v", err, ErrAway)
	}
	if err := a.Publish("news", nil); !errors.Is(err, ErrAway) {
		t.Errorf("a message without NATS: %v, want %v", err, ErrAway)
	}
}

func TestTheConnectionComesBack(t *testing.T) {
	address, stop := bustest.Run(t, "", 0)
	keys := testKey(t)
	a, _ := connect(t, address, "n1", keys)
	b, _ := connect(t, address, "n2", keys)
	if err := b.Answer("node.n2.open", 1, func(Message) []byte { return []byte("yes") }); err != nil {
		t.Fatal(err)
	}
	stop()
	eventually(t, "disconnected", func() bool { return !a.Connected() && !b.Connected() })
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		t.Fatal(err)
	}
	bustest.Run(t, "", port)
	eventually(t, "answered again", func() bool {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		m, err := a.Request(ctx, "node.n2.open", nil)
		return err == nil && string(m.Body) == "yes"
	})
}

func TestMessagesOfOthersAreRefused(t *testing.T) {
	url, _ := bustest.Run(t, "", 0)
	keys := testKey(t)
	b, refused := connect(t, url, "n2", keys)
	heard := make(chan Message, 10)
	if err := b.Subscribe("news", func(m Message) { heard <- m }); err != nil {
		t.Fatal(err)
	}
	flush(t, b)
	stranger, err := nats.Connect(url)
	if err != nil {
		t.Fatal(err)
	}
	defer stranger.Close()

	own := signer{"n1", keys}
	good := own.sign(prefix+"news", []byte("good"))
	altered := own.sign(prefix+"news", []byte("good"))
	altered.Data = []byte("evil")
	renamed := own.sign(prefix+"news", []byte("good"))
	renamed.Header.Set(headerNode, "n3")
	moved := own.sign(prefix+"other", []byte("good"))
	moved.Subject = prefix + "news"
	signedAt := func(off time.Duration) *nats.Msg {
		m := own.sign(prefix+"news", []byte("good"))
		m.Header.Set(headerTime, strconv.FormatInt(time.Now().Add(off).UnixMilli(), 10))
		_, signature := keys.Sign(signedText(m))
		m.Header.Set(headerSignature, encode(signature))
		return m
	}
	for _, m := range []*nats.Msg{
		{Subject: prefix + "news", Data: []byte("unsigned")},
		signer{"n1", testKey(t)}.sign(prefix+"news", []byte("of another key")),
		altered, renamed, moved, signedAt(-2 * maxClockSkew), good, good, signedAt(-10 * time.Second), signedAt(10 * time.Second),
	} {
		if err := stranger.PublishMsg(m); err != nil {
			t.Fatal(err)
		}
	}
	if m := <-heard; m.From != "n1" || string(m.Body) != "good" {
		t.Errorf("heard %+v first, want the good one", m)
	}
	want := []string{refusedKey, refusedKey, refusedKey, refusedKey, refusedKey, refusedTime, refusedReplay}
	eventually(t, "all refused", func() bool { return len(refused.list()) >= len(want) })
	if got := refused.list(); !slices.Equal(got, want) {
		t.Errorf("refused for %q, want %q", got, want)
	}
	for range 2 { // of servers whose clocks are 10 s from ours
		<-heard
	}
	if len(heard) != 0 {
		t.Errorf("heard %+v, too", <-heard)
	}
}

func TestClocksMayBeApart(t *testing.T) {
	var g replayGuard
	now := time.Now()
	if !g.first("a", now) || g.first("a", now.Add(maxClockSkew)) || g.first("a", now.Add(3*maxClockSkew)) {
		t.Error("a message comes a second time within the time in which it is accepted")
	}
	for i := range 100 {
		g.first(strconv.Itoa(i), now.Add(time.Duration(i)*maxClockSkew))
	}
	if n := len(g.now) + len(g.before); n > 10 {
		t.Errorf("%d nonces are remembered, want those of a few periods", n)
	}
}
