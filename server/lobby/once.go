package lobby

import (
	"bytes"
	"container/list"
	"crypto/sha256"
	"net/http"
	"slices"
	"sync"
	"time"
	"unicode"

	"perihelion/server/httpx"
)

const (
	onceHeader = "Idempotency-Key"

	maxOnce       = 4096             // answers that are kept
	maxOnceAnswer = 16 << 10         // bytes of each; ours have hundreds
	onceLife      = 10 * time.Minute // nobody tries again for longer
	minKey        = 16               // bytes, or strangers behind one address would meet
	maxKey        = 128
)

// once answers a request that is made again, because its answer was lost, with
// what was answered the first time. Only success is kept: what failed did nothing
// and may be tried again. When full it forgets the oldest.
type once struct {
	mu     sync.Mutex
	byKey  map[[32]byte]*list.Element
	recent list.List // of *done, the latest in front
}

// done is a request that was made with a key.
type done struct {
	key, body [32]byte
	until     time.Time
	over      chan struct{} // closed when the rest is known
	status    int           // 0: it failed
	header    http.Header
	answer    []byte
}

// serve runs next for the first request of its kind and repeats its answer to
// the others, unless they may not have it any more. from is who asks, if the request
// itself does not say.
func (o *once) serve(w *answer, r *http.Request, body []byte, from string, next http.HandlerFunc, may func() *httpx.Refusal) {
	key := r.Header.Get(onceHeader)
	if r.Method != http.MethodPost || key == "" {
		next(w, r)
		return
	}
	if len(key) < minKey || len(key) > maxKey {
		httpx.Refuse(http.StatusUnprocessableEntity, "%s must have %d to %d characters, such as those of a UUID", onceHeader, minKey, maxKey).Write(w)
		return
	}
	if token := r.Header.Get("Authorization"); token != "" {
		from = token
	}
	id, sum := sha256.Sum256([]byte(from+"\n"+r.URL.Path+"\n"+key)), sha256.Sum256(body)
	for {
		d, first := o.claim(id, sum, time.Now())
		if first {
			o.first(d, w, r, next)
			return
		}
		if d.body != sum {
			(&httpx.Refusal{Status: http.StatusUnprocessableEntity, Kind: "key-reused", Detail: "this " + onceHeader + " came with another body before"}).Write(w)
			return
		}
		select {
		case <-d.over:
		case <-r.Context().Done():
			return
		}
		if d.status != 0 {
			if refusal := may(); refusal != nil {
				refusal.Write(w)
				return
			}
			d.repeat(w)
			return
		}
	}
}

// first runs next and keeps what it answers.
func (o *once) first(d *done, w *answer, r *http.Request, next http.HandlerFunc) {
	defer func() { // even if next panics
		if d.status == 0 {
			o.forget(d)
		}
		close(d.over)
	}()
	w.keep = new(bytes.Buffer)
	next(w, r)
	if w.status/100 == 2 && w.keep.Len() <= maxOnceAnswer {
		d.header, d.answer, d.status = w.Header().Clone(), w.keep.Bytes(), w.status
	}
}

// repeat writes the answer again, under the id of the request that asks now.
func (d *done) repeat(w http.ResponseWriter) {
	h := w.Header()
	for name, values := range d.header {
		if name != httpx.RequestID {
			h[name] = values
		}
	}
	h.Set("Idempotent-Replayed", "true")
	w.WriteHeader(d.status)
	_, _ = w.Write(d.answer) // a client that is gone cannot be told so
}

// claim finds the request of this key, or makes it the first.
func (o *once) claim(key, body [32]byte, now time.Time) (d *done, first bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if e := o.byKey[key]; e != nil {
		if d := e.Value.(*done); now.Before(d.until) {
			return d, false
		}
		o.drop(e)
	}
	if o.recent.Len() == maxOnce {
		o.drop(o.recent.Back())
	}
	d = &done{key: key, body: body, until: now.Add(onceLife), over: make(chan struct{})}
	if o.byKey == nil {
		o.byKey = map[[32]byte]*list.Element{}
	}
	o.byKey[key] = o.recent.PushFront(d)
	return d, true
}

func (o *once) forget(d *done) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if e := o.byKey[d.key]; e != nil && e.Value == d {
		o.drop(e)
	}
}

// forgetAbout drops the answers that name a player who is barred.
func (o *once) forgetAbout(barred func(player string) bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for e := o.recent.Front(); e != nil; {
		d, next := e.Value.(*done), e.Next()
		select {
		case <-d.over:
			if d.names(barred) {
				o.drop(e)
			}
		default: // under way, by somebody who was let in before
		}
		e = next
	}
}

// playerIDLength is how long the ids of players are: those of rand.Text.
const playerIDLength = 26

// names reports whether an answer names a player who is barred.
func (d *done) names(barred func(player string) bool) bool {
	words := bytes.FieldsFunc(d.answer, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	return slices.ContainsFunc(words, func(w []byte) bool { return len(w) == playerIDLength && barred(string(w)) })
}

func (o *once) drop(e *list.Element) {
	delete(o.byKey, e.Value.(*done).key)
	o.recent.Remove(e)
}
