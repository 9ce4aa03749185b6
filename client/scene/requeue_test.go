package scene

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/online/onlinetest"
	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// sendRoster sends the list of players in the duel.
func (tc *testClient) sendRoster(others ...protocol.Player) {
	o := protocol.Roster{Full: true, Players: append(others, protocol.Player{ID: 1, Name: "Ada"})}
	_ = tc.server.Conn.Send(protocol.AppendRoster(nil, &o))
	tc.runFor(100 * time.Millisecond)
}

// pauseLabels lists the buttons of the pause menu.
func (tc *testClient) pauseLabels(m *matchScene) (labels []string) {
	tc.stack.applyTransition(1, push(newPauseMenu(m)))
	tc.playFrame(ui.Input{})
	for _, w := range tc.stack.top().(*pauseMenu).widgets {
		labels = append(labels, w.(*ui.Button).Label)
	}
	tc.stack.applyTransition(2, pop())
	return labels
}

func TestWithoutAnOpponentTheMenuOffersTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, _ := searchingDuel(t)
		tc.server.Welcome = func(w *protocol.Welcome) { w.Code, w.Me, w.Match.Mode, w.Match.Seats = "", 1, "duel", 2 }
		found := queuedTicket
		found.Status, found.Assignment = api.TicketAssigned, &onlinetest.Seat
		tc.server.Handle("GET tickets/t", onlinetest.RespondJSON(found))
		tc.waitForScene("match", 2*time.Second)
		m := tc.stack.top().(*matchScene)
		tc.runFor(100 * time.Millisecond)
		m.showTestView(t, m.session.Client.View(time.Now()))
		for _, tt := range []struct {
			name   string
			others []protocol.Player
			want   bool
		}{
			{"alone", nil, true},
			{"against a person", []protocol.Player{{Name: "Bob"}}, false},
			{"against one whose connection is gone", []protocol.Player{{Name: "Bob", Away: true}}, true},
			{"against a bot", []protocol.Player{{Name: "Kepler", Bot: true}}, true},
		} {
			tc.sendRoster(tt.others...)
			m.showTestView(t, m.session.Client.View(time.Now()))
			if got := tc.pauseLabels(m); slices.Contains(got, "BACK TO THE QUEUE") != tt.want {
				t.Errorf("%s the menu offers %q, want the queue: %v", tt.name, got, tt.want)
			}
		}

		tc.server.Requests = nil
		tc.server.Handle("POST tickets", onlinetest.RespondJSON(queuedTicket))
		tc.server.Handle("GET tickets/t", onlinetest.RespondJSON(queuedTicket))
		tc.stack.applyTransition(1, push(newPauseMenu(m)))
		tc.playFrame(ui.Input{Nav: ui.NavNext})
		tc.playFrame(enterKey)
		tc.waitForScene("finding", time.Second)
		tc.runFor(time.Second)
		if s := tc.stack.top().(*matchmakingScene); s.dest.Queue != "duel" {
			t.Errorf("looks for %+v, want a duel", s.dest)
		}
		if !slices.Contains(tc.server.Requests, "POST tickets") || !slices.Contains(tc.server.Received, protocol.TypeBye) {
			t.Errorf("asked for %q and sent %v, want a new ticket and a goodbye", tc.server.Requests, tc.server.Received)
		}
		tc.closeAll()
	})
}

func TestAPrivateRoomNeverOffersTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc, m := joinedMatch(t, Options{Room: "NOVA42"})
		m.showTestView(t, m.session.Client.View(time.Now()))
		if got := tc.pauseLabels(m); slices.Contains(got, "BACK TO THE QUEUE") {
			t.Errorf("the menu of a private room offers %q", got)
		}
		tc.closeAll()
	})
}
