package room

import (
	"slices"
	"strings"
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/toy"
)

func TestChatReachesEveryone(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		ada, a := s.join("ada")
		_, b := s.join("bob")
		s.room.Say(ada.Me, ada.Epoch, protocol.Say{Text: "hi"})
		s.room.Say(ada.Me, ada.Epoch+7, protocol.Say{Text: "from a stale connection"})
		s.room.Warn(protocol.Notice{Text: "soon", In: time.Second})
		s.pass(0)
		want := protocol.Line{Number: 1, From: ada.Me, Name: "ada", Text: "hi", Account: protocol.AccountOf("ada")}
		for name, p := range map[string]*fakePeer{"ada": a, "bob": b} {
			if len(p.chat) != 1 || p.chat[0] != want || len(p.notices) != 1 {
				t.Errorf("%s heard %v and %v", name, p.chat, p.notices)
			}
		}
	})
}

func TestNewcomersHearWhatWasSaid(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		ada, _ := s.join("ada")
		bob, _ := s.join("bob")
		s.room.Say(ada.Me, ada.Epoch, protocol.Say{Text: "too long ago"})
		for range protocol.MaxLines - 1 {
			s.room.Say(ada.Me, ada.Epoch, protocol.Say{Quick: protocol.QuickHello})
		}
		s.room.Say(bob.Me, bob.Epoch, protocol.Say{Text: "I have to go"})
		s.room.Quit(bob.Me, bob.Epoch)
		s.pass(3 * time.Second)
		eve, e := s.join("eve")
		s.pass(0)
		if len(e.chat) != protocol.MaxLines {
			t.Fatalf("eve hears %d lines, want the last %d", len(e.chat), protocol.MaxLines)
		}
		first := protocol.Line{Number: 2, From: ada.Me, Name: "ada", Quick: protocol.QuickHello, Ago: 3 * time.Second, Account: protocol.AccountOf("ada")}
		last := protocol.Line{Number: protocol.MaxLines + 1, From: sim.NoPlayer, Name: "bob", Text: "I have to go", Ago: 3 * time.Second, Account: protocol.AccountOf("bob")}
		if got := e.chat[0]; got != first {
			t.Errorf("first line %+v, want %+v", got, first)
		}
		if got := e.chat[len(e.chat)-1]; got != last || eve.Me != bob.Me {
			t.Errorf("from the seat that eve got: %+v, want %+v", got, last)
		}
	})
}

func TestTheTeamChannelIsRefusedWhereThereAreNoTeams(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		ada, a := s.join("ada")
		_, b := s.join("bob")
		s.room.Say(ada.Me, ada.Epoch, protocol.Say{Channel: protocol.ChannelTeam, Text: "only us"})
		s.pass(0)
		if len(a.chat) != 1 || a.chat[0].Number != 0 || !strings.Contains(a.chat[0].Text, "no teams") || len(b.chat) > 0 {
			t.Errorf("ada heard %v, bob %v; want ada told why, and bob nothing", a.chat, b.chat)
		}
	})
}

func TestATeamIsAmongItself(t *testing.T) {
	play(t, Config{Sim: sim.Config{Mode: toy.Teams, Seats: 4}}, func(s *stage) {
		ada, a := s.join("ada")
		bob, b := s.join("bob")
		_, c := s.join("cleo")
		if s.room.cfg.Sim.TeamOf(ada.Me) == s.room.cfg.Sim.TeamOf(bob.Me) {
			t.Fatal("ada and bob are on one side")
		}
		s.room.Say(ada.Me, ada.Epoch, protocol.Say{Channel: protocol.ChannelTeam, Text: "behind the star"})
		s.room.Say(bob.Me, bob.Epoch, protocol.Say{Channel: protocol.ChannelTeam, Quick: protocol.QuickAttack})
		s.room.Say(bob.Me, bob.Epoch, protocol.Say{Text: "good luck all"})
		s.pass(0)
		dan, d := s.join("dan")
		s.room.Say(dan.Me, dan.Epoch, protocol.Say{Text: "hi"})
		s.pass(0)
		hears := func(name string, p *fakePeer, want ...string) {
			t.Helper()
			var got []string
			for i := range p.chat {
				got = append(got, p.chat[i].Words())
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s hears %q, want %q", name, got, want)
			}
		}
		hears("ada", a, "behind the star", "good luck all", "hi")
		hears("bob", b, "Attack!", "good luck all", "hi")
		hears("cleo, of ada's side", c, "behind the star", "good luck all", "hi")
		hears("dan, who comes to bob's side", d, "Attack!", "good luck all", "hi")
	})
}

func TestAnAccountIsTheSameUnderEveryName(t *testing.T) {
	play(t, Config{Fill: 2}, func(s *stage) {
		_, watcher := s.join("ada")
		sit := func(name string) protocol.Player {
			seat, err := s.room.Join(s.Context(), Request{Player: "bob", Name: name, Peer: &fakePeer{}})
			if err != nil {
				s.Fatal(err)
			}
			s.pass(time.Second)
			l, _ := watcher.line(seat.Me)
			s.room.Quit(seat.Me, seat.Epoch)
			s.pass(time.Second)
			if bot, _ := watcher.line(seat.Me); bot.Account != 0 {
				s.Errorf("the bot in the seat has the account %v", bot.Account)
			}
			return l
		}
		first, second := sit("Bob"), sit("Robert")
		if want := protocol.AccountOf("bob"); first.Account != want || second.Account != want || second.Name != "Robert" {
			s.Errorf("shown as %+v and %+v, want the same account", first, second)
		}
	})
}
