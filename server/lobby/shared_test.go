package lobby

import (
	"net/http/httptest"
	"testing"
)

func TestWhichRequestsAreForOneServerOfAFleet(t *testing.T) {
	for _, tt := range []struct {
		method, path, key string
		shared            bool
		room              string
	}{
		{"POST", "/v1/tickets", "", true, ""},
		{"GET", "/v1/tickets/7", "", true, ""},
		{"GET", "/v1/ticketsx", "", false, ""},
		{"POST", "/v1/parties/CODE/join", "", true, ""},
		{"GET", "/v1/channels/lobby/messages", "", true, ""},
		{"GET", "/v1/rooms", "", false, ""},
		{"POST", "/v1/rooms", "", false, ""},
		{"POST", "/v1/rooms", "0123456789abcdef", true, ""},
		{"POST", "/v1/daily/2026-01-01/runs", "0123456789abcdef", false, ""},
		{"GET", "/v1/rooms", "0123456789abcdef", false, ""},
		{"GET", "/v1/rooms/ABC234/log", "", false, "ABC234"},
		{"GET", "/v1/rooms/n1.abc/log/1/2", "", false, "n1.abc"},
		{"POST", "/v1/rooms/n1.abc/join", "", false, ""},
	} {
		r := httptest.NewRequest(tt.method, tt.path, nil)
		r.Header.Set(idempotencyHeader, tt.key)
		if got, room := IsShared(r), RoomOfLog(r); got != tt.shared || room != tt.room {
			t.Errorf("%s %s (key %q): shared %v, log of %q; want %v, %q", tt.method, tt.path, tt.key, got, room, tt.shared, tt.room)
		}
	}
}
