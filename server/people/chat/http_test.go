package chat

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"perihelion/shared/api"
)

type accountKey struct{}

// newHandler serves the endpoints of f; the header Account is the player.
func newHandler(f *fixture) http.Handler {
	mux := http.NewServeMux()
	a := humago.New(mux, huma.DefaultConfig("test", "1"))
	a.UseMiddleware(func(ctx huma.Context, next func(huma.Context)) {
		next(huma.WithValue(ctx, accountKey{}, ctx.Header("Account")))
	})
	f.Register(a, Auth{Player: func(ctx context.Context) (account, name string) {
		account = ctx.Value(accountKey{}).(string)
		return account, strings.ToUpper(account)
	}})
	return mux
}

func TestEndpoints(t *testing.T) {
	f := newFixture(t)
	h := newHandler(f)
	for _, tt := range []struct {
		name, account, method, path, body string
		status                            int
		says                              string
	}{
		{"a line for the lobby", "ada", "POST", "/v1/channels/lobby/messages", `{"text":"hi there"}`, 201, `"text":"hi there"`},
		{"what was said there", "eve", "GET", "/v1/channels/lobby/messages", "", 200, `"name":"ADA"`},
		{"a line for one's party", "ada", "POST", "/v1/channels/party:abcd23/messages", `{"text":"psst"}`, 201, `"channel":"party:ABCD23"`},
		{"what was said in one's party", "bob", "GET", "/v1/channels/party:ABCD23/messages", "", 200, "psst"},
		{"a party of others", "eve", "GET", "/v1/channels/party:ABCD23/messages", "", 404, "no such channel"},
		{"a channel there is not", "ada", "GET", "/v1/channels/nowhere/messages", "", 404, "no such channel"},
		{"nothing", "ada", "POST", "/v1/channels/lobby/messages", `{"text":" "}`, 422, "empty"},
		{"a line too long", "ada", "POST", "/v1/channels/lobby/messages", `{"text":"` + strings.Repeat("x ", 300) + `"}`, 422, "too long"},
		{"a line too many", "ada", "POST", "/v1/channels/lobby/messages", `{"text":"and on"}`, 429, "not so fast"},
		{"a muted player", "mute", "POST", "/v1/channels/lobby/messages", `{"text":"hi"}`, 403, "does not let you chat"},
		{"a report", "bob", "POST", "/v1/reports", `{"player_id":"eve","reason":"abuse"}`, 204, ""},
		{"a report for no reason", "bob", "POST", "/v1/reports", `{"player_id":"eve","reason":"mood"}`, 422, "reason"},
		{"a report of nobody", "bob", "POST", "/v1/reports", `{"reason":"abuse"}`, 422, "whom"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Account", tt.account)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
				t.Errorf("answer %d %s, want %d that says %q", w.Code, w.Body, tt.status, tt.says)
			}
		})
	}
}

func TestAnEmptyChannelIsAnEmptyList(t *testing.T) {
	r := httptest.NewRequest("GET", "/v1/channels/lobby/messages", nil)
	r.Header.Set("Account", "ada")
	w := httptest.NewRecorder()
	newHandler(newFixture(t)).ServeHTTP(w, r)
	var all api.Messages
	if err := json.Unmarshal(w.Body.Bytes(), &all); err != nil || all.Messages == nil || len(all.Messages) > 0 {
		t.Errorf("answer %s", w.Body)
	}
}
