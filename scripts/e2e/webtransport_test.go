//go:build e2e

package e2e

import (
	"net/url"
	"testing"

	"perihelion/client/netcode"
)

// TestChromiumAndFirefoxPlayByDatagramBesideOneWhoDoesNot plays one match in two browsers whose WebSockets
// lose packets, and in a third page whose WebSocket does not. WebKit never uses datagrams.
func TestChromiumAndFirefoxPlayByDatagramBesideOneWhoDoesNot(t *testing.T) {
	base := startGame(t, "QUIC_ADDR=127.0.0.1:0", "ROOM_SEATS=4", "BOT_FILL=4")
	play := func(name, network string) string {
		query := url.Values{"play": {"1"}, "bot": {"1"}, "name": {name}}
		if network != "" {
			query.Set("dev", "1")
			query.Set("netsim", network)
		}
		return base + "/?" + query.Encode()
	}
	const lossy = "60ms stalls 5%" // simulated on the WebSocket alone
	chrome := startChromium(t)
	ada := newTab(t, chrome, "Ada", play("Ada", lossy))
	first := awaitState(t, ada, maxWait, "seat", hasSeat)
	eve := newRemotePage(t, newFirefox(t), "Eve")
	if err := eve.loadURL(play("Eve", lossy)); err != nil {
		t.Fatal(err)
	}
	bob := newTab(t, chrome, "Bob", play("Bob", ""))
	all := []gameClient{ada, eve, bob}
	ids := make([]int, len(all))
	for i, want := range []netcode.DatagramState{netcode.DatagramsUsed, netcode.DatagramsUsed, netcode.DatagramsSpare} {
		s := awaitState(t, all[i], maxWait, "seat, with datagrams "+want.String(), func(s clientState) bool { return hasSeat(s) && s.Datagrams == want.String() })
		if ids[i] = s.Me; s.Room != first.Room {
			t.Errorf("%s is in room %s, Ada in %s: want one match", all[i].ClientName(), s.Room, first.Room)
		}
	}
	awaitMeeting(t, all, ids)
	eve.pressKey('\ue033') // F3, as WebDriver names it
	awaitState(t, eve, maxWait, "net graph", func(s clientState) bool { return s.Graph })
	for _, p := range all {
		takeScreenshot(t, p, "datagrams")
	}
}
