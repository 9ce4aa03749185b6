package agones

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	callTimeout = 2 * time.Second
	maxAnswer   = 1 << 20 // bytes
)

// sidecar is the SDK server of Agones by its REST interface
// (https://agones.dev/site/docs/guides/client-sdks/rest/).
type sidecar struct {
	base   string // http://localhost:9358
	client *http.Client
}

// statusError is an answer of the SDK server other than 200. It answers 500 to whatever it
// refuses, so the text tells more than the code.
type statusError struct {
	Code int
	Text string
}

func (e *statusError) Error() string { return fmt.Sprintf("agones: status %d: %s", e.Code, e.Text) }

// call sends in as JSON and reads the answer into out, unless that is nil.
func (s *sidecar) call(ctx context.Context, method, path string, in, out any) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, s.base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	switch {
	case err != nil:
		return err
	case resp.StatusCode != http.StatusOK:
		return &statusError{resp.StatusCode, string(bytes.TrimSpace(answer[:min(len(answer), 300)]))}
	case out == nil:
		return nil
	}
	return json.Unmarshal(answer, out)
}

// nothing is the body of calls without arguments, and of GET, which ignores it.
type nothing struct{}

// post calls one of the paths without arguments: ready, health, allocate, shutdown.
func (s *sidecar) post(ctx context.Context, path string) error {
	return s.call(ctx, http.MethodPost, path, nothing{}, nil)
}

// gameServer is what the SDK server knows of the game server beside it.
type gameServer struct {
	Spec struct {
		Health struct {
			Disabled      bool `json:"disabled"`
			PeriodSeconds int  `json:"period_seconds"`
		} `json:"health"`
	} `json:"spec"`
	Status struct {
		Address string `json:"address"` // of the machine
		Ports   []struct {
			Port int `json:"port"` // of the machine that leads to the game server
		} `json:"ports"`
	} `json:"status"`
}

func (s *sidecar) gameServer(ctx context.Context) (g gameServer, err error) {
	err = s.call(ctx, http.MethodGet, "/gameserver", nothing{}, &g)
	return g, err
}

// healthPeriod is how often Agones expects a health ping; 0 if it expects none.
func (g *gameServer) healthPeriod() time.Duration {
	if g.Spec.Health.Disabled {
		return 0
	}
	return time.Duration(max(g.Spec.Health.PeriodSeconds, 1)) * time.Second
}

// setLabel sets the label agones.dev/sdk-<key> of the game server.
func (s *sidecar) setLabel(ctx context.Context, key, value string) error {
	return s.call(ctx, http.MethodPut, "/metadata/label", map[string]string{"key": key, "value": value}, nil)
}

// setCounter sets a counter that the fleet declares. Integers are strings, as in all JSON
// made of 64-bit fields of protocol buffers.
func (s *sidecar) setCounter(ctx context.Context, name string, c Counter) error {
	in := map[string]string{"count": strconv.Itoa(c.Count), "capacity": strconv.Itoa(c.Capacity)}
	return s.call(ctx, http.MethodPatch, "/v1beta1/counters/"+name, in, nil)
}

// maxLabel is the length of a Kubernetes label's value.
const maxLabel = 63

// labelValue returns s as the value of a Kubernetes label: letters, digits, and in between
// also - _ and a dot.
func labelValue(s string) string {
	valid := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, s)
	return strings.Trim(valid[:min(len(valid), maxLabel)], "-_.")
}
