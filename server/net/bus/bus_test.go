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

	const subject = prefix + "news"
	own, now := newSigner("n1", keys), time.Now()
	seal := func(off time.Duration) []byte { return own.seal(subject, "", []byte("good"), now.Add(off)) }
	change := func(at int) []byte {
		m := seal(0)
		m[(at+len(m))%len(m)]++
		return m
	}
	good := seal(0)
	for _, m := range [][]byte{
		[]byte("unsigned"), nil, good[:len(good)/2],
		newSigner("n1", testKey(t)).seal(subject, "", []byte("of another key"), now),
		change(0), change(2), change(-1), // the form, the node, the body
		own.seal(prefix+"other", "", []byte("good"), now),
		seal(-2 * maxClockSkew), good, good, seal(-10 * time.Second), seal(10 * time.Second),
	} {
		if err := stranger.Publish(subject, m); err != nil {
			t.Fatal(err)
		}
	}
	if m := <-heard; m.From != "n1" || string(m.Body) != "good" {
		t.Errorf("heard %+v first, want the good one", m)
	}
	want := append(slices.Repeat([]string{refusedKey}, 8), refusedTime, refusedReplay)
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

// Who signs with the same key needs no signature for what it alone hears; who signs with another one, does.
func TestMessagesToOneServerAreTagged(t *testing.T) {
	keys := testKey(t)
	_, newKey, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	own, same := newSigner("n1", keys), newSigner("n2", keys)
	rotated := newSigner("n3", auth.NewKeyRing(newKey, keys.VerifyKeys()[0].PublicKey))
	send := func(to *signer, what string) envelope {
		t.Helper()
		m := own.seal(what, to.node, []byte("body"), time.Now())
		e, body, ok := to.open(what, m)
		if !ok || e.node != "n1" || string(body) != "body" {
			t.Errorf("%s: %s reads %+v, %q, %v", what, to.node, e, body, ok)
		}
		if _, _, ok := to.open("elsewhere", m); ok {
			t.Errorf("%s: it is good on another subject, too", what)
		}
		m[len(m)-1]++
		if _, _, ok := to.open(what, m); ok {
			t.Errorf("%s: it is good although it was changed", what)
		}
		return e
	}
	for _, to := range []*signer{same, rotated} {
		if e := send(to, "nothing is known of it"); e.form != formSigned {
			t.Errorf("before %s was heard, the form is %d", to.node, e.form)
		}
		e, _, _ := to.open("all", to.seal("all", "", nil, time.Now()))
		own.hear(&e, time.Now())
	}
	if e := send(same, "it has the same key"); e.form != formTagged {
		t.Errorf("to a server of the same key, the form is %d", e.form)
	}
	if e := send(rotated, "it has another key"); e.form != formSigned {
		t.Errorf("to a server of another key, the form is %d", e.form)
	}
	later := own.seal("it", same.node, nil, time.Now().Add(2*keyLasts))
	if e, _, ok := same.open("it", later); !ok || e.form != formSigned {
		t.Errorf("to a server that may have started again with another key, the form is %d, good: %v", e.form, ok)
	}
	tagged := own.seal("it", same.node, nil, time.Now())
	if _, _, ok := rotated.open("it", tagged); ok {
		t.Error("a tag of another key is good")
	}
}

// Nobody without the key makes a message that is believed.
func FuzzOpen(f *testing.F) {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		f.Fatal(err)
	}
	s := newSigner("n1", auth.NewKeyRing(key))
	f.Add([]byte{formTagged, 255})
	f.Add(newSigner("n1", auth.NewKeyRing(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))).seal("news", "", []byte("body"), time.Unix(1, 0)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if e, body, ok := s.open("news", data); ok {
			t.Errorf("%+v, %q is believed", e, body)
		}
	})
}

func TestClocksMayBeApart(t *testing.T) {
	var g replayGuard
	now := time.Now()
	if !g.first([8]byte{}, now) || g.first([8]byte{}, now.Add(maxClockSkew)) || g.first([8]byte{}, now.Add(3*maxClockSkew)) {
		t.Error("a message comes a second time within the time in which it is accepted")
	}
	for i := range 100 {
		g.first([8]byte{1, byte(i)}, now.Add(time.Duration(i)*maxClockSkew))
	}
	if n := len(g.now) + len(g.before); n > 10 {
		t.Errorf("%d nonces are remembered, want those of a few periods", n)
	}
}

// What another server sends must not end this one.
func TestAPanicEndsOneMessage(t *testing.T) {
	url, _ := bustest.Run(t, "", 0)
	keys := testKey(t)
	b, _ := connect(t, url, "n2", keys)
	heard := make(chan Message, 1)
	if err := b.Subscribe("news", func(m Message) {
		if len(m.Body) == 0 {
			panic("nothing in it")
		}
		heard <- m
	}); err != nil {
		t.Fatal(err)
	}
	flush(t, b)
	a, _ := connect(t, url, "n1", keys)
	for _, body := range []string{"", "something"} {
		if err := a.Publish("news", []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if m := <-heard; string(m.Body) != "something" {
		t.Errorf("heard %q", m.Body)
	}
}
