package lobby

import (
	"bytes"
	"cmp"
	"container/list"
	"crypto/sha256"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
	"unicode"

	"perihelion/server/net/httpx"
)

const (
	idempotencyHeader = "Idempotency-Key"

	maxIdempotencyKeys = 4096             // responses that are kept
	maxCachedBody      = 16 << 10         // bytes of each; ours have hundreds
	idempotencyTTL     = 10 * time.Minute // clients do not retry for longer
	minIdempotencyKey  = 16               // bytes; shorter keys of clients behind one address could collide
	maxIdempotencyKey  = 128
)

// idempotencyCache answers a retried request, whose response was lost, with the response to
// the first one. Only successful responses are kept: a failed request changed nothing and
// may be tried again. When full it drops the oldest.
type idempotencyCache struct {
	mu     sync.Mutex
	byKey  map[[32]byte]*list.Element
	recent list.List // of *cachedRequest, newest first
	onKeep func(KeptResponse)
}

// cachedRequest is a request that was made with a key, and its response once that is finished.
type cachedRequest struct {
	KeptResponse
	finished chan struct{}
}

// readRequest is a request whose body has been read.
type readRequest struct {
	*http.Request
	body []byte
	from string // identifies the sender if the request has no token
}

// serveOnce runs next for the first request with a key and replays its response to later
// ones, unless check returns a problem for them.
func (o *idempotencyCache) serveOnce(w *responseRecorder, r readRequest, next http.HandlerFunc, check func() *httpx.Problem) {
	key := r.Header.Get(idempotencyHeader)
	if r.Method != http.MethodPost || key == "" {
		next(w, r.Request)
		return
	}
	if len(key) < minIdempotencyKey || len(key) > maxIdempotencyKey {
		httpx.NewProblem(http.StatusUnprocessableEntity, "%s must have %d to %d characters, such as those of a UUID", idempotencyHeader, minIdempotencyKey, maxIdempotencyKey).Respond(w)
		return
	}
	from := cmp.Or(r.Header.Get("Authorization"), r.from)
	id, sum := sha256.Sum256([]byte(from+"\n"+r.URL.Path+"\n"+key)), sha256.Sum256(r.body)
	for {
		d, first := o.claimKey(id, sum, time.Now())
		if first {
			o.runFirst(d, w, r.Request, next)
			return
		}
		if d.BodyHash != sum {
			(&httpx.Problem{Status: http.StatusUnprocessableEntity, Kind: "key-reused", Detail: "this " + idempotencyHeader + " came with another body before"}).Respond(w)
			return
		}
		select {
		case <-d.finished:
		case <-r.Context().Done():
			return
		}
		if d.Status != 0 {
			if problem := check(); problem != nil {
				problem.Respond(w)
				return
			}
			d.replay(w)
			return
		}
	}
}

// runFirst runs next and keeps a successful response.
func (o *idempotencyCache) runFirst(d *cachedRequest, w *responseRecorder, r *http.Request, next http.HandlerFunc) {
	defer func() { // also if next panics
		if d.Status == 0 {
			o.dropFailed(d)
		}
		close(d.finished)
	}()
	w.body = new(bytes.Buffer)
	common := maps.Clone(w.Header())
	next(w, r)
	if w.status/100 == 2 && w.body.Len() <= maxCachedBody {
		d.Header, d.Body, d.Status = headerBeyond(common, w.Header()), bytes.Clone(w.body.Bytes()), w.status
		if o.onKeep != nil {
			o.onKeep(d.KeptResponse)
		}
	}
}

// headerBeyond is what h has beyond the header that every response has.
func headerBeyond(common, h http.Header) http.Header {
	own := http.Header{}
	for name, values := range h {
		if !slices.Equal(values, common[name]) {
			own[name] = slices.Clone(values)
		}
	}
	return own
}

// replay writes the response again.
func (d *cachedRequest) replay(w http.ResponseWriter) {
	h := w.Header()
	maps.Copy(h, d.Header)
	h.Set("Idempotent-Replayed", "true")
	w.WriteHeader(d.Status)
	_, _ = w.Write(d.Body) // an error means that the client is gone
}

// claimKey returns the request that was made with this key, or a new one, with first true.
func (o *idempotencyCache) claimKey(key, body [32]byte, now time.Time) (d *cachedRequest, first bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if e := o.byKey[key]; e != nil {
		if d := e.Value.(*cachedRequest); now.Before(d.Expires) {
			return d, false
		}
		o.removeEntry(e)
	}
	d = &cachedRequest{KeptResponse{Key: key, BodyHash: body, Expires: now.Add(idempotencyTTL)}, make(chan struct{})}
	o.addEntry(d)
	return d, true
}

func (o *idempotencyCache) addEntry(d *cachedRequest) {
	if o.recent.Len() == maxIdempotencyKeys {
		o.removeEntry(o.recent.Back())
	}
	if o.byKey == nil {
		o.byKey = map[[32]byte]*list.Element{}
	}
	o.byKey[d.Key] = o.recent.PushFront(d)
}

// dropFailed removes d, so that the request may be tried again.
func (o *idempotencyCache) dropFailed(d *cachedRequest) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if e := o.byKey[d.Key]; e != nil && e.Value == d {
		o.removeEntry(e)
	}
}

// dropMentioning removes the responses that mention a barred player.
func (o *idempotencyCache) dropMentioning(barred func(player string) bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for e := o.recent.Front(); e != nil; {
		d, next := e.Value.(*cachedRequest), e.Next()
		select {
		case <-d.finished:
			if d.mentionsAny(barred) {
				o.removeEntry(e)
			}
		default: // still running, for a player who was checked before
		}
		e = next
	}
}

// playerIDLength is the length of player ids: that of rand.Text.
const playerIDLength = 26

// mentionsAny reports whether the response contains the id of a barred player.
func (d *cachedRequest) mentionsAny(barred func(player string) bool) bool {
	words := bytes.FieldsFunc(d.Body, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	return slices.ContainsFunc(words, func(w []byte) bool { return len(w) == playerIDLength && barred(string(w)) })
}

func (o *idempotencyCache) removeEntry(e *list.Element) {
	delete(o.byKey, e.Value.(*cachedRequest).Key)
	o.recent.Remove(e)
}
