package scene

import (
	"encoding/json"
	"net/http"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/lang"
	"perihelion/client/online/onlinetest"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/sim/ships"
)

func TestAPrivateRoomHasTheChosenRules(t *testing.T) {
	yes, no := true, false
	for _, tt := range []struct {
		name   string
		choose func(s *privateScene) // Enter then opens the room
		want   api.NewRoom
	}{
		{"as it is offered", func(*privateScene) {}, api.NewRoom{Mode: "skirmish", Bots: &yes, Points: 50, Seconds: 360}},
		{"teams, short", func(s *privateScene) {
			s.mode.Selected = 1
			s.updateChoices()
			s.points.Selected, s.time.Selected = 0, 0
		}, api.NewRoom{Mode: "teams", Bots: &yes, Points: 60, Seconds: 120}},
		{"a duel, with nobody in the friend's seat", func(s *privateScene) { s.mode.Selected = 2; s.updateChoices() }, api.NewRoom{Mode: "duel", Bots: &no, Points: 14, Seconds: 240}},
		{"a long skirmish without bots", func(s *privateScene) { s.bots.Selected, s.points.Selected, s.time.Selected = 1, 2, 3 }, api.NewRoom{Mode: "skirmish", Bots: &no, Points: 100, Seconds: 600}},
		{"one to build an arena in", func(s *privateScene) { s.setFocus(&s.build) }, api.NewRoom{Mode: "skirmish", Bots: &yes, Edit: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tc := newTestClient(t, Options{})
				tc.saveGuest("Ada", "mine")
				tc.playFrame(ui.Input{})
				var got api.NewRoom
				tc.server.Handlers = map[string]http.HandlerFunc{"POST rooms": func(w http.ResponseWriter, r *http.Request) {
					if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
						t.Error(err)
					}
					onlinetest.RespondJSON(onlinetest.Seat)(w, r)
				}}
				s := newPrivateScene(tc.deps)
				tc.stack.scenes = append(tc.stack.scenes, s)
				tc.playFrame(ui.Input{})
				s.setFocus(&s.create)
				tt.choose(s)
				tc.playFrame(enterKey)
				tc.waitForScene("match", time.Second)
				if got.Bots == nil || *got.Bots != *tt.want.Bots {
					t.Errorf("asked for bots %v, want %v", got.Bots, *tt.want.Bots)
				}
				got.Bots, tt.want.Bots = nil, nil
				if !reflect.DeepEqual(got, tt.want) {
					t.Errorf("asked for %+v, want %+v", got, tt.want)
				}
				tc.closeAll()
			})
		})
	}
}

// privateRoom offers every mode, and the arena with the longest title is chosen.
func (p *screenCheck) privateRoom() scene {
	l := p.deps.online.Lobby
	l.Queues, l.QueuesVersion = allQueues(), l.QueuesVersion+1
	for _, a := range ships.Rules.About().Arenas {
		l.Meta.Arenas = append(l.Meta.Arenas, api.Arena{Name: a.Name, Title: a.Title, Game: ships.Rules.About().Name})
	}
	s := newPrivateScene(p.deps)
	for i, name := range s.arena.names {
		if len(name) > len(s.arena.selectedName()) {
			s.arena.selected = i
		}
	}
	return s
}

func TestTheArenasOfTheGameAreTranslated(t *testing.T) {
	for _, l := range lang.All[1:] {
		texts := lang.Load(l.Tag).Texts
		for _, a := range ships.Rules.About().Arenas {
			if texts[a.Title] == "" {
				t.Errorf("%s: %q is not translated", l.Name, a.Title)
			}
		}
	}
}
