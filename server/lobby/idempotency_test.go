package lobby

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"perihelion/shared/api"
)

const someKey = "0190b0e6-6f3c-7e1a-9c55-2b1f3a4d5e6f"

func TestARequestMadeAgainIsAnsweredTheSame(t *testing.T) {
	f := newFixture(t, 1000)
	first := f.doJSON("POST", "/v1/rooms", `{"seats":4}`, idempotencyHeader, someKey)
	again := f.doJSON("POST", "/v1/rooms", ` {"seats":4} `, idempotencyHeader, someKey)
	if first.Code != http.StatusCreated || again.Code != first.Code || again.Body.String() != first.Body.String() {
		t.Errorf("first %d %s, again %d %s", first.Code, first.Body, again.Code, again.Body)
	}
	if again.Header().Get("Idempotent-Replayed") != "true" || f.rooms.opened != 1 {
		t.Errorf("%d rooms opened, want 1", f.rooms.opened)
	}
}

func TestIdempotencyKeys(t *testing.T) {
	f := newFixture(t, 1000)
	decodeAs[api.Assignment](t, f.doJSON("POST", "/v1/rooms", `{"seats":4}`, idempotencyHeader, someKey), http.StatusCreated)
	tests := []struct {
		name, path, body, key, token string
		status, opened               int
	}{
		{"another body is a mistake", "/v1/rooms", `{"seats":5}`, someKey, f.token, 422, 1},
		{"a key that others would use too is refused", "/v1/rooms", `{"seats":4}`, "1", f.token, 422, 1},
		{"a key of a novel's length is refused", "/v1/rooms", `{"seats":4}`, strings.Repeat("k", 129), f.token, 422, 1},
		{"another path is another request", "/v1/parties", "", someKey, f.token, 201, 1},
		{"another player's is another request", "/v1/rooms", `{"seats":4}`, someKey, f.otherToken(), 201, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := f.doJSON("POST", tt.path, tt.body, idempotencyHeader, tt.key, "Authorization", "Bearer "+tt.token)
			if w.Code != tt.status || f.rooms.opened != tt.opened {
				t.Errorf("%d %s and %d rooms, want %d and %d", w.Code, w.Body, f.rooms.opened, tt.status, tt.opened)
			}
		})
	}
}

func TestWhatFailedMayBeTriedAgain(t *testing.T) {
	f := newFixture(t, 1000)
	f.rooms.err = ErrServerFull
	decodeAs[api.Problem](t, f.doJSON("POST", "/v1/rooms", "", idempotencyHeader, someKey), http.StatusServiceUnavailable)
	f.rooms.err = nil
	decodeAs[api.Assignment](t, f.doJSON("POST", "/v1/rooms", "", idempotencyHeader, someKey), http.StatusCreated)
}

func TestTheSameRequestTwiceAtOnceIsDoneOnce(t *testing.T) {
	f := newFixture(t, 1000)
	answers := make([]string, 8)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = f.doJSON("POST", "/v1/parties", "", idempotencyHeader, someKey).Body.String() })
	}
	all.Wait()
	for _, a := range answers {
		if a != answers[0] {
			t.Errorf("answers differ: %s and %s", answers[0], a)
		}
	}
}

func TestKeysAreForgotten(t *testing.T) {
	var o idempotencyCache
	now := time.Unix(1000, 0)
	if _, first := o.claimKey([32]byte{}, [32]byte{}, now); !first {
		t.Error("a new key is known")
	}
	if _, first := o.claimKey([32]byte{}, [32]byte{}, now.Add(idempotencyTTL)); !first {
		t.Error("a key is known for longer than it lives")
	}
	for i := range 3 * maxIdempotencyKeys {
		o.claimKey([32]byte{byte(i), byte(i >> 8), 1}, [32]byte{}, now)
	}
	if len(o.byKey) != maxIdempotencyKeys || o.recent.Len() != maxIdempotencyKeys {
		t.Errorf("%d keys remembered, want %d", len(o.byKey), maxIdempotencyKeys)
	}
}

func TestWhatAServerAnsweredItsSuccessorAnswersAgain(t *testing.T) {
	one, two := newFixture(t, 1000), newFixture(t, 1000)
	one.lobby.OnKeep(two.lobby.Keep)
	first := one.doJSON("POST", "/v1/guests", `{"name":"Ada"}`, idempotencyHeader, someKey, "Authorization", "")
	again := two.doJSON("POST", "/v1/guests", `{"name":"Ada"}`, idempotencyHeader, someKey, "Authorization", "")
	if first.Code != http.StatusCreated || again.Code != first.Code || again.Body.String() != first.Body.String() || again.Header().Get("Idempotent-Replayed") != "true" {
		t.Errorf("first %d %s, by another server %d %s", first.Code, first.Body, again.Code, again.Body)
	}
	other := two.doJSON("POST", "/v1/guests", `{"name":"Bob"}`, idempotencyHeader, someKey, "Authorization", "")
	if other.Code != http.StatusUnprocessableEntity {
		t.Errorf("with another body: %d %s", other.Code, other.Body)
	}
}
