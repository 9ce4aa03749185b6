package scene

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/ui"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

// roster tells the player who sits in the duel.
func (th *theatre) roster(others ...protocol.Player) {
	o := protocol.Roster{Full: true, Players: append(others, protocol.Player{ID: 1, Name: "Ada"})}
	_ = th.server.conn.Send(protocol.AppendRoster(nil, &o))
	th.idle(100 * time.Millisecond)
}

// offered lists what the menu over a match offers.
func (th *theatre) offered(m *match) (labels []string) {
	th.stack.move(1, Push(newPauseMenu(m)))
	th.play(ui.Input{})
	for _, w := range th.stack.Top().(*pauseMenu).widgets {
		labels = append(labels, w.(*ui.Button).Label)
	}
	th.stack.move(2, Pop())
	return labels
}

func TestWhoHasNoOpponentCanGoBackToTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, _ := toDuel(t)
		th.server.duel = true
		found := queued
		found.Status, found.Assignment = api.TicketAssigned, &place
		th.server.mu.Lock()
		th.server.other["GET tickets/t"] = says(found)
		th.server.mu.Unlock()
		th.wait("match", 2*time.Second)
		m := th.stack.Top().(*match)
		th.idle(100 * time.Millisecond)
		m.view = m.client.View(time.Now())
		for _, tt := range []struct {
			name   string
			others []protocol.Player
			want   bool
		}{
			{"alone", nil, true},
			{"against a person", []protocol.Player{{Name: "Bob"}}, false},
			{"against one whose connection is gone", []protocol.Player{{Name: "Bob", Away: true}}, true},
			{"against a bot", []protocol.Player{{Name: "Bot Kepler", Bot: true}}, true},
		} {
			th.roster(tt.others...)
			m.view = m.client.View(time.Now())
			if got := th.offered(m); slices.Contains(got, "BACK TO THE QUEUE") != tt.want {
				t.Errorf("%s the menu offers %q, want the queue: %v", tt.name, got, tt.want)
			}
		}

		th.server.mu.Lock()
		th.server.asked = nil
		th.server.other["POST tickets"] = says(queued)
		th.server.other["GET tickets/t"] = says(queued)
		th.server.mu.Unlock()
		th.stack.move(1, Push(newPauseMenu(m)))
		th.play(ui.Input{Nav: ui.NavNext})
		th.play(enter)
		th.wait("finding", time.Second)
		th.idle(time.Second)
		if s := th.stack.Top().(*finding); s.want.queue != "duel" {
			t.Errorf("looks for %+v, want a duel", s.want)
		}
		if !slices.Contains(th.server.asked, "POST tickets") || !slices.Contains(th.server.heard, protocol.TypeBye) {
			t.Errorf("asked for %q and sent %v, want a new ticket and a goodbye", th.server.asked, th.server.heard)
		}
		th.close()
	})
}

func TestAFriendIsNotLeftForTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, m := inMatch(t, Options{Room: "NOVA42"})
		m.view = m.client.View(time.Now())
		if got := th.offered(m); slices.Contains(got, "BACK TO THE QUEUE") {
			t.Errorf("the menu of a private room offers %q", got)
		}
		th.close()
	})
}
