package app

import (
	"net/http"
	"testing"

	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// TestWaysIntoARoom tests all ways to a seat, and to the log of those who watch.
func TestWaysIntoARoom(t *testing.T) {
	t.Parallel()
	s := startServer(t, "PERIHELION_BOT_FILL=0")
	host := s.newGuest()
	var private api.Assignment
	s.callAPI("POST", "/v1/rooms", host, `{"mode":"toy-teams","seats":4}`, &private)
	public := s.quickAssignment()
	tests := []struct {
		name, room string
		found      bool
	}{
		{"into a public room by its id", public.RoomID, true},
		{"into a private room by its code", private.Code, true},
		{"not into a private room by its id", private.RoomID, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var a api.Assignment
			path := "/v1/rooms/" + tt.room + "/join"
			log := map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[tt.found]
			if res := s.callAPI("GET", "/v1/rooms/"+tt.room+"/log", "", "", nil); res.StatusCode != log {
				t.Errorf("its log = %d, want %d", res.StatusCode, log)
			}
			if !tt.found {
				if res := s.callAPI("POST", path, s.newGuest(), "", nil); res.StatusCode != http.StatusNotFound {
					t.Errorf("POST %s = %d, want 404", path, res.StatusCode)
				}
				return
			}
			if res := s.callAPI("POST", path, s.newGuest(), "", &a); res.StatusCode != http.StatusOK {
				t.Fatalf("POST %s = %d, want 200", path, res.StatusCode)
			}
			w, err := protocol.DecodeWelcome(s.joinRoom(&a).waitForFrame(protocol.TypeWelcome))
			if err != nil || w.Room != a.RoomID {
				t.Errorf("assignment %+v led to %+v, %v", a, w, err)
			}
		})
	}
	var room api.Room
	if res := s.callAPI("GET", "/v1/rooms/"+private.Code, "", "", &room); res.StatusCode != http.StatusOK || room.Mode != "toy-teams" || room.Seats != 4 {
		t.Errorf("GET by its code = %d %+v", res.StatusCode, room)
	}
}
