package scene

import (
	"testing"

	"perihelion/client/prefs"
	"perihelion/shared/api"
	"perihelion/shared/protocol"
)

func TestWithoutChatNobodyIsHeardAndNothingIsSaid(t *testing.T) {
	p := prefs.Defaults()
	k := &Kit{Prefs: &p, self: &self{}}
	c := &chatter{channel: lobbyChannel, lines: []api.Message{{ID: "1", PlayerID: "ADA", Name: "Ada", Text: "hello"}, {ID: "2", Name: "Server", Text: "maintenance"}}}
	k.Switches.Chat(false)
	c.say(k, "gg")
	c.changed(k)
	if c.wrong != chatOff || c.saying != nil || !k.mutes(protocol.AccountOf("ADA")) {
		t.Errorf("without chat: told %q, saying %v", c.wrong, c.saying)
	}
	if len(c.entries) != 1 || c.entries[0].Text != "maintenance" {
		t.Errorf("without chat one reads %+v, want what the server says alone", c.entries)
	}
	k.Switches.Chat(true)
	c.changed(k)
	if len(c.entries) != 2 || k.mutes(protocol.AccountOf("ADA")) {
		t.Errorf("with chat again one reads %+v", c.entries)
	}
}
