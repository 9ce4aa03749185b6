package httpx

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxKeys bounds the memory of a Rate. Whoever has more addresses than this to
// attack from is not stopped by a rate per address.
const maxKeys = 8192

// Rate limits how often each key, such as an address or an account, may do
// something. It is safe for concurrent use. When full it forgets the key that
// was quiet for longest.
type Rate[K comparable] struct {
	perSecond rate.Limit
	burst     int

	mu     sync.Mutex
	byKey  map[K]*list.Element
	recent list.List // of *visitor[K], the latest in front
}

type visitor[K comparable] struct {
	key     K
	limiter *rate.Limiter
}

// NewRate allows perSecond, and bursts of twice that.
func NewRate[K comparable](perSecond int) *Rate[K] {
	return newRate[K](rate.Limit(perSecond), 2*perSecond)
}

// NewRateEvery allows burst at once, and then one every so often.
func NewRateEvery[K comparable](d time.Duration, burst int) *Rate[K] {
	return newRate[K](rate.Every(d), burst)
}

func newRate[K comparable](perSecond rate.Limit, burst int) *Rate[K] {
	return &Rate[K]{perSecond: perSecond, burst: burst, byKey: map[K]*list.Element{}}
}

// Take reports how long key has to wait before it may; 0 means that it may now.
func (r *Rate[K]) Take(key K, now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.limiter(key)
	if l.AllowN(now, 1) {
		return 0
	}
	return r.missing(l, now)
}

// Wait is what Take would report, without taking anything.
func (r *Rate[K]) Wait(key K, now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.missing(r.limiter(key), now)
}

// Rested reports whether key has done nothing lately: it may do all it may at once.
func (r *Rate[K]) Rested(key K, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.limiter(key).TokensAt(now) >= float64(r.burst)
}

func (r *Rate[K]) missing(l *rate.Limiter, now time.Time) time.Duration {
	missing := max(1-l.TokensAt(now), 0)
	return time.Duration(missing / float64(r.perSecond) * float64(time.Second))
}

func (r *Rate[K]) limiter(key K) *rate.Limiter {
	if e := r.byKey[key]; e != nil {
		r.recent.MoveToFront(e)
		return e.Value.(*visitor[K]).limiter
	}
	if r.recent.Len() == maxKeys {
		last := r.recent.Back()
		delete(r.byKey, last.Value.(*visitor[K]).key)
		r.recent.Remove(last)
	}
	v := &visitor[K]{key: key, limiter: rate.NewLimiter(r.perSecond, r.burst)}
	r.byKey[key] = r.recent.PushFront(v)
	return v.limiter
}
