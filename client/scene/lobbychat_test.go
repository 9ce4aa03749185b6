package scene

import (
	"slices"
	"strconv"
	"testing"
	"testing/synctest"

	"perihelion/client/online"
	"perihelion/client/prefs"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

func TestMutesFollowTheAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tc := newTestClient(t, Options{})
		svc := tc.deps.online
		svc.ToggleMute(protocol.AccountOf("bob"))
		c := &svc.Lobby.Chat
		for i, m := range []api.Message{
			{PlayerID: "bob", Name: "Bob", Text: "rude"},
			{PlayerID: "bob", Name: "Robert", Text: "rude under another name"},
			{PlayerID: "eve", Name: "Bob", Text: "a namesake"},
			{Text: "the server"},
		} {
			m.ID = strconv.Itoa(i)
			c.AddMessage(m)
		}
		var heard []string
		for _, e := range chatEntries(c, svc) {
			heard = append(heard, e.Text)
		}
		if want := []string{"a namesake", "the server"}; !slices.Equal(heard, want) {
			t.Errorf("heard %q, want %q", heard, want)
		}
		before := svc.MutesVersion()
		svc.ToggleMute(protocol.AccountOf("bob"))
		if n := len(chatEntries(c, svc)); n != 4 || svc.MutesVersion() == before {
			t.Errorf("%d lines after the mute was taken back, want 4, and a new version", n)
		}
		tc.closeAll()
	})
}

func TestChatOffHidesAndForbidsChat(t *testing.T) {
	p := prefs.Defaults()
	deps := &Deps{Prefs: &p}
	deps.online = newService(deps)
	svc, c := deps.online, &deps.online.Lobby.Chat
	c.AddMessage(api.Message{ID: "1", PlayerID: "ADA", Name: "Ada", Text: "hello"})
	c.AddMessage(api.Message{ID: "2", Name: "Server", Text: "maintenance"})
	deps.Switches.SetChat(false)
	c.Say("gg") // a request would need a LobbyClient
	if c.ErrText != online.ChatOffText || !svc.IsMuted(protocol.AccountOf("ADA")) {
		t.Errorf("without chat: told %q", c.ErrText)
	}
	if list := chatEntries(c, svc); len(list) != 1 || list[0].Text != "maintenance" {
		t.Errorf("without chat one reads %+v, want what the server says alone", list)
	}
	deps.Switches.SetChat(true)
	if list := chatEntries(c, svc); len(list) != 2 || svc.IsMuted(protocol.AccountOf("ADA")) {
		t.Errorf("with chat again one reads %+v", list)
	}
}
