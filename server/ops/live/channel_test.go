package live

import (
	"testing"

	"perihelion/shared/api"
)

func (f *fixture) publishMessage(channel, id, text string) {
	m := api.Message{ID: id, Channel: channel, Name: "Ada", Text: text}
	f.chat.mu.Lock()
	f.chat.said[channel] = append(f.chat.said[channel], m)
	f.chat.mu.Unlock()
	f.hub.PublishMessage(m)
}

const party = "/?channels=party:abcd23"

func TestNewSubscribersGetTheHistory(t *testing.T) {
	f := startServer(t, nil)
	f.publishMessage("lobby", "1", "before anybody came")
	for name, e := range map[string]*testSubscriber{"WebSocket": f.mustDial("/?channels=lobby"), "stream": f.openStream("/?channels=lobby")} {
		if m := e.waitForKind(api.LiveMessage).Message; m.ID != "1" {
			t.Errorf("over a %s: %+v, want the line that was said before", name, *m)
		}
	}
	f.waitForSubscribers(2)
	e := f.mustDial("/?kinds=message")
	f.waitForSubscribers(3)
	f.publishMessage("lobby", "2", "hello")
	for _, want := range []string{"1", "2"} {
		if l := e.firstEvent(); l.Kind != api.LiveMessage || l.Message.ID != want {
			t.Errorf("heard %+v, want message %s", l, want)
		}
	}
}

// A message that is sent while the history is read must not be delivered twice.
func TestALineThatIsSaidMeanwhileIsHeardOnce(t *testing.T) {
	f := newHub(t, nil)
	w, _ := parseSubscription(map[string][]string{"channels": {"lobby"}})
	f.publishMessage("lobby", "1", "in the history, and not published yet")
	l, first := f.hub.subscribe(w, "")
	f.hub.broadcast(<-f.hub.queue)
	if e := <-l.queue; !isDuplicate(e, first) {
		t.Errorf("%s is told after %d first events as if it were news", e.data, len(first))
	}
}

func TestAPartyIsHeardByItsMembersOnly(t *testing.T) {
	f := startServer(t, nil)
	f.publishMessage("party:ABCD23", "1", "psst")
	ada := f.mustDial(party, "Sec-WebSocket-Protocol", "perihelion.live.v1, perihelion.token.token-of-ada")
	bob := f.openStream(party, "Authorization", "Bearer token-of-bob", "Origin", "https://friend.example")
	eve := f.mustDial("/?channels=lobby")
	f.waitForSubscribers(3)
	for _, e := range []*testSubscriber{ada, bob} {
		if m := e.waitForKind(api.LiveMessage).Message; m.Text != "psst" {
			t.Errorf("a member hears %+v", *m)
		}
	}
	f.chat.mu.Lock()
	f.chat.members["bob"] = false // who leaves, but goes on listening
	f.chat.mu.Unlock()
	f.publishMessage("party:ABCD23", "2", "now that he is gone")
	f.publishMessage("lobby", "3", "hi all")
	f.hub.PublishKill(kill)
	if m := ada.waitForKind(api.LiveMessage).Message; m.ID != "2" {
		t.Errorf("ada hears %+v, want the second line", *m)
	}
	for l := bob.firstEvent(); l.Kind != api.LiveKill; l = bob.firstEvent() {
		if l.Kind == api.LiveMessage {
			t.Errorf("bob, who left, hears %+v", *l.Message)
		}
	}
	if m := eve.waitForKind(api.LiveMessage).Message; m.ID != "3" {
		t.Errorf("eve hears %+v, want nothing but the lobby", *m)
	}
}

func TestRefusals(t *testing.T) {
	f := startServer(t, nil)
	for _, tt := range []struct {
		name, query string
		headers     []string
		status      int
	}{
		{"an unknown parameter", "/?chanels=lobby", nil, 422},
		{"an unknown kind", "/?kinds=gossip", nil, 422},
		{"too many channels", "/?channels=lobby,a,b,c,d", nil, 422},
		{"neither WebSocket nor stream", "/", []string{"Accept", "text/html"}, 406},
		{"a party without a token", party, nil, 401},
		{"a party with a forged token", party, []string{"Authorization", "Bearer nonsense"}, 401},
		{"a party of others", party, []string{"Authorization", "Bearer token-of-eve"}, 404},
		{"a channel there is not", "/?channels=nowhere", []string{"Authorization", "Bearer token-of-ada"}, 404},
		{"a party, from a foreign page", party, []string{"Authorization", "Bearer token-of-ada", "Origin", "https://evil.example"}, 403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			res := f.getStream(tt.query, tt.headers...)
			if res.StatusCode != tt.status || res.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("status %d %s, want %d", res.StatusCode, res.Header.Get("Content-Type"), tt.status)
			}
		})
	}
	if _, res, err := f.dialSocket(party, "Origin", "https://evil.example", "Sec-WebSocket-Protocol", "perihelion.live.v1, perihelion.token.token-of-ada"); err == nil || res.StatusCode != 403 {
		t.Errorf("a WebSocket of a foreign page to a party: %v, %v; want 403", res, err)
	}
}

func TestTheFeedIsForEveryPage(t *testing.T) {
	f := startServer(t, nil)
	res := f.getStream("/?channels=lobby", "Origin", "https://stranger.example")
	if got := res.Header.Get("Access-Control-Allow-Origin"); res.StatusCode != 200 || got != "*" {
		t.Errorf("status %d, open to %q, want everyone", res.StatusCode, got)
	}
	if res.Header.Get("Access-Control-Allow-Credentials") != "" {
		t.Error("with credentials")
	}
	f.mustDial("/?channels=lobby", "Origin", "https://stranger.example").waitForKind(api.LiveStatus)
}
