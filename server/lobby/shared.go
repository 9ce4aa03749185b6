package lobby

import (
	"net/http"
	"strings"
)

// sharedPaths begin the paths of what exists once for all servers of a fleet: the tickets, the
// parties, the channels of the chat, which parties may read, and where friends are.
var sharedPaths = []string{"/v1/tickets", "/v1/parties", "/v1/channels", "/v1/friends"}

// IsShared reports whether a request is for the one server that has what all of a fleet share.
// So is whatever has an idempotency key: that server alone remembers keys. Daily runs are too
// large, and sending one again does no harm.
func IsShared(r *http.Request) bool {
	for _, p := range sharedPaths {
		if r.URL.Path == p || strings.HasPrefix(r.URL.Path, p+"/") {
			return true
		}
	}
	return r.Method == http.MethodPost && r.Header.Get(idempotencyHeader) != "" && !strings.HasPrefix(r.URL.Path, "/v1/daily/")
}

// RoomOfLog is the room whose log is asked for, which the server that plays it has; "" for all
// other requests.
func RoomOfLog(r *http.Request) string {
	rest, ok := strings.CutPrefix(r.URL.Path, "/v1/rooms/")
	room, of, _ := strings.Cut(rest, "/")
	if !ok || of != "log" && !strings.HasPrefix(of, "log/") {
		return ""
	}
	return room
}
