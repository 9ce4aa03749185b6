package online

import (
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"perihelion/client/prefs"
)

// otherWindow is a window of a browser in which another plays as the guest of the preferences.
type otherWindow struct{ prefs.Window }

func (otherWindow) ClaimToken(string) bool   { return false }
func (otherWindow) StoredGuest() prefs.Guest { return prefs.Guest{} }

func TestARecordingIsSeenBesideAnotherWindowThatPlays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestService(t, "mine")
		s.Prefs.SetWindow(otherWindow{})
		s.identity.clearGuest()
		s.SetName("")
		asked := "nobody"
		s.server.Handle("GET matches/m/replay", func(w http.ResponseWriter, r *http.Request) {
			asked = r.Header.Get("Authorization")
			_, _ = w.Write([]byte("log"))
		})
		call := s.FetchReplay("m", "", new(atomic.Int64))
		synctest.Wait()
		if r, ok := call.Result(); !ok || r.Err != nil || string(r.Value) != "log" || asked != "Bearer mine" {
			t.Errorf("answer %v %q, %v, asked as %q", ok, r.Value, r.Err, asked)
		}
		if g := s.Guest(); g.Token != "" {
			t.Errorf("this window is %+v, with whom another one plays", g)
		}
	})
}
