package scene

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online"
	"perihelion/client/online/onlinetest"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

// arenaTest is a player who looks at one of testArenas, on a server that keeps what it is asked for.
type arenaTest struct {
	*testClient
	s      *arenaScene
	room   api.NewRoom
	reason string
	gone   bool
}

func newArenaTest(t *testing.T, n int) *arenaTest {
	k := &arenaTest{testClient: newTestClient(t, Options{})}
	k.saveGuest("Ada", "mine")
	k.playFrame(ui.Input{})
	k.server.Handle("GET arenas", onlinetest.RespondJSON(api.Arenas{}))
	k.server.Handle("GET arenas/e/versions", onlinetest.RespondJSON(api.ArenaVersions{Versions: testVersions()}))
	k.server.Handle("POST arenas/b/fork", onlinetest.RespondJSON(api.LibraryArena{ID: "f", Mine: true, Newest: 1}))
	k.server.Handle("POST rooms", func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewDecoder(r.Body).Decode(&k.room)
		onlinetest.RespondJSON(onlinetest.Seat)(w, r)
	})
	k.server.Handle("POST arenas/b/report", func(w http.ResponseWriter, r *http.Request) {
		var report api.NewArenaReport
		_ = json.NewDecoder(r.Body).Decode(&report)
		k.reason = report.Reason
		w.WriteHeader(http.StatusNoContent)
	})
	k.server.Handle("DELETE arenas/e", func(w http.ResponseWriter, _ *http.Request) {
		k.gone = true
		w.WriteHeader(http.StatusNoContent)
	})
	k.s = newArenaScene(k.deps, testArenas(time.Now())[n])
	k.stack.scenes = append(k.stack.scenes, k.s)
	k.runFor(time.Second / 2)
	return k
}

// press presses a button by the keyboard.
func (k *arenaTest) press(b *ui.Button) {
	k.s.setFocus(b)
	k.playFrame(enterKey)
	k.runFor(time.Second / 2)
}

func TestBuildingOnAnArenaOpensARoomWithItsText(t *testing.T) {
	for _, tt := range []struct {
		name   string
		arena  int
		choose func(k *arenaTest)
		room   string
		kept   online.KeptArena
	}{
		{"another's is forked", 1, func(*arenaTest) {}, "f@1", online.KeptArena{ID: "f", Version: 1}},
		{"our own", 4, func(*arenaTest) {}, "e@3", online.KeptArena{ID: "e", Version: 3}},
		{"an old version of it", 4, func(k *arenaTest) { k.s.views.Selected, k.s.versions.Selected = 1, 1 }, "e@2", online.KeptArena{ID: "e", Version: 3}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k := newArenaTest(t, tt.arena)
				tt.choose(k)
				k.press(&k.s.build)
				k.waitForScene("match", time.Second)
				if m := k.stack.top().(*matchScene); !k.room.Edit || k.room.Arena != tt.room || m.entry.kept != tt.kept {
					t.Errorf("asked for the room %+v, and %+v is saved there", k.room, m.entry.kept)
				}
				k.closeAll()
			})
		})
	}
}

func TestAnArenaIsDeletedAfterAQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newArenaTest(t, 4)
		defer k.closeAll()
		k.s.views.Selected = 1
		k.playFrame(ui.Input{})
		k.press(&k.s.act)
		if k.gone || k.s.act.Label != "REALLY DELETE" {
			t.Fatalf("gone %v, the button says %s", k.gone, k.s.act.Label)
		}
		k.press(&k.s.link) // anything else takes the question back
		k.press(&k.s.act)
		if k.gone {
			t.Fatal("it is gone after two questions without an answer")
		}
		k.press(&k.s.act)
		if !k.gone || k.stack.top() == scene(k.s) {
			t.Errorf("gone %v, and the top scene is %s", k.gone, k.stack.top().Name())
		}
	})
}

func TestAnArenaIsReportedForAReason(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newArenaTest(t, 1)
		defer k.closeAll()
		k.press(&k.s.act)
		if k.reason != "" || !slices.Contains(k.s.widgets, ui.Widget(&k.s.reasons)) {
			t.Fatalf("reported for %q at once", k.reason)
		}
		k.s.setFocus(&k.s.reasons)
		k.playFrame(ui.Input{Nav: ui.NavRight})
		k.press(&k.s.act)
		if k.reason != "name" || k.s.note == "" || k.s.errText != "" {
			t.Errorf("reported for %q, the player reads %q and %q", k.reason, k.s.note, k.s.errText)
		}
	})
}

func TestWhyAListOfArenasDoesNotComeIsToldUntilItComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newTestClient(t, Options{})
		failing := true
		k.server.Handle("GET arenas", func(w http.ResponseWriter, r *http.Request) {
			if failing {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			onlinetest.RespondJSON(api.Arenas{})(w, r)
		})
		s := newArenasScene(k.deps)
		k.stack.scenes = append(k.stack.scenes, s)
		if k.runFor(time.Second); s.errText == "" {
			t.Error("nothing is told of a list that does not come")
		}
		failing = false
		if k.runFor(10 * time.Second); s.errText != "" {
			t.Errorf("the list has come, and %q is told", s.errText)
		}
	})
}
