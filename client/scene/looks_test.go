package scene

import (
	"net/http"
	"testing"
	"testing/synctest"

	"perihelion/client/online/onlinetest"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/deeds"
	"perihelion/shared/protocol"
)

func TestAnEarnedTrailIsChosenAndFlown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{Server: "http://game.test"})
		defer tc.closeAll()
		tc.saveGuest("Ada", "mine")
		tc.deps.online.SetName("")
		profile := api.Profile{PlayerID: "me", Name: "Ada", Level: api.Level{Number: 4, Needed: 200}, Deeds: map[string]int{}}
		s := newLooksScene(tc.deps, &profile)
		s.kinds.Selected = kindTrail
		s.showChosen()
		asked := 0
		tc.server.Handle("PATCH players/me/looks", func(w http.ResponseWriter, r *http.Request) {
			asked++
			chosen := profile
			chosen.Looks = api.Looks{Trail: deeds.TrailTwin}
			onlinetest.RespondJSON(chosen)(w, r)
		})
		choose := func(row int) {
			tc.frame.in = &ui.Input{}
			s.layoutLooks(&tc.frame)
			s.list.Selected = row
			s.setFocus(&s.list)
			tc.frame.in = &ui.Input{Accept: true}
			s.Update(&tc.frame)
			synctest.Wait()
			tc.frame.in = &ui.Input{}
			s.Update(&tc.frame)
		}
		choose(2) // takes 150 kills
		if asked != 0 || profile.Looks.Trail != 0 {
			t.Errorf("a trail that was not earned: asked %d times, %+v", asked, profile.Looks)
		}
		choose(1)
		if asked != 1 || profile.Looks.Trail != deeds.TrailTwin || tc.deps.online.Progress.Looks() != (protocol.Looks{Trail: deeds.TrailTwin}) {
			t.Errorf("asked %d times, %+v, flown is %+v", asked, profile.Looks, tc.deps.online.Progress.Looks())
		}
	})
}
