package scene

import (
	"testing"

	"perihelion/client/prefs"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

func TestWithoutChatNobodyIsHeardAndNothingIsSaid(t *testing.T) {
	p := prefs.Defaults()
	deps := &Deps{Prefs: &p, identity: &identity{}}
	c := &ChatChannel{Name: LobbyChannel, Messages: []api.Message{{ID: "1", PlayerID: "ADA", Name: "Ada", Text: "hello"}, {ID: "2", Name: "Server", Text: "maintenance"}}}
	deps.Switches.SetChat(false)
	c.Say(deps, "gg")
	c.rebuildEntries(deps)
	if c.ErrText != chatOffText || c.sayCall != nil || !deps.isMuted(protocol.AccountOf("ADA")) {
		t.Errorf("without chat: told %q, saying %v", c.ErrText, c.sayCall)
	}
	if len(c.entries) != 1 || c.entries[0].Text != "maintenance" {
		t.Errorf("without chat one reads %+v, want what the server says alone", c.entries)
	}
	deps.Switches.SetChat(true)
	c.rebuildEntries(deps)
	if len(c.entries) != 2 || deps.isMuted(protocol.AccountOf("ADA")) {
		t.Errorf("with chat again one reads %+v", c.entries)
	}
}
