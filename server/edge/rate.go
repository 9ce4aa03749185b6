package edge

import (
	"container/list"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxAddresses bounds the memory of a Rate. Whoever has more addresses than this
// to attack from is not stopped by a rate per address.
const maxAddresses = 8192

// Rate limits how often each address may do something. It is safe for
// concurrent use. When full it forgets the address that was quiet for longest.
type Rate struct {
	perSecond rate.Limit
	burst     int

	mu     sync.Mutex
	byAddr map[netip.Addr]*list.Element
	recent list.List // of *visitor, the latest in front
}

type visitor struct {
	addr    netip.Addr
	limiter *rate.Limiter
}

// NewRate allows perSecond, and bursts of twice that.
func NewRate(perSecond int) *Rate { return newRate(rate.Limit(perSecond), 2*perSecond) }

// NewRateEvery allows burst at once, and then one every so often.
func NewRateEvery(d time.Duration, burst int) *Rate { return newRate(rate.Every(d), burst) }

func newRate(perSecond rate.Limit, burst int) *Rate {
	return &Rate{perSecond: perSecond, burst: burst, byAddr: map[netip.Addr]*list.Element{}}
}

// Take reports how long addr has to wait before it may; 0 means that it may now.
func (r *Rate) Take(addr netip.Addr, now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.limiter(addr)
	if l.AllowN(now, 1) {
		return 0
	}
	missing := 1 - l.TokensAt(now)
	return time.Duration(missing / float64(r.perSecond) * float64(time.Second))
}

func (r *Rate) limiter(addr netip.Addr) *rate.Limiter {
	if e := r.byAddr[addr]; e != nil {
		r.recent.MoveToFront(e)
		return e.Value.(*visitor).limiter
	}
	if r.recent.Len() == maxAddresses {
		last := r.recent.Back()
		delete(r.byAddr, last.Value.(*visitor).addr)
		r.recent.Remove(last)
	}
	v := &visitor{addr: addr, limiter: rate.NewLimiter(r.perSecond, r.burst)}
	r.byAddr[addr] = r.recent.PushFront(v)
	return v.limiter
}
