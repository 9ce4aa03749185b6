package scene

import (
	"testing"

	"perihelion/client/online"

	"perihelion/client/prefs"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

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
