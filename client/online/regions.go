package online

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"perihelion/client/lobby"
	"perihelion/shared/api"
)

const (
	pingsPerRegion    = 3 // after one that opens the connection
	measureTimeout    = 3 * time.Second
	measureEvery      = 10 * time.Minute // a player's network changes
	waitForRegions    = time.Second      // of a player who wants to play while they are measured
	minRegionsToProbe = 2                // with one there is nothing to choose
)

// Region is a region of the server, and how far we are from it.
type Region struct {
	ID      string
	Latency time.Duration // round trip
}

// regionMeter measures how far we are from each region. Its methods may be called by any goroutine.
type regionMeter struct {
	mu       sync.Mutex
	measured []Region      // nearest first; without those that do not answer
	done     chan struct{} // closed when the measurement that runs ends; nil: none runs
	next     time.Time
}

// refresh measures the regions if it is time.
func (m *regionMeter) refresh(s *Service, regions []api.Region, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(regions) < minRegionsToProbe || m.done != nil || now.Before(m.next) {
		return
	}
	done := make(chan struct{})
	m.done, m.next = done, now.Add(measureEvery)
	s.StartGuarded(func() {
		defer close(done)
		ctx, cancel := context.WithTimeout(context.Background(), measureTimeout)
		defer cancel()
		found := measureRegions(ctx, s, regions)
		m.mu.Lock()
		defer m.mu.Unlock()
		m.measured, m.done = found, nil
	})
}

// measureRegions asks all regions at the same time. Of one that has not answered as often as asked when ctx ends, the
// round trips until then count.
func measureRegions(ctx context.Context, s *Service, regions []api.Region) (all []Region) {
	answers := make(chan Region, len(regions))
	for _, r := range regions {
		s.StartGuarded(func() {
			found := Region{ID: r.ID}
			defer func() { answers <- found }() // also after a panic
			found.Latency = bestPing(ctx, s, r.PingURL)
		})
	}
	for range regions {
		if r := <-answers; r.Latency > 0 {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b Region) int {
		return cmp.Or(cmp.Compare(a.Latency, b.Latency), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// bestPing is the shortest round trip to url; 0 if it does not answer.
func bestPing(ctx context.Context, s *Service, url string) (best time.Duration) {
	l := s.LobbyClient("")
	for i := range 1 + pingsPerRegion {
		began := s.Now()
		if err := l.Ping(ctx, url); err != nil {
			return best
		}
		if took := max(s.Now().Sub(began), time.Millisecond); i > 0 && (best == 0 || took < best) {
			best = took
		}
	}
	return best
}

// wait returns what was measured, nearest first; if a measurement runs, after that or a moment.
func (m *regionMeter) wait(ctx context.Context) []Region {
	m.mu.Lock()
	done := m.done
	m.mu.Unlock()
	if done != nil {
		ctx, cancel := context.WithTimeout(ctx, waitForRegions)
		defer cancel()
		select {
		case <-done:
		case <-ctx.Done():
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.measured
}

// ticketFor asks for a match in a queue, near us.
func (s *Service) ticketFor(ctx context.Context, l *lobby.Client, dest Destination, regions []Region) (api.Ticket, error) {
	want := api.NewTicket{Queue: dest.Queue, Party: dest.Party}
	for _, r := range regions {
		if want.Latencies == nil {
			want.Latencies = map[string]int{}
		}
		want.Latencies[r.ID] = int(r.Latency.Milliseconds())
	}
	return l.CreateTicket(ctx, want)
}
