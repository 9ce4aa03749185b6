package httpx

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxKeys bounds the memory of a Rate. An attacker with more addresses than this is not
// stopped by rates per address.
const maxKeys = 8192

// Rate limits how often each key, such as an address or an account, may do something. It is
// safe for concurrent use. When full it drops the least recently used key.
type Rate[K comparable] struct {
	perSecond rate.Limit
	burst     int

	mu     sync.Mutex
	byKey  map[K]*list.Element
	recent list.List // of *rateEntry[K], newest first
}

type rateEntry[K comparable] struct {
	key     K
	limiter *rate.Limiter
}

// NewRate allows perSecond, and bursts of twice that.
func NewRate[K comparable](perSecond int) *Rate[K] {
	return newRate[K](rate.Limit(perSecond), 2*perSecond)
}

// NewRateEvery allows burst at once, and then one per d.
func NewRateEvery[K comparable](d time.Duration, burst int) *Rate[K] {
	return newRate[K](rate.Every(d), burst)
}

func newRate[K comparable](perSecond rate.Limit, burst int) *Rate[K] {
	return &Rate[K]{perSecond: perSecond, burst: burst, byKey: map[K]*list.Element{}}
}

// Take uses up one action of key and returns 0, or returns how long key has to wait.
func (r *Rate[K]) Take(key K, now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.limiterOf(key)
	if l.AllowN(now, 1) {
		return 0
	}
	return r.timeToToken(l, now)
}

// Wait is what Take would return, without using up anything.
func (r *Rate[K]) Wait(key K, now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.timeToToken(r.limiterOf(key), now)
}

// IsFull reports whether key has done nothing lately, and so may use the full burst.
func (r *Rate[K]) IsFull(key K, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.limiterOf(key).TokensAt(now) >= float64(r.burst)
}

// timeToToken is the time until the next action is allowed.
func (r *Rate[K]) timeToToken(l *rate.Limiter, now time.Time) time.Duration {
	missing := max(1-l.TokensAt(now), 0)
	return time.Duration(missing / float64(r.perSecond) * float64(time.Second))
}

func (r *Rate[K]) limiterOf(key K) *rate.Limiter {
	if e := r.byKey[key]; e != nil {
		r.recent.MoveToFront(e)
		return e.Value.(*rateEntry[K]).limiter
	}
	if r.recent.Len() == maxKeys {
		last := r.recent.Back()
		delete(r.byKey, last.Value.(*rateEntry[K]).key)
		r.recent.Remove(last)
	}
	v := &rateEntry[K]{key: key, limiter: rate.NewLimiter(r.perSecond, r.burst)}
	r.byKey[key] = r.recent.PushFront(v)
	return v.limiter
}
