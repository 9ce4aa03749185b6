package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"perihelion/server/ops/config"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// schoolClient joins like a page: six connections, a guest, the feed, a ticket, a
// WebSocket. It obeys Retry-After.
type schoolClient struct {
	s      *testServer
	client http.Client
	waited *atomic.Int32 // times that one had to come later
}

// TestASchoolPlaysFromOneAddress has sixty players join at the same moment with default
// limits: all must get a seat.
func TestASchoolPlaysFromOneAddress(t *testing.T) {
	t.Parallel()
	const pupils = 60
	usual, _, err := config.Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	s := startServer(t, "PERIHELION_RATE_TICKETS_PER_IP="+strconv.Itoa(usual.RateTicketsPerIP), "PERIHELION_RATE_UPGRADES_PER_IP="+strconv.Itoa(usual.RateUpgradesPerIP),
		"PERIHELION_ROOMS_PER_IP="+strconv.Itoa(usual.RoomsPerIP), "PERIHELION_RESERVED_PER_IP="+strconv.Itoa(usual.ReservedPerIP))
	var waited atomic.Int32
	var playing, done sync.WaitGroup
	leave := make(chan struct{})
	playing.Add(pupils)
	began := time.Now()
	for range pupils {
		done.Go(func() {
			p := &schoolClient{s: s, waited: &waited, client: http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 6}}}
			defer p.client.CloseIdleConnections()
			err := p.joinServer(began.Add(time.Minute))
			playing.Done()
			if err != nil {
				t.Error(err)
			}
			<-leave // all of them stay until the last one plays
		})
	}
	playing.Wait()
	if n := s.liveStatus().Players; n != pupils {
		t.Errorf("%d players, want %d", n, pupils)
	}
	close(leave)
	done.Wait()
	t.Logf("%d play after %v; they were told to come later %d times", pupils, time.Since(began).Round(time.Millisecond), waited.Load())
}

func (p *schoolClient) joinServer(until time.Time) error {
	var page sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		page.Go(func() { errs[i] = p.requestUntilOK(until, "GET", "/v1/meta", "", &api.Meta{}) })
	}
	page.Wait()
	var me api.Guest
	errs = append(errs, p.requestUntilOK(until, "POST", "/v1/guests", "", &me))
	if err := errors.Join(errs...); err != nil {
		return err
	}
	feed, err := p.openFeed(until)
	if err != nil {
		return err
	}
	defer feed.Close()
	var ticket api.Ticket
	if err := p.requestUntilOK(until, "POST", "/v1/tickets", me.Token, &ticket); err != nil {
		return err
	}
	return p.takeSeat(until, ticket.Assignment)
}

// requestUntilOK sends a request until it succeeds.
func (p *schoolClient) requestUntilOK(until time.Time, method, path, token string, into any) error {
	for {
		r, err := http.NewRequest(method, "http://"+p.s.Addr().String()+path, nil)
		if err != nil {
			return err
		}
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		res, err := p.client.Do(r)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			return err
		}
		if res.StatusCode < 300 {
			return json.Unmarshal(body, into)
		}
		if err := p.waitAsTold(until, res, string(body)); err != nil {
			return err
		}
	}
}

// waitAsTold waits as long as an error response says.
func (p *schoolClient) waitAsTold(until time.Time, res *http.Response, body string) error {
	seconds, err := strconv.Atoi(res.Header.Get("Retry-After"))
	if err != nil || res.StatusCode != http.StatusTooManyRequests || strings.Contains(body, "too-many-connections") || time.Now().After(until) {
		return fmt.Errorf("answered %d %s", res.StatusCode, body)
	}
	p.waited.Add(1)
	time.Sleep(time.Duration(seconds) * time.Second)
	return nil
}

// openFeed subscribes to the live feed.
func (p *schoolClient) openFeed(until time.Time) (io.Closer, error) {
	for {
		r, err := http.NewRequest("GET", "http://"+p.s.Addr().String()+"/v1/live", nil)
		if err != nil {
			return nil, err
		}
		for name, value := range map[string]string{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="} {
			r.Header.Set(name, value)
		}
		res, err := p.client.Do(r)
		if err != nil {
			return nil, err
		}
		if res.StatusCode == http.StatusSwitchingProtocols {
			return res.Body, nil
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if err := p.waitAsTold(until, res, string(body)); err != nil {
			return nil, err
		}
	}
}

// takeSeat joins a room and waits for its state.
func (p *schoolClient) takeSeat(until time.Time, a *api.Assignment) error {
	for {
		c, res, err := p.s.dialSocket(a.URL, a.Ticket)
		if err != nil && res != nil {
			if err := p.waitAsTold(until, res, ""); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		c.sendFrame(protocol.AppendHello(nil, &protocol.Hello{Version: protocol.Version, Build: "test", Aspect: 1778}))
		for time.Now().Before(until) {
			select {
			case r := <-c.got:
				if kind, err := protocol.Peek(r.frame); err == nil && kind == protocol.TypeState {
					return nil
				}
			case err := <-c.end:
				return fmt.Errorf("the connection ended before there was a state: %w", err)
			case <-time.After(time.Until(until)):
			}
		}
		return errors.New("no state came within a minute")
	}
}
