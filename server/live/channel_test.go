package live

import (
	"testing"

	"perihelion/shared/api"
)

func (f *fixture) said(channel, id, text string) {
	m := api.Message{ID: id, Channel: channel, Name: "Ada", Text: text}
	f.chat.mu.Lock()
	f.chat.said[channel] = append(f.chat.said[channel], m)
	f.chat.mu.Unlock()
	f.hub.Message(m)
}

const party = "/?channels=party:abcd23"

func TestNewcomersHearWhatWasSaid(t *testing.T) {
	f := serve(t, nil)
	f.said("lobby", "1", "before anybody came")
	for name, e := range map[string]*ear{"WebSocket": f.socket("/?channels=lobby"), "stream": f.stream("/?channels=lobby")} {
		if m := e.next(api.LiveMessage).Message; m.ID != "1" {
			t.Errorf("over a %s: %+v, want the line that was said before", name, *m)
		}
	}
	f.hears(2)
	e := f.socket("/?kinds=message")
	f.hears(3)
	f.said("lobby", "2", "hello")
	for _, want := range []string{"1", "2"} {
		if l := e.first(); l.Kind != api.LiveMessage || l.Message.ID != want {
			t.Errorf("heard %+v, want message %s", l, want)
		}
	}
}

// The history is read while lines are said; nobody hears one of them twice.
func TestALineThatIsSaidMeanwhileIsHeardOnce(t *testing.T) {
	f := newHub(t, nil)
	w, _ := readWants(map[string][]string{"channels": {"lobby"}})
	f.said("lobby", "1", "in the history, and not published yet")
	l, first := f.hub.listen(w, "")
	f.hub.publish(<-f.hub.news)
	if e := <-l.queue; !twice(e, first) {
		t.Errorf("%s is told after %d first events as if it were news", e.data, len(first))
	}
}

func TestAPartyIsHeardByItsMembersOnly(t *testing.T) {
	f := serve(t, nil)
	f.said("party:ABCD23", "1", "psst")
	ada := f.socket(party, "Sec-WebSocket-Protocol", "perihelion.live.v1, perihelion.token.token-of-ada")
	bob := f.stream(party, "Authorization", "Bearer token-of-bob", "Origin", "https://friend.example")
	eve := f.socket("/?channels=lobby")
	f.hears(3)
	for _, e := range []*ear{ada, bob} {
		if m := e.next(api.LiveMessage).Message; m.Text != "psst" {
			t.Errorf("a member hears %+v", *m)
		}
	}
	f.chat.mu.Lock()
	f.chat.members["bob"] = false // who leaves, but goes on listening
	f.chat.mu.Unlock()
	f.said("party:ABCD23", "2", "now that he is gone")
	f.said("lobby", "3", "hi all")
	f.hub.Kill(kill)
	if m := ada.next(api.LiveMessage).Message; m.ID != "2" {
		t.Errorf("ada hears %+v, want the second line", *m)
	}
	for l := bob.first(); l.Kind != api.LiveKill; l = bob.first() {
		if l.Kind == api.LiveMessage {
			t.Errorf("bob, who left, hears %+v", *l.Message)
		}
	}
	if m := eve.next(api.LiveMessage).Message; m.ID != "3" {
		t.Errorf("eve hears %+v, want nothing but the lobby", *m)
	}
}

func TestRefusals(t *testing.T) {
	f := serve(t, nil)
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
			res := f.get(tt.query, tt.headers...)
			if res.StatusCode != tt.status || res.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("status %d %s, want %d", res.StatusCode, res.Header.Get("Content-Type"), tt.status)
			}
		})
	}
	if _, res, err := f.dial(party, "Origin", "https://evil.example", "Sec-WebSocket-Protocol", "perihelion.live.v1, perihelion.token.token-of-ada"); err == nil || res.StatusCode != 403 {
		t.Errorf("a WebSocket of a foreign page to a party: %v, %v; want 403", res, err)
	}
}

func TestTheFeedIsForEveryPage(t *testing.T) {
	f := serve(t, nil)
	res := f.get("/?channels=lobby", "Origin", "https://stranger.example")
	if got := res.Header.Get("Access-Control-Allow-Origin"); res.StatusCode != 200 || got != "*" {
		t.Errorf("status %d, open to %q, want everyone", res.StatusCode, got)
	}
	if res.Header.Get("Access-Control-Allow-Credentials") != "" {
		t.Error("with credentials")
	}
	f.socket("/?channels=lobby", "Origin", "https://stranger.example").next(api.LiveStatus)
}
